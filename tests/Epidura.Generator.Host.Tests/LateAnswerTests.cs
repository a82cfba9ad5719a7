using System.Net;
using System.Net.Sockets;
using Epidura.Generator.Commands;
using Epidura.Generator.Engine;
using Epidura.Generator.Host.Client;
using Epidura.Generator.Host.Serving;
using Epidura.Generator.Link;

namespace Epidura.Generator.Host.Tests;

public class LateAnswerTests
{
    /// <summary>On a busy machine an answer may come after the client asked again; both then lie in the stream.</summary>
    [Fact]
    public async Task A_handshake_finds_its_answers_among_those_that_came_too_late()
    {
        await using var device = new ServedDevice();
        await device.OpenWindowAsync();
        await device.PairAsync("patient", Role.Patient);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var ending = new CancellationTokenSource();
        var relay = RelayAsync(listener, device.Address, ending.Token);
        var address = LinkAddress.Parse($"tcp:{listener.LocalEndpoint}")!;
        using (var file = await ClientFile.OpenAsync(device.Bond("patient"), TimeProvider.System, default))
        await using (var client = await GeneratorClient.OpenAsync(file, address, TimeProvider.System, ServedDevice.Entropy, default))
            Assert.Equal(TherapyState.Off, (await client.StatusAsync(default)).State);
        await ending.CancelAsync();
        await relay;
    }

    /// <summary>Passes everything on, the device's challenges twice.</summary>
    private static async Task RelayAsync(TcpListener listener, LinkAddress device, CancellationToken cancellation)
    {
        using var client = await listener.AcceptTcpClientAsync(cancellation);
        using var socket = device.CreateSocket();
        await socket.ConnectAsync(device.EndPoint, cancellation);
        await using var behind = new NetworkStream(socket);
        var ahead = client.GetStream();
        try
        {
            await Task.WhenAny(ahead.CopyToAsync(behind, cancellation), AnswerAsync(behind, ahead, cancellation));
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private static async Task AnswerAsync(Stream from, Stream to, CancellationToken cancellation)
    {
        var buffer = new byte[LinkFormat.RecordMax];
        while (await RecordStream.ReadAsync(from, buffer, cancellation) is > 0 and var length)
        {
            await to.WriteAsync(buffer.AsMemory(0, length), cancellation);
            if (RecordHeader.TryRead(buffer, out var header) && header.Type == RecordType.Challenge)
                await to.WriteAsync(buffer.AsMemory(0, length), cancellation);
        }
    }
}
