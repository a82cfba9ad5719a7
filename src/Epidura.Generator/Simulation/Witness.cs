using Epidura.Generator.Commands;
using Epidura.Generator.Engine;
using Epidura.Generator.Programs;

namespace Epidura.Generator.Simulation;

/// <summary>Knows what was acknowledged and holds the invariants against every pulse run and every state it is shown.</summary>
internal sealed class Witness(GeneratorConfiguration configuration)
{
    private const int ViolationsMax = 20;
    private readonly Dictionary<int, byte[]> _acknowledged = [];
    private readonly List<string> _violations = [];
    private readonly IReadOnlyList<Phase>?[] _checked = new IReadOnlyList<Phase>?[4];
    private (int Program, byte[] Image)? _promised;
    private bool _isMri, _isFault, _isEnded;

    /// <summary>Broken invariants.</summary>
    public IReadOnlyList<string> Violations => _violations;

    public void Promise(int program, byte[] image) => _promised = (program, image);

    public void Doubt(int program) => _acknowledged.Remove(program);

    public void Replaced()
    {
        _acknowledged.Clear();
        (_promised, _isMri, _isFault, _isEnded) = (null, false, false, false);
    }

    /// <summary>After time has passed.</summary>
    public void Look(PulseGenerator device, StepOutputs outputs)
    {
        var state = device.State;
        CheckStill(device);
        foreach (var run in outputs.Pulses)
        {
            if (run.StartNanosecond > state.Time)
                Say(device, "I-24: a pulse in the future");
            if (ReferenceEquals(_checked[run.Area], run.Phases))
                continue;
            CheckPhases(device, run.Phases);
            _checked[run.Area] = run.Phases;
        }

        if (_isEnded && state.State != TherapyState.EndOfService)
            Say(device, "I-37: service goes on after its end");
        _isEnded |= state.State == TherapyState.EndOfService && device.CanWrite;
        Remember(device);
    }

    /// <summary>
    /// A latch that could not be written, because the battery was too low or memory had failed, need not outlive a reset.
    /// </summary>
    private void Remember(PulseGenerator device)
    {
        var latches = device.State.LatchBits;
        var isWritable = device.CanWrite;
        _isFault = latches.HasFlag(Latches.Fault) && (_isFault || isWritable);
        _isMri = latches.HasFlag(Latches.Mri) && (_isMri || isWritable);
    }

    /// <summary>After an answer.</summary>
    public void Heard(PulseGenerator device, Command command, CommandResult result)
    {
        CheckStill(device);
        if (command is Command.Stop && (!result.IsAccepted || StateTable.IsRunning(device.State.State)))
            Say(device, "L-08: a stop did not stop");
        if (command is Command.EnterMri && StateTable.IsRunning(device.State.State))
            Say(device, "I-32: running in MRI mode");
        if (!result.IsAccepted)
        {
            Remember(device);

            // Power went while this was written: it was not acknowledged, but it may be there.
            _isFault &= command is not Command.ClearFault || result.Status != CommandStatus.MemoryFailed;
            _isMri &= command is not Command.ExitMri || result.Status != CommandStatus.MemoryFailed;
            return;
        }

        if (command is Command.Commit && _promised is { } promised)
        {
            _acknowledged[promised.Program] = promised.Image;
            _promised = null;
            if (StateTable.IsRunning(device.State.State))
                Say(device, "I-23: a commit while running");
        }

        if (command is Command.SetPatientWindow window)
            _acknowledged[window.Program] = device.StoredImage(window.Program).ToArray();
        Remember(device);
    }

