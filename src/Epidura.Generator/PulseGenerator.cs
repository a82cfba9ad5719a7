using Epidura.Generator.Commands;
using Epidura.Generator.Engine;
using Epidura.Generator.Leads;
using Epidura.Generator.Memory;
using Epidura.Generator.Software;

namespace Epidura.Generator;

/// <summary>Why a device starts.</summary>
public enum ResetCause
{
    /// <summary>Power was off, or the host process was started.</summary>
    PowerOn,

    /// <summary>A watchdog.</summary>
    Watchdog,

    /// <summary>The battery sagged.</summary>
    BrownOut,

    /// <summary>Anything else.</summary>
    Other,

    /// <summary>An update of the software was activated. It counts as no reset.</summary>
    Update,
}

/// <summary>
/// A whole device: the machine and its memory. Deterministic: the same calls give the same pulses, answers and bytes. It is told the time
/// and
/// the world by <see cref="Advance"/> and asked by <see cref="Execute"/>; nothing is acknowledged before it is durable. Not thread-safe.
/// </summary>
/// <remarks>docs/science/generator.md. Checked by PulseGeneratorTests and CrashTests.</remarks>
public sealed partial class PulseGenerator
{
    private const long StableNanosecond = 10 * Machine.Minute, Hour = 60 * Machine.Minute;
    private const byte ResetsMax = 3;
    private readonly Dictionary<(int Bond, ulong CommandId), CommandResult> _refused = [];
    private readonly GeneratorConfiguration _configuration;
    private readonly Machine _machine;
    private readonly BatteryNumbers _battery;
    private readonly DeviceMemory _memory;
    private readonly SoftwareBanks _banks;
    private List<ImpedanceRecord>? _impedances;
    private DurableState _durable;
    private uint _usageSequence;
    private long _nextUsage = Hour;

    private PulseGenerator(GeneratorConfiguration configuration, Machine machine, DeviceMemory memory, SoftwareBanks banks)
    {
        _banks = banks;
        _configuration = configuration;
        _machine = machine;
        _memory = memory;
        _battery = BatteryNumbers.From(configuration.Device);
        _durable = memory.Durable;
        State = machine.Initial();
    }

    /// <summary>Registers of the machine.</summary>
    public GeneratorState State { get; private set; }

    /// <summary>What is fixed for this device.</summary>
    public GeneratorConfiguration Configuration => _configuration;

    /// <summary>Device time since the start, ns.</summary>
    public long TimeNanosecond => State.Time;

    /// <summary>True when a watchdog wants the device to be reset: the host boots it anew with <see cref="ResetCause.Watchdog"/>.</summary>
    public bool IsResetRequested { get; private set; }

    /// <summary>True while the battery and the medium allow a write.</summary>
    public bool CanWrite => _memory.Damage is null && State.Millivolt >= _battery.WriteMillivolt;

    /// <summary>Number of starts.</summary>
    public uint Boot => State.BootNumber;

    /// <summary>Lines of the log of earlier starts and of this one.</summary>
    public IReadOnlyList<LogEntry> Log => _memory.ReadLog();

    /// <summary>ns delivered per program; test stimulation last.</summary>
    public IReadOnlyList<long> DeliveredNanosecond => State.Delivered;

    /// <summary>ns per 0.5 mA of the strongest area.</summary>
    public IReadOnlyList<long> AmplitudeHistogramNanosecond => State.Histogram;

    /// <summary>Measurements of impedance that are kept, oldest first; over starts too.</summary>
    public IReadOnlyList<ImpedanceRecord> Impedances => _impedances ??= _memory.ReadImpedances();

    /// <summary>Last measured impedances, ohm, the case last; null before the first measurement.</summary>
    public IReadOnlyList<int>? MeasuredOhm => State.MeasuredOhm;

    /// <summary>Makes blank memory that of a device from the factory. Everything on it is lost.</summary>
    /// <returns>False when the medium failed.</returns>
    public static bool Format(IBlockStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        return DeviceMemory.Format(store);
    }

    /// <summary>Starts a device: amplitude zero, modes and faults as they were, programs checked as if they came from outside.</summary>
    /// <param name="configuration">What is fixed.</param>
    /// <param name="store">Memory; damage leaves the device in fault with telemetry alive, and nothing is overwritten.</param>
    /// <param name="cause">Why it starts.</param>
    /// <param name="software">Banks of the software, <see cref="SoftwareMap.Size"/> bytes; null for a device that takes no update.</param>
    public static PulseGenerator Start(
        GeneratorConfiguration configuration, IBlockStore store, ResetCause cause, IBlockStore? software = null) =>
        Start(configuration, store, cause, new Machine(configuration), software);

