namespace Epidura.Fibers.Cables;

/// <summary>How a step uses the implicit solution; a type, so that the kernel's loops are compiled once for each.</summary>
internal interface IStepScheme
{
    /// <summary>The solution is the middle of the step; its end lies as far again from its start.</summary>
    static abstract bool IsMidpoint { get; }
}

/// <summary>The solution is the end of the step: first order.</summary>
internal readonly struct BackwardEuler : IStepScheme
{
    public static bool IsMidpoint => false;
}

/// <summary>Implicit midpoint rule with gates half a step ahead of the potentials: second order.</summary>
internal readonly struct Midpoint : IStepScheme
{
    public static bool IsMidpoint => true;
}
