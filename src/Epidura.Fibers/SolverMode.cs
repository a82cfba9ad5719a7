namespace Epidura.Fibers;

/// <summary>Arithmetic and time stepping of the cable. Every threshold says which one it came from.</summary>
/// <remarks>Errors and costs: docs/science/solver-modes.md.</remarks>
public enum SolverMode
{
    /// <summary>Backward Euler in 64 bits, as NEURON and pyfibers step: for comparison at equal steps. First order in the step.</summary>
    Neuron,

    /// <summary>The same steps in 32 bits, sixteen fibres at once: for maps and whole populations.</summary>
    Fast,

    /// <summary>Second order in the step, 64 bits: for what the equations say, whatever the step.</summary>
    Reference,
}
