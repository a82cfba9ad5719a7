using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using Epidura.Generator.Engine;
using Epidura.Generator.Link;

namespace Epidura.Generator.Host.Serving;

/// <summary>What a server tells its surroundings.</summary>
/// <param name="State">State of the device.</param>
/// <param name="PairingCode">Six digits to compare; null when nobody pairs.</param>
/// <param name="Reason">State in a sentence.</param>
public sealed record DeviceNews(TherapyState State, int? PairingCode, string Reason);

/// <summary>How a device is served.</summary>
/// <param name="Speed">Device seconds per second, 1 or more; null for as fast as the machine computes while no client is connected, and
/// real time while one is.</param>
/// <param name="Ohm">True impedances at the start, the case last; null for 800 everywhere.</param>
public sealed record ServingOptions(int? Speed = 1, IReadOnlyList<int>? Ohm = null);

/// <summary>Runs one device in real time behind sockets. One loop owns the device; readers only hand it records.</summary>
public sealed class DeviceServer : IAsyncDisposable
{
    /// <summary>Name of the socket in the folder that takes lines of <see cref="World"/>.</summary>
    public const string WorldSocket = "world.sock";

    private const int QueueMax = 64;
    private const long Millisecond = 1_000_000;
    private const long Second = 1000 * Millisecond;
    private const long LeapMax = 3600 * Second;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan SendLimit = TimeSpan.FromSeconds(1);

    private readonly DeviceFolder _folder;
    private readonly GeneratorConfiguration _configuration;
    private readonly TimeProvider _time;
    private readonly int? _speed;
    private readonly ILinkEntropy _entropy;
    private readonly Action<DeviceNews>? _news;
    private readonly Channel<Message> _queue = Channel.CreateBounded<Message>(QueueMax);
    private readonly Socket _listener;
    private readonly Socket _world;
    private readonly string _worldPath;
    private readonly Socket?[] _connections = new Socket?[DeviceLink.ConnectionsMax];
    private readonly LinkOutput _output = new();
    private readonly World _body;
    private LinkedGenerator _device;
    private DeviceNews? _last;
    private long _at;
    private long _leap = 10 * Millisecond;
    private long _nextUsage = 60 * Second;

    /// <summary>Opens the sockets; <see cref="RunAsync"/> serves them.</summary>
    /// <param name="folder">Memory; not disposed here.</param>
    /// <param name="configuration">Contacts and device.</param>
    /// <param name="address">Where clients connect.</param>
    /// <param name="serving">Speed and the leads' impedances.</param>
    /// <param name="time">Clock.</param>
    /// <param name="entropy">Source of challenges, session ids and ephemeral keys.</param>
    /// <param name="news">Called when state, pairing code or reason change; null for nobody.</param>
    public DeviceServer(
        DeviceFolder folder, GeneratorConfiguration configuration, LinkAddress address, ServingOptions serving, TimeProvider time,
        ILinkEntropy entropy, Action<DeviceNews>? news)
    {
        ArgumentNullException.ThrowIfNull(serving);
        ArgumentOutOfRangeException.ThrowIfLessThan(serving.Speed ?? 1, 1);
        (_folder, _speed, _time, _entropy, _news) = (folder, serving.Speed, time, entropy, news);
        _configuration = configuration with { MakerKey = folder.MakerKey };
        _body = new World(configuration, serving.Ohm);
        _device = Start(ResetCause.PowerOn);
        _worldPath = Path.Combine(folder.Path, WorldSocket);
        _listener = Listen(address);
        _world = Listen(LinkAddress.Parse("unix:" + _worldPath)
            ?? throw new IOException($"The path {_worldPath} is longer than the {LinkAddress.PathMax} bytes of a socket's name."));
    }

