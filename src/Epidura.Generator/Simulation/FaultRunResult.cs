namespace Epidura.Generator.Simulation;

/// <summary>What one seed of the fault campaign gave.</summary>
/// <param name="Seed">It reproduces everything.</param>
/// <param name="Enabled">Kinds of faults that were on.</param>
/// <param name="Hours">Simulated hours.</param>
/// <param name="Pulses">Delivered.</param>
/// <param name="Commands">Asked.</param>
/// <param name="TraceHash">Over pulses, answers and registers.</param>
/// <param name="Faults">How often each kind was injected.</param>
/// <param name="Visited">Pairs of state and event, state × events + event.</param>
/// <param name="Devices">Devices used up: memory that failed, a battery that was spent.</param>
/// <param name="Violations">Broken invariants, with the time; must be empty.</param>
public sealed record FaultRunResult(
    int Seed,
    uint Enabled,
    long Hours,
    long Pulses,
    long Commands,
    ulong TraceHash,
    IReadOnlyList<long> Faults,
    IReadOnlyList<bool> Visited,
    int Devices,
    IReadOnlyList<string> Violations);
