using System.Security.Cryptography;
using Epidura.Generator.Commands;
using Epidura.Generator.Engine;
using Epidura.Generator.Programs;

namespace Epidura.Generator.Simulation;

/// <summary>
/// One device, its patient, its programmers and its world under one seed, event by event. After every event the invariants are held against
/// what the device did; <see cref="Witness"/> knows only what was acknowledged.
/// </summary>
public sealed partial class FaultRun
{
    private const long Second = 1_000_000_000;
    private static readonly int Kinds = Enum.GetValues<FaultKind>().Length;
    private readonly Random _random;
    private readonly GeneratorConfiguration _configuration;
    private readonly IReadOnlyList<DeviceProgram> _programs;
    private readonly Witness _witness;
    private readonly long[] _faults = new long[Kinds];
    private readonly bool[] _visited;
    private readonly int _seed;
    private readonly uint _enabled;
    private SimulatedStore _store = new();
    private PulseGenerator _device;
    private TraceHash _trace = new();
    private long _commands, _pulses, _elapsed;
    private ulong _id;
    private int _devices = 1;
    private (CommandContext Context, Command Command)? _last;

    private FaultRun(int seed, GeneratorConfiguration configuration, IReadOnlyList<DeviceProgram> programs)
    {
        _seed = seed;
        _random = new Random(seed);
        _configuration = configuration;
        _programs = programs;
        _enabled = (uint)_random.NextInt64(1L << 32) | (uint)_random.NextInt64(1L << 32) & 0x5555_5555;
        _visited = new bool[Enum.GetValues<TherapyState>().Length * Enum.GetValues<DeviceEvent>().Length];
        _witness = new Witness(configuration);
        PulseGenerator.Format(_store);
        _device = PulseGenerator.Start(configuration, _store, ResetCause.PowerOn);
    }

    /// <summary>Runs one seed.</summary>
    /// <param name="seed">Decides everything.</param>
    /// <param name="hours">Simulated hours.</param>
    /// <param name="configuration">Device.</param>
    /// <param name="programs">Programs its clinicians use; clean ones and others.</param>
    public static FaultRunResult Run(
        int seed, long hours, GeneratorConfiguration configuration, IReadOnlyList<DeviceProgram> programs)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(programs);
        var run = new FaultRun(seed, configuration, programs);
        while (run._elapsed < hours * 3600 * Second)
            run.Next();
        return new FaultRunResult(
            seed, run._enabled, hours, run._pulses, run._commands, run._trace.Value, run._faults, run._visited, run._devices,
            run._witness.Violations);
    }

    private void Next()
    {
        // Mostly minutes, sometimes milliseconds, so that events meet ramps, pulses and each other.
        var wait = _random.Next(3) switch
        {
            0 => _random.NextInt64(20 * Second),
            1 => _random.NextInt64(Second / 2),
            _ => _random.NextInt64(600 * Second),
        };
        Pass(wait, Input.None);
        if (_random.Next(3) == 0)
        {
            var kind = _random.Next(Kinds);
            if ((_enabled & (1u << kind)) != 0)
            {
                _faults[kind]++;
                Inject((FaultKind)kind);
            }
        }
        else
            Live();
        if (_store.IsCut)
            PowerLoss(ResetCause.BrownOut);
        if (_device.IsResetRequested)
            Restart(ResetCause.Watchdog);
    }

    /// <summary>Lets time pass and looks at everything the device did.</summary>
    private void Pass(long nanosecond, Input input)
    {
        var outputs = _device.Advance(nanosecond, input);
        _elapsed += nanosecond;
        foreach (var run in outputs.Pulses)
        {
            _pulses += run.Count;
            _trace.Add(run);
        }

        See(outputs.Happened);
        _trace.Add(unchecked((long)_device.State.Hash()));
        _witness.Look(_device, outputs);
    }

    private void See(IReadOnlyList<Happened> happened)
    {
        foreach (var (state, happening, _) in happened)
            _visited[((int)state * Enum.GetValues<DeviceEvent>().Length) + (int)happening] = true;
    }

    private void Tell(Input input) => Pass(0, input);

    private CommandResult Ask(Command command, int bond = 0, Role role = Role.Clinician) =>
        Send(new CommandContext(bond, role, ++_id, _device.State.RevisionNumber, _device.TimeNanosecond), command);

    private CommandResult Send(CommandContext context, Command command)
    {
        _commands++;
        var before = _device.State.State;
        var happening = EventOf(command);
        if (happening is { } known)
            _visited[((int)before * Enum.GetValues<DeviceEvent>().Length) + (int)known] = true;
        var isAgain = _device.Recall(context.Bond, context.CommandId) is not null;
        var result = _device.Execute(context, command);
        _last = (context, command);
        _trace.Add((long)result.Status);
        _trace.Add(result.Revision);
        if (!isAgain)
            _witness.Heard(_device, command, result);
        return result;
    }

    /// <summary>Event that a command looks up; null where that depends on the direction.</summary>
    private static DeviceEvent? EventOf(Command command) => command switch
    {
        Command.Start => DeviceEvent.Start,
        Command.Stop => DeviceEvent.Stop,
        Command.SelectProgram => DeviceEvent.Select,
        Command.StageBegin => DeviceEvent.Stage,
        Command.Commit => DeviceEvent.Commit,
        Command.SetPatientWindow => DeviceEvent.Window,
        Command.TestStart => DeviceEvent.TestStart,
        Command.EnterMri => DeviceEvent.EnterMri,
        Command.ExitMri => DeviceEvent.ExitMri,
        Command.ClearFault => DeviceEvent.ClearFault,
        Command.MeasureImpedance => DeviceEvent.MeasureImpedance,
        Command.SetClock or Command.SetAutoResume => DeviceEvent.Configure,
        Command.EnterShipping => DeviceEvent.EnterShipping,
        Command.LeaveShipping => DeviceEvent.LeaveShipping,
        Command.AdjustAmplitude { DeltaMicroampere: >= 0 } => DeviceEvent.Increase,
        Command.AdjustAmplitude => DeviceEvent.Decrease,
        _ => null,
    };

    private CommandResult Stage(DeviceProgram program, int place, Func<byte[], byte[]>? change = null, bool commit = true)
    {
        var image = ProgramImage.Encode(program) ?? [0];
        var hash = SHA256.HashData(image);
        var sent = change?.Invoke(image) ?? image;
        Ask(new Command.MeasureImpedance());
        Ask(new Command.StageBegin(place, image.Length, hash));
        for (var at = 0; at < sent.Length; at += 256)
            Ask(new Command.StageWrite(at, sent.AsMemory(at, Math.Min(256, sent.Length - at))));
        var result = Ask(new Command.StageValidate());
        if (commit)
            _witness.Promise(place, image);
        return result.IsAccepted && commit ? Ask(new Command.Commit(hash)) : result;
    }

    private void Restart(ResetCause cause)
    {
        _device = PulseGenerator.Start(_configuration, _store, cause);
        _last = null;
        _witness.Booted(_device);
        if (_device.Status().IsMemoryReadOnly || _device.State.State == TherapyState.EndOfService && _random.Next(20) == 0)
            Replace();
    }

    private void PowerLoss(ResetCause cause)
    {
        _store.Restore(_random);
        Restart(cause);
    }

    /// <summary>Explanted: the next device.</summary>
    private void Replace()
    {
        _devices++;
        _store = new SimulatedStore();
        PulseGenerator.Format(_store);
        _device = PulseGenerator.Start(_configuration, _store, ResetCause.PowerOn);
        _witness.Replaced();
    }
}
