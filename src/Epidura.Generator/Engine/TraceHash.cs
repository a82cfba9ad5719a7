namespace Epidura.Generator.Engine;

/// <summary>FNV-1a over whole numbers: the fingerprint of a trace. It finds a difference; it protects against nobody.</summary>
public struct TraceHash
{
    private ulong _value;

    /// <summary>Starts a hash.</summary>
    public TraceHash() => _value = 14_695_981_039_346_656_037;

    /// <summary>So far.</summary>
    public readonly ulong Value => _value;

    /// <summary>Takes a number in.</summary>
    public void Add(long number)
    {
        unchecked
        {
            var bits = (ulong)number;
            _value = (_value ^ (bits & 0xFFFFFFFF)) * 1_099_511_628_211;
            _value = (_value ^ (bits >> 32)) * 1_099_511_628_211;
        }
    }

    /// <summary>Takes pulses in.</summary>
    public void Add(PulseRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        Add(run.Area);
        Add(run.StartNanosecond);
        Add(run.PeriodNanosecond);
        Add(run.Groups);
        Add(run.PulsesPerGroup);
        foreach (var phase in run.Phases)
        {
            Add(phase.OffsetNanosecond);
            Add(phase.WidthNanosecond);
            foreach (var (contact, current) in phase.Currents)
            {
                Add(contact);
                Add(current);
            }
        }
    }
}