    /// <summary>Serves until cancelled. Records and time reach the device in one loop.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task[] sources = [AcceptAsync(ending.Token), AcceptWorldAsync(ending.Token), TickAsync(ending.Token)];
        _at = _time.GetTimestamp();
        try
        {
            await foreach (var message in _queue.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
                await HandleAsync(message, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The usual end.
        }
        finally
        {
            _device.Device.SaveUsage();
            await ending.CancelAsync().ConfigureAwait(false);
            _queue.Writer.TryComplete();
            await Task.WhenAll(sources).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _listener.Dispose();
        _world.Dispose();
        foreach (var connection in _connections)
            connection?.Dispose();
        File.Delete(_worldPath);
        _device.Dispose();
        return ValueTask.CompletedTask;
    }

    private LinkedGenerator Start(ResetCause cause)
    {
        _folder.Reload();
        var device = PulseGenerator.Start(_configuration, _folder.Store, cause, _folder.Software);
        device.Advance(0, _body.Impedances());
        _nextUsage = 60 * Second;
        return new LinkedGenerator(device, _folder.Link, _entropy, _folder.Store);
    }

    private const int Backlog = 64;

    private static Socket Listen(LinkAddress address)
    {
        if (address.Path is not null && File.Exists(address.Path))
            RemoveStale(address);
        var socket = address.CreateSocket();
        try
        {
            socket.Bind(address.EndPoint);
        }
        catch (SocketException exception)
        {
            socket.Dispose();
            throw new IOException($"Cannot listen at {address}: {exception.Message}.", exception);
        }
        if (address.Path is not null && !OperatingSystem.IsWindows())
            File.SetUnixFileMode(address.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        socket.Listen(Backlog);
        return socket;
    }

    /// <summary>A socket file that a killed process left is removed; one that answers, or another kind of file, is not.</summary>
    private static void RemoveStale(LinkAddress address)
    {
        using var probe = address.CreateSocket();
        try
        {
            probe.Connect(address.EndPoint);
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionRefused)
        {
            File.Delete(address.Path!);
            return;
        }
        catch (SocketException exception)
        {
            throw new IOException($"{address.Path} exists and is not a socket of ours: {exception.Message}.", exception);
        }
        throw new IOException($"Another device listens at {address}.");
    }

    private async Task HandleAsync(Message message, CancellationToken cancellation)
    {
        _output.Clear();
        _device.Advance(Elapsed(), message.Input ?? Input.None, _output);
        if (message.IsGone)
            _device.Link.Disconnect(message.Connection);
        else if (message.Record is { } record)
            _device.Receive(message.Connection, record, _output);
        await SendAsync(cancellation).ConfigureAwait(false);
        if (_device.Device.IsResetRequested || _device.IsRestartRequested)
        {
            var cause = _device.Device.IsResetRequested ? ResetCause.Watchdog
                : _device.Device.IsUpdateActivated ? ResetCause.Update
                : ResetCause.Other;
            _device.Dispose();
            _device = Start(cause);
        }
        KeepUsage();
        Tell();
    }

    /// <summary>Device time since the last message. At full speed it leaps, in leaps that take a few milliseconds to compute.</summary>
    private long Elapsed()
    {
        var now = _time.GetTimestamp();
        var elapsed = (long)_time.GetElapsedTime(_at, now).TotalNanoseconds;
        _at = now;
        if (_speed is { } speed)
            return elapsed * speed;
        if (Array.Exists(_connections, connection => connection is not null))
            return elapsed;
        // Between two ticks lie 10 ms; what is above them was spent on computing the last leap.
        _leap = elapsed > 15 * Millisecond ? Math.Max(10 * Millisecond, _leap / 2) : Math.Min(LeapMax, _leap * 2);
        return Math.Max(elapsed, _leap);
    }

    /// <summary>Delivered time is kept once a minute, so that a killed process loses less than one.</summary>
    private void KeepUsage()
    {
        if (_device.Device.TimeNanosecond < _nextUsage)
            return;
        _nextUsage = _device.Device.TimeNanosecond + (60 * Second);
        _device.Device.SaveUsage();
    }

    private void Tell()
    {
        var status = _device.Device.Status();
        var news = new DeviceNews(status.State, _device.Link.PairingCode, status.Reason);
        if (news == _last)
            return;
        _last = news;
        _news?.Invoke(news);
    }

    private async Task SendAsync(CancellationToken cancellation)
    {
        for (var index = 0; index < _output.Count; index++)
        {
            var connection = _output.Connection(index);
            if (_connections[connection] is not { } socket)
                continue;
            try
            {
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
                limit.CancelAfter(SendLimit);
                await socket.SendAsync(_output.Record(index).ToArray(), SocketFlags.None, limit.Token).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException or OperationCanceledException)
            {
                // A peer that does not take its answers is cut off; its session stays.
                socket.Dispose();
            }
        }
    }

    private async Task TickAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Tick, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false))
                _queue.Writer.TryWrite(default);
        }
        catch (OperationCanceledException)
        {
            // The usual end.
        }
    }

    private async Task AcceptAsync(CancellationToken cancellation)
    {
        var readers = new List<Task>();
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptAsync(cancellation).ConfigureAwait(false);
                var place = Array.IndexOf(_connections, null);
                if (place < 0)
                {
                    socket.Dispose();
                    continue;
                }
                _connections[place] = socket;
                readers.RemoveAll(reader => reader.IsCompleted);
                readers.Add(ReadAsync(socket, place, cancellation));
            }
        }
        catch (OperationCanceledException)
        {
            // The usual end.
        }
        await Task.WhenAll(readers).ConfigureAwait(false);
    }

    private async Task ReadAsync(Socket socket, int place, CancellationToken cancellation)
    {
        var buffer = new byte[LinkFormat.RecordMax];
        using var stream = new NetworkStream(socket, ownsSocket: true);
        try
        {
            while (await RecordStream.ReadAsync(stream, buffer, cancellation).ConfigureAwait(false) is > 0 and var length)
                await _queue.Writer.WriteAsync(new Message(place, buffer[..length], false, null), cancellation).ConfigureAwait(false);
            await _queue.Writer.WriteAsync(new Message(place, null, true, null), cancellation).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException
            or ChannelClosedException)
        {
            // The peer is gone, or the server ends.
        }
        _connections[place] = null;
    }

    private async Task AcceptWorldAsync(CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                using var socket = await _world.AcceptAsync(cancellation).ConfigureAwait(false);
                var buffer = new byte[256];
                var length = await socket.ReceiveAsync(buffer, SocketFlags.None, cancellation).ConfigureAwait(false);
                var input = _body.Read(Encoding.ASCII.GetString(buffer, 0, length).Trim());
                if (input is not null)
                    await _queue.Writer.WriteAsync(new Message(0, null, false, input), cancellation).ConfigureAwait(false);
                var answer = input is null ? "allowed: " + World.Usage : "done";
                await socket.SendAsync(Encoding.ASCII.GetBytes(answer), SocketFlags.None, cancellation).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ChannelClosedException)
        {
            // The usual end.
        }
    }

    private readonly record struct Message(int Connection, byte[]? Record, bool IsGone, Input? Input);
}
