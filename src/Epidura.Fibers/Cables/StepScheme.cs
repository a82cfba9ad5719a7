namespace Epidura.Fibers.Cables;

/// <summary>How a step uses the implicit solution, and whether a field acts; types, so that the kernel's loops are compiled once for
/// each.</summary>
internal interface IStepScheme
{
    /// <summary>The solution is the middle of the step; its end lies as far again from its start. Otherwise it is the end.</summary>
    static abstract bool IsMidpoint { get; }

    /// <summary>Some lane has a field in the coming step.</summary>
    static abstract bool HasField { get; }
}

/// <summary>Backward Euler: first order.</summary>
internal readonly struct BackwardEuler : IStepScheme
{
    public static bool IsMidpoint => false;

    public static bool HasField => true;
}

/// <summary>Backward Euler between pulses.</summary>
internal readonly struct QuietBackwardEuler : IStepScheme
{
    public static bool IsMidpoint => false;

    public static bool HasField => false;
}

/// <summary>Implicit midpoint rule with gates half a step ahead of the potentials: second order.</summary>
internal readonly struct Midpoint : IStepScheme
{
    public static bool IsMidpoint => true;

    public static bool HasField => true;
}

/// <summary>Implicit midpoint rule between pulses.</summary>
internal readonly struct QuietMidpoint : IStepScheme
{
    public static bool IsMidpoint => true;

    public static bool HasField => false;
}

/// <summary>Where a pass through an internode walks.</summary>
internal interface IDirection
{
    /// <summary>+1 to the right, -1 to the left.</summary>
    static abstract int Sign { get; }
}

/// <summary>From left to right.</summary>
internal readonly struct Rightwards : IDirection
{
    public static int Sign => 1;
}

/// <summary>From right to left.</summary>
internal readonly struct Leftwards : IDirection
{
    public static int Sign => -1;
}
