using System.Net.Sockets;
using Epidura.Generator.Commands;
using Epidura.Generator.Host.Serving;
using Epidura.Generator.Link;
using Epidura.Generator.Link.Client;
using Epidura.Generator.Link.Commands;
using Epidura.Generator.Link.Telemetry;

namespace Epidura.Generator.Host.Client;

/// <summary>The device did not answer, or not as it should.</summary>
public sealed class LinkException(string message) : IOException(message);

/// <summary>A programmer's or a remote's connection to a device: one session, commands repeated under the same id until they are
/// answered.</summary>
public sealed class GeneratorClient : IAsyncDisposable
{
    private const int Attempts = 3;

    /// <summary>A challenge serves whoever uses it first, so a client among several may lose it a few times.</summary>
    private const int HandshakeAttempts = 8;

    /// <summary>Records read in search of one answer.</summary>
    private const int LateAnswers = 2 * HandshakeAttempts;
    private const int ConnectAttempts = 40;
    private static readonly TimeSpan ConnectPause = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RekeyAfter = TimeSpan.FromMinutes(15);

    private readonly LinkAddress _address;
    private readonly ClientFile _file;
    private readonly TimeProvider _time;
    private readonly ILinkEntropy _entropy;
    private readonly byte[] _buffer = new byte[LinkFormat.RecordMax];
    private NetworkStream _stream;
    private ClientSession? _session;
    private int _left;
    private long _rekeyed;

    private GeneratorClient(LinkAddress address, ClientFile file, NetworkStream stream, TimeProvider time, ILinkEntropy entropy)
    {
        (_address, _file, _stream, _time, _entropy) = (address, file, stream, time, entropy);
        _rekeyed = time.GetTimestamp();
    }

    /// <summary>True when an old session was taken up again: there was no handshake.</summary>
    public bool IsResumed { get; private set; }

    /// <summary>True when the device restricts the session: certificate not in time, or its clock is not set.</summary>
    public bool IsRestricted { get; private set; }

    /// <summary>Connects, and takes the stored session up again or opens a new one.</summary>
    /// <exception cref="LinkException">Nobody answers there, or the device does not know this bond.</exception>
    public static async Task<GeneratorClient> OpenAsync(
        ClientFile file, LinkAddress address, TimeProvider time, ILinkEntropy entropy, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(file);
        var stream = await ConnectAsync(address, cancellation).ConfigureAwait(false);
        var client = new GeneratorClient(address, file, stream, time, entropy);
        try
        {
            if (!await client.TryResumeAsync(cancellation).ConfigureAwait(false))
                await client.HandshakeAsync(cancellation).ConfigureAwait(false);
            return client;
        }
        catch
        {
            await client.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Connects a socket.</summary>
    internal static async Task<NetworkStream> ConnectAsync(LinkAddress address, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var socket = address.CreateSocket();
            try
            {
                await socket.ConnectAsync(address.EndPoint, cancellation).ConfigureAwait(false);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException exception) when (exception.SocketErrorCode == SocketError.WouldBlock && attempt < ConnectAttempts)
            {
                // Many peers wait to be taken; ours may be next.
                socket.Dispose();
                await Task.Delay(ConnectPause, cancellation).ConfigureAwait(false);
            }
            catch (SocketException exception)
            {
                socket.Dispose();
                throw new LinkException($"No device answers at {address}: {exception.Message}.");
            }
        }
    }

    /// <summary>Status as the device says it.</summary>
    public async Task<DeviceStatus> StatusAsync(CancellationToken cancellation)
    {
        var reply = await AskAsync(Opcode.GetStatus, default, cancellation).ConfigureAwait(false);
        return StatusCodec.Decode(reply.Body.Span) ?? throw new LinkException("The device's status cannot be read.");
    }

    /// <summary>Asks a question.</summary>
    public Task<ReplyEnvelope> AskAsync(Opcode opcode, ReadOnlyMemory<byte> body, CancellationToken cancellation) =>
        SendAsync(opcode, CommandEnvelope.AnyRevision, null, body, cancellation);

    /// <summary>Sends a command, on the revision and, when it raises, on the time of a status read just before.</summary>
    public async Task<ReplyEnvelope> SendAsync(Command command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        var (opcode, body) = CommandCodec.Encode(command);
        if (command.IsReducing || command is Command.Heartbeat)
            return await SendAsync(opcode, CommandEnvelope.AnyRevision, null, body, cancellation).ConfigureAwait(false);
        var status = await StatusAsync(cancellation).ConfigureAwait(false);
        return await SendAsync(command, status, cancellation).ConfigureAwait(false);
    }

    /// <summary>Sends a command on a status that a person saw.</summary>
    public Task<ReplyEnvelope> SendAsync(Command command, DeviceStatus seen, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(seen);
        var (opcode, body) = CommandCodec.Encode(command);
        long? basis = command.IsRaising ? seen.TimeNanosecond / 1_000_000 : null;
        var revision = command.IsReducing ? CommandEnvelope.AnyRevision : seen.Revision;
        return SendAsync(opcode, revision, basis, body, cancellation);
    }

    /// <summary>Sends one envelope, three times at most, under one id: the device does it once.</summary>
    public async Task<ReplyEnvelope> SendAsync(
        Opcode opcode, uint revision, long? basis, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        var session = Ready();
        var envelope = new CommandEnvelope(opcode, session.TakeCommandId(), revision, basis, body);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            Spend();
            if (await TryExchangeAsync(session.Seal(envelope), envelope.CommandId, cancellation).ConfigureAwait(false) is { } reply)
                return reply;
        }
        throw new LinkException($"The device did not answer {opcode} in {Attempts} s; whether it was done is unknown. Read the status.");
    }

