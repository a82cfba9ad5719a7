using System.Security.Cryptography;
using Epidura.Generator.Commands;
using Epidura.Generator.Link.Commands;
using Epidura.Generator.Software;

namespace Epidura.Generator.Host.Client;

/// <summary>Sends an image of the device's software, I-40: begin, pieces, validate, activate.</summary>
public static class SoftwareUpload
{
    /// <summary>Which software runs; null from a device that does not say.</summary>
    public static async Task<SoftwareStatus?> ReadAsync(GeneratorClient client, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(client);
        return SoftwareStatus.FromBytes((await client.AskAsync(Opcode.GetSoftware, default, cancellation).ConfigureAwait(false)).Body.Span);
    }

    /// <summary>Sends an image and lets the device check and store it; it runs after <see cref="ActivateAsync"/> only.</summary>
    /// <param name="client">Session of the service.</param>
    /// <param name="bytes">Image.</param>
    /// <param name="image">The same, read.</param>
    /// <param name="progress">Told bytes sent.</param>
    /// <param name="cancellation">Ends it; the device keeps what it has in working memory only.</param>
    /// <returns>The first refusal, or the answer of the last step.</returns>
    public static async Task<ReplyEnvelope> SendAsync(
        GeneratorClient client, ReadOnlyMemory<byte> bytes, SoftwareImage image, Action<int> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(progress);
        var seen = await client.StatusAsync(cancellation).ConfigureAwait(false);
        var begin = new Command.UpdateBegin(image.Version.Value, image.Hardware, bytes.Length, SHA256.HashData(bytes.Span));
        var reply = await client.SendAsync(begin, seen, cancellation).ConfigureAwait(false);
        for (var at = 0; reply.IsOk && at < bytes.Length; at += CommandCodec.PieceMax)
        {
            var piece = bytes.Slice(at, Math.Min(CommandCodec.PieceMax, bytes.Length - at));
            reply = await client.SendAsync(new Command.UpdateWrite(at, piece), seen, cancellation).ConfigureAwait(false);
            if (reply.IsOk)
                progress(at + piece.Length);
        }

        return reply.IsOk ? await client.SendAsync(new Command.UpdateValidate(), seen, cancellation).ConfigureAwait(false) : reply;
    }

    /// <summary>Activates what was sent. The device starts again at once and its sessions are gone.</summary>
    public static Task<ReplyEnvelope> ActivateAsync(GeneratorClient client, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.SendAsync(new Command.UpdateActivate(SHA256.HashData(bytes.Span)), cancellation);
    }
}
