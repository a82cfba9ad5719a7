using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Epidura.Generator.Host.Serving;

/// <summary>Where a device listens: a Unix socket or TCP on loopback, nothing else.</summary>
/// <param name="EndPoint">For the socket.</param>
/// <param name="Path">File of a Unix socket; null for TCP.</param>
public sealed record LinkAddress(EndPoint EndPoint, string? Path)
{
    /// <summary>Longest path of a Unix socket, bytes.</summary>
    public const int PathMax = 100;

    /// <summary>Reads <c>unix:PATH</c> or <c>tcp:127.0.0.1:PORT</c>; null for anything else.</summary>
    public static LinkAddress? Parse(string text)
    {
        if (text.StartsWith("unix:", StringComparison.Ordinal))
        {
            var path = text[5..];
            return path.Length is 0 or > PathMax ? null : new LinkAddress(new UnixDomainSocketEndPoint(path), path);
        }
        if (!text.StartsWith("tcp:", StringComparison.Ordinal))
            return null;
        var colon = text.LastIndexOf(':');
        var host = text[4..Math.Max(4, colon)];
        var isLoopback = IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address);
        var isPort = ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port);
        return isLoopback && isPort ? new LinkAddress(new IPEndPoint(address!, port), null) : null;
    }

    /// <summary>A socket of the right family.</summary>
    public Socket CreateSocket() => Path is null
        ? new Socket(EndPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true }
        : new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    /// <inheritdoc/>
    public override string ToString() => Path is null ? $"tcp:{EndPoint}" : $"unix:{Path}";
}
