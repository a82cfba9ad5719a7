using System.Net.Sockets;
using System.Text;
using Epidura.Generator.Host.Serving;

namespace Epidura.Generator.Host.Client;

/// <summary>Tells a running device what happens to it: magnet, leads, battery, temperature. Not part of the link.</summary>
public static class WorldClient
{
    /// <summary>Says one line and returns the answer.</summary>
    /// <param name="folder">Folder of the device.</param>
    /// <param name="line">One of <see cref="World.Usage"/>.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="LinkException">No device runs in that folder.</exception>
    public static async Task<string> SayAsync(string folder, string line, CancellationToken cancellation)
    {
        var address = LinkAddress.Parse("unix:" + Path.Combine(folder, DeviceServer.WorldSocket))
            ?? throw new LinkException($"The path {folder} is too long for a socket.");
        await using var stream = await GeneratorClient.ConnectAsync(address, cancellation).ConfigureAwait(false);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\n"), cancellation).ConfigureAwait(false);
        var buffer = new byte[512];
        var length = await stream.ReadAsync(buffer, cancellation).ConfigureAwait(false);
        return Encoding.ASCII.GetString(buffer, 0, length);
    }
}