    /// <summary>Ends the connection. The session stays stored and may be taken up again.</summary>
    public ValueTask DisposeAsync()
    {
        _session?.Dispose();
        return _stream.DisposeAsync();
    }

    private ClientSession Ready()
    {
        var session = _session ?? throw new InvalidOperationException("There is no session.");
        if (_time.GetElapsedTime(_rekeyed) >= RekeyAfter)
        {
            session.Rekey();
            _rekeyed = _time.GetTimestamp();
            _left = 0;
        }
        return session;
    }

    /// <summary>Counts a number of the session; before the reserved ones end, more are stored as reserved.</summary>
    private void Spend()
    {
        if (_left <= 1)
        {
            _file.Keep(_session);
            _left = ClientFile.Reserve - 1;
        }
        _left--;
    }

    private async Task<bool> TryResumeAsync(CancellationToken cancellation)
    {
        if (_file.Session.IsEmpty || ClientSession.Import(_file.Session.Span) is not { } session)
            return false;
        _session = session;
        session.Rekey();
        Spend();
        var envelope = new CommandEnvelope(Opcode.GetStatus, session.TakeCommandId(), CommandEnvelope.AnyRevision, null, default);
        if (await TryExchangeAsync(session.Seal(envelope), envelope.CommandId, cancellation).ConfigureAwait(false) is { IsOk: true })
        {
            IsResumed = true;
            return true;
        }
        session.Dispose();
        _session = null;
        return false;
    }

    private async Task HandshakeAsync(CancellationToken cancellation)
    {
        using var key = _file.Key();
        using var handshake = ClientHandshake.ForSession(_file.Bond, key, _entropy);
        var (session, restricted) = await HandshakeAsync(_stream, handshake, _buffer, _time, _entropy, cancellation).ConfigureAwait(false);
        _session = session;
        IsRestricted = restricted;
        _file.Keep(session);
        _left = ClientFile.Reserve;
    }

