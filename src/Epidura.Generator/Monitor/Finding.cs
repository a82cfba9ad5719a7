namespace Epidura.Generator.Monitor;

/// <summary>A limit that is broken. Nothing is ever clamped to it.</summary>
/// <param name="Requirement">Number of the invariant, 5 for I-05.</param>
/// <param name="Value">Found, in the unit of the limit profile: nA, ns, aC, aC/µm², µV, mV or per mille.</param>
/// <param name="Limit">Allowed.</param>
/// <param name="Area">0 to 3; -1 for the whole program.</param>
/// <param name="Contact">Index; -1 for none.</param>
public sealed record Finding(int Requirement, long Value, long Limit, int Area = -1, int Contact = -1);

/// <summary>What the monitor says of a program.</summary>
/// <param name="Findings">Empty when the program may run.</param>
/// <param name="Report">Numbers for a person to confirm; null when the structure is wrong.</param>
public sealed record ProgramVerdict(IReadOnlyList<Finding> Findings, Commands.StageReport? Report)
{
    /// <summary>True when nothing is wrong.</summary>
    public bool IsClean => Findings.Count == 0;
}