    /// <summary>After a reset.</summary>
    public void Booted(PulseGenerator device)
    {
        var state = device.State;
        CheckStill(device);
        for (var i = 0; i < state.Areas.Length; i++)
            if (state.AmplitudeNanoampere(i) != 0)
                Say(device, "I-35: an amplitude after a reset");
        if (device.Status().IsMemoryReadOnly)
            return;
        if (_isMri && !state.LatchBits.HasFlag(Latches.Mri) && !state.LatchBits.HasFlag(Latches.Fault))
            Say(device, "I-32: MRI mode lost in a reset");
        if (_isFault && !state.LatchBits.HasFlag(Latches.Fault))
            Say(device, "I-36: a fault lost in a reset");
        foreach (var (program, image) in _acknowledged.ToList())
        {
            var found = device.StoredImage(program).Span;
            var isNew = _promised is { } promised && promised.Program == program && found.SequenceEqual(promised.Image);
            if (found.SequenceEqual(image) || isNew || IsSameButWindow(found, image))
                continue;

            // A device that says its program is damaged has kept its word; what a clinician makes of it is a new beginning.
            if (state.LatchBits.HasFlag(Latches.Fault))
                _acknowledged.Remove(program);
            else
                Say(device, $"P1, P2: program {program} is neither the acknowledged one nor the one in flight");
        }

        if (_promised is { } flight && device.StoredImage(flight.Program).Span.SequenceEqual(flight.Image))
            _acknowledged[flight.Program] = flight.Image;
        _promised = null;
    }

    /// <summary>A window that was in flight when power went.</summary>
    private static bool IsSameButWindow(ReadOnlySpan<byte> found, byte[] image)
    {
        if (ProgramImage.Decode(found) is not { } now || ProgramImage.Decode(image) is not { } before
            || now.Areas.Count != before.Areas.Count)
            return false;
        DeviceArea[] areas =
        [
            .. now.Areas.Zip(before.Areas, (a, b) => a with
            {
                PatientMinMicroampere = b.PatientMinMicroampere,
                PatientMaxMicroampere = b.PatientMaxMicroampere,
                PatientStepMicroampere = b.PatientStepMicroampere,
            }),
        ];
        return ProgramImage.Encode(now with { Areas = areas }).AsSpan().SequenceEqual(image);
    }

    /// <summary>Where nothing may flow nothing flows.</summary>
    private void CheckStill(PulseGenerator device)
    {
        var state = device.State;
        var isRunning = StateTable.IsRunning(state.State);
        if (isRunning && (state.LatchBits & (Latches.Fault | Latches.Mri | Latches.EndOfService | Latches.Shipping | Latches.Magnet)) != 0)
            Say(device, $"I-36: {state.State} with {state.LatchBits}");
        for (var i = 0; i < state.Areas.Length; i++)
        {
            var amplitude = state.AmplitudeNanoampere(i);

            // A flipped register that its complement gives away lets no pulse pass; it is found before the next one.
            if (!isRunning && amplitude != 0 && amplitude == ~state.Areas[i].Complement)
                Say(device, $"I-35: {amplitude} nA in {state.State}");
        }
    }

    /// <summary>Sums in 128 bits over the phases as they were driven.</summary>
    private void CheckPhases(PulseGenerator device, IReadOnlyList<Phase> phases)
    {
        var first = phases[0];
        for (var k = 0; k < first.Currents.Count; k++)
        {
            var (contact, current) = first.Currents[k];
            Int128 net = 0;
            foreach (var phase in phases)
                net += (Int128)phase.Currents[k].Nanoampere * phase.WidthNanosecond;
            if (phases.Count > 1 && net != 0)
                Say(device, "I-08: a pulse that keeps charge");
            if (contact >= configuration.CaseIndex)
                continue;
            var square = configuration.Contacts[contact].SquareMicrometre;
            var charge = Int128.Abs((Int128)current * first.WidthNanosecond);
            if (Math.Abs(current) > 12_700_000)
                Say(device, $"I-01: {current} nA");
            if (charge > 12_700_000_000_000 || charge > (Int128)300_000 * square
                || charge * charge > (Int128)70_794_578_438 * square * 10_000_000)
                Say(device, $"I-05 to I-07: {charge} aC on {square} µm²");
        }

        foreach (var phase in phases)
        {
            Int128 sum = 0, cathodic = 0;
            foreach (var (_, current) in phase.Currents)
            {
                sum += current;
                cathodic -= Math.Min(0, current);
            }

            if (sum != 0)
                Say(device, "I-13: a phase that does not sum to zero");
            if (cathodic > 25_500_000)
                Say(device, "I-02: more than 25.5 mA");
        }
    }

    private void Say(PulseGenerator device, string what)
    {
        if (_violations.Count < ViolationsMax)
            _violations.Add(FormattableString.Invariant($"boot {device.Boot}, {device.TimeNanosecond} ns: {what}"));
    }
}