    /// <summary>HELLO to CONFIRM; tries again, a little apart, when the device says so or is silent.</summary>
    internal static async Task<(ClientSession Session, bool Restricted)> HandshakeAsync(
        NetworkStream stream, ClientHandshake handshake, byte[] buffer, TimeProvider time, ILinkEntropy entropy,
        CancellationToken cancellation)
    {
        var why = "the device does not answer a handshake; it may not know this bond";
        var spread = new byte[1];
        for (var attempt = 0; attempt < HandshakeAttempts; attempt++)
        {
            // Up to a quarter of a second at random: clients that lost a challenge at once must not come back at once.
            entropy.Fill(spread);
            if (attempt > 0)
                await Task.Delay(TimeSpan.FromMilliseconds(spread[0]), time, cancellation).ConfigureAwait(false);
            await stream.WriteAsync(handshake.Hello, cancellation).ConfigureAwait(false);
            PreAuthenticationReason? reason = null;
            byte[]? first = null;
            ClientSession? session = null;
            if (await FindAsync(record => (reason = ClientHandshake.ReasonOf(record.Span)) is not null
                || (first = handshake.OnChallenge(record.Span)) is not null).ConfigureAwait(false) && first is not null)
            {
                await stream.WriteAsync(first, cancellation).ConfigureAwait(false);
                await FindAsync(record => (reason = ClientHandshake.ReasonOf(record.Span)) is not null
                    || (session = handshake.OnHandshake2(record.Span)) is not null).ConfigureAwait(false);
            }

            if (reason is { } given)
            {
                why = Explain(given);
                if (given != PreAuthenticationReason.TryLater)
                    break;
                await Task.Delay(AnswerLimit, time, cancellation).ConfigureAwait(false);
            }

            if (session is null)
                continue;
            await stream.WriteAsync(session.Confirm(), cancellation).ConfigureAwait(false);
            var restricted = false;
            if (await FindAsync(record =>
                {
                    var confirmed = session.TryOpen(record.Span, out var reply) && reply.IsOk && reply.Body.Length >= 2;
                    restricted = confirmed && reply!.Body.Span[1] != 0;
                    return confirmed;
                }).ConfigureAwait(false))
                return (session, restricted);
            session.Dispose();
        }

        throw new LinkException($"No session: {why}.");

        // Answers that came too late for an earlier question still lie in the stream; taking one for the next answer would put every later
        // one off by one.
        async Task<bool> FindAsync(Func<ReadOnlyMemory<byte>, bool> isWanted)
        {
            for (var read = 0; read < LateAnswers; read++)
            {
                if (await ReadAsync(stream, buffer, time, cancellation).ConfigureAwait(false) is not { } record)
                    return false;
                if (isWanted(record))
                    return true;
            }

            return false;
        }
    }

    /// <summary>Reads one record; null when none comes in a second or the stream ended.</summary>
    internal static async Task<ReadOnlyMemory<byte>?> ReadAsync(NetworkStream stream, byte[] buffer, TimeProvider time,
        CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(AnswerLimit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            var length = await RecordStream.ReadAsync(stream, buffer, both.Token).ConfigureAwait(false);
            return length == 0 ? null : buffer.AsMemory(0, length);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private async Task<ReplyEnvelope?> TryExchangeAsync(byte[] record, ulong commandId, CancellationToken cancellation)
    {
        try
        {
            await _stream.WriteAsync(record, cancellation).ConfigureAwait(false);
        }
        catch (IOException)
        {
            await _stream.DisposeAsync().ConfigureAwait(false);
            _stream = await ConnectAsync(_address, cancellation).ConfigureAwait(false);
            return null;
        }
        // Answers to earlier attempts may come first; they are few.
        for (var answer = 0; answer <= Attempts; answer++)
        {
            if (await ReadAsync(_stream, _buffer, _time, cancellation).ConfigureAwait(false) is not { } read)
                return null;
            if (_session!.TryOpen(read.Span, out var reply) && reply.CommandId == commandId)
                return reply;
            if (_session.TryOpenClose(read.Span, out _))
                return null;
        }
        return null;
    }

    private static string Explain(PreAuthenticationReason reason) => reason switch
    {
        PreAuthenticationReason.NoCommonSuite => "the device and this program have no cipher suite in common",
        PreAuthenticationReason.TryLater =>
            "the device allows no further handshake just now; try again in two minutes, or use the magnet to stop",
        PreAuthenticationReason.WindowClosed => "the pairing window is closed; hold the magnet for five seconds",
        _ => "the device refuses",
    };
}