    internal static PulseGenerator Start(
        GeneratorConfiguration configuration, IBlockStore store, ResetCause cause, Machine machine, IBlockStore? software = null)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(store);
        var banks = SoftwareBanks.Open(software, configuration.MakerKey, configuration.Hardware);
        var device = new PulseGenerator(configuration, machine, DeviceMemory.Open(store), banks);
        device.Load(cause);
        return device;
    }

    /// <summary>Lets time pass and then tells the device what happened.</summary>
    /// <param name="elapsedNanosecond">At least 0.</param>
    /// <param name="input">World; <see cref="Input.None"/> for only time. Commands go through <see cref="Execute"/>.</param>
    /// <returns>Pulses, log and events of that time.</returns>
    public StepOutputs Advance(long elapsedNanosecond, Input input)
    {
        var (state, outputs) = _machine.Step(State, input, elapsedNanosecond);
        State = state;
        Follow(outputs);
        return outputs;
    }

    /// <summary>
    /// Lets the device answer a command now. A command id that was answered before gets the same answer and acts no second time.
    /// </summary>
    public CommandResult Execute(CommandContext context, Command command)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(command);
        var isKept = command is not (Command.Heartbeat or Command.StageWrite or Command.UpdateWrite);
        if (isKept && Recall(context.Bond, context.CommandId) is { } before)
            return before;
        if (NeedsMemory(command) && State.Millivolt < _battery.WriteMillivolt)
            return new CommandResult(CommandStatus.BatteryLow, 25, State.Millivolt, _battery.WriteMillivolt, State.RevisionNumber, default);
        if (command is Command.ClearFault && _memory.Damage is not null)
            return new CommandResult(CommandStatus.MemoryFailed, 39, 0, 0, State.RevisionNumber, default);
        var (state, outputs) = _machine.Step(State, new Input.Ask(context, command), 0);
        var previous = State;
        State = state;
        var result = outputs.Result!;
        if (!StoreSoftware(outputs))
            return GiveUpSoftware(previous);
        if (!Store(outputs, previous) || !Mend(command, result) || !KeepMeasurement(command, result)
            || !Keep(context, command, isKept, result))
            return GiveUp(previous, command, result);
        Flush(outputs);
        IsUpdateActivated |= !outputs.UpdateToActivate.IsEmpty;
        return result;
    }

    /// <summary>Keeps a measurement before it is acknowledged; without the battery for a write it is not in the history.</summary>
    private bool KeepMeasurement(Command command, CommandResult result)
    {
        if (command is not Command.MeasureImpedance || !result.IsAccepted || !CanWrite)
            return true;
        var wall = State.IsClockValid ? (State.Time / 1_000_000) + State.WallOffsetMilliseconds : -1;
        var record = new ImpedanceRecord(
            Impedances.Count == 0 ? 1 : Impedances[^1].Sequence + 1, State.BootNumber, State.Time / 1_000_000, wall, [.. State.Ohm],
            State.Bridge?.First ?? -1, State.Bridge?.Second ?? -1, State.Bridge?.Ohm ?? 0);
        if (!_memory.Append(record))
            return false;
        _impedances!.Add(record);
        if (_impedances.Count > MemoryMap.ImpedanceRecords)
            _impedances.RemoveAt(0);
        return true;
    }

    /// <summary>The answer a command got before; null when it is new.</summary>
    public CommandResult? Recall(int bond, ulong commandId) =>
        bond < 0 ? null : _memory.Find(bond, commandId) ?? _refused.GetValueOrDefault((bond, commandId));

    /// <summary>Bytes of a stored program; empty when there is none.</summary>
    public ReadOnlyMemory<byte> StoredImage(int program) =>
        program >= 0 && program < State.Stored.Length && State.Stored[program] is { } stored ? stored.Image : default;

    /// <summary>Reserves numbers that are never given twice, over losses of power too: the link's counters.</summary>
    /// <param name="count">1 to 64.</param>
    /// <returns>First of them; null when memory cannot be written.</returns>
    public uint? ReserveCounters(int count)
    {
        if (count is < 1 or > 64)
            throw new ArgumentOutOfRangeException(nameof(count), count, "1 to 64 counters are reserved at a time.");
        var first = _durable.Counter;
        return State.Millivolt >= _battery.WriteMillivolt && Save(_durable with { Counter = first + (uint)count }) ? first : null;
    }

    /// <summary>Adds a line of the link to the log.</summary>
    public void Note(ushort code, long value)
    {
        var outputs = new StepOutputs();
        var state = State.Copy();
        Machine.Log(state, outputs, LogKind.Link, code, 0, value);
        State = state;
        Flush(outputs);
    }

    /// <summary>Adds a command to the log that the link refused because of an invariant.</summary>
    /// <param name="command">Its number, <see cref="Machine.CommandCode"/>.</param>
    /// <param name="requirement">Number of the invariant.</param>
    /// <param name="status">Why.</param>
    public void NoteRefused(ushort command, int requirement, CommandStatus status)
    {
        var outputs = new StepOutputs();
        var state = State.Copy();
        Machine.Log(state, outputs, LogKind.CommandRefused, command, requirement, (long)status);
        State = state;
        Flush(outputs);
    }

    /// <summary>Erases damaged memory; only a clinician may ask for it. The device starts from the factory state, in fault.</summary>
    /// <returns>False when memory is not damaged or cannot be written.</returns>
    public bool EraseDamagedMemory(IBlockStore store) => _memory.Damage is not null && Format(store);

    /// <summary>Everything a client may show.</summary>
    public DeviceStatus Status()
    {
        var state = State;
        ushort stored = 0;
        for (var i = 0; i < state.Stored.Length; i++)
            stored |= state.Stored[i] is null ? (ushort)0 : (ushort)(1 << i);
        var areas = new AreaStatus[state.Areas.Length];
        for (var i = 0; i < areas.Length; i++)
        {
            var program = state.Running!.Program.Areas[i];
            areas[i] = new AreaStatus(
                (int)Math.Clamp(state.Areas[i].Amplitude / 1000, 0, int.MaxValue), (int)Math.Clamp(state.Areas[i].Target / 1000, 0,
                    int.MaxValue),
                program.PatientMinMicroampere, program.PatientMaxMicroampere, program.PatientStepMicroampere);
        }

        return new DeviceStatus(
            state.Time, state.BootNumber, state.State, state.LatchBits, state.IsPaused, state.RevisionNumber, state.Selected, stored, areas,
            state.Millivolt, _machine.ChargePermille(state), state.DeviceMillicelsius, state.IsMagnet, state.PairingUntil > state.Time,
            state.IsClockValid, state.IsOutOfRegulation, state.IsBatteryLow || state.IsOutOfRegulation || state.IsJump, state.FaultEvent,
            state.FaultRequirement, state.FaultValue, state.FaultLimit, _memory.Damage is not null, Reason(state));
    }

    private string Reason(GeneratorState state) =>
        _memory.Damage is { } damage ? $"{state.State}: {damage}"
        : state.FaultEvent is { } fault && state.State == TherapyState.Fault
            ? FormattableString.Invariant($"Fault: {fault}, I-{state.FaultRequirement:00}, {state.FaultValue} against {state.FaultLimit}")
        : state.IsPaused ? "On, in a pause"
        : state.State.ToString();

    /// <summary>Makes the outside follow a step that no command caused.</summary>
    private void Follow(StepOutputs outputs)
    {
        IsResetRequested |= outputs.IsResetRequested;
        if (outputs.IsScrubDue)
            Scrub(outputs);
        if (_durable.Resets > 0 && State.Time >= StableNanosecond)
            _durable = _durable with { Resets = 0 };
        var isWritable = State.Millivolt >= _battery.WriteMillivolt;
        if (isWritable && Current() != _memory.Durable && !Save(Current()))
            BreakMemory(outputs);
        Flush(outputs);
    }

    /// <summary>Log and usage counters, when the battery allows a write, I-25.</summary>
    private void Flush(StepOutputs outputs)
    {
        IsResetRequested |= outputs.IsResetRequested;
        if (State.Millivolt < _battery.WriteMillivolt)
            return;
        foreach (var entry in outputs.Log)
            _memory.Append(entry);
        if (State.Time >= _nextUsage)
            SaveUsage();
    }

    /// <summary>Makes delivered time, histogram and used charge durable now; the device does so itself once an hour.</summary>
    public void SaveUsage()
    {
        if (!CanWrite)
            return;
        _nextUsage = State.Time - (State.Time % Hour) + Hour;
        _memory.WriteUsage(++_usageSequence, [.. State.Delivered, .. State.Histogram, State.UsedPicocoulomb, State.UsedAttocoulomb]);
    }

    /// <summary>I-30: the stored copy of the selected program is read and compared once a minute.</summary>
    private void Scrub(StepOutputs outputs)
    {
        if (_memory.Damage is not null || State.Selected < 0 || State.State == TherapyState.Fault)
            return;
        var (condition, stored, _, _) = _memory.Read(State.Selected);
        if (condition == SlotCondition.Failed)
            BreakMemory(outputs);
        else if (stored is null || !stored.Hash.Span.SequenceEqual(State.Stored[State.Selected]!.Hash.Span))
        {
            var state = State.Copy();
            _machine.Fire(state, DeviceEvent.ProgramCorrupt, outputs, 30, State.Selected);
            State = state;
        }
    }

    private void BreakMemory(StepOutputs outputs)
    {
        _memory.Fail("memory could not be written");
        if (State.IsMemoryBroken)
            return;
        var (state, more) = _machine.Step(State, new Input.MemoryFault(IsProgram: false), 0);
        State = state;
        foreach (var happened in more.Happened)
            outputs.Add(happened);
    }
}
