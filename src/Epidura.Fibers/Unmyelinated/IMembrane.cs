using System.Runtime.Intrinsics;

namespace Epidura.Fibers.Unmyelinated;

/// <summary>Kinetics of a membrane on eight lanes; a kernel generic over it inlines them.</summary>
/// <remarks>Currents are linear in the potential at fixed gates, so an implicit step is one linear system.</remarks>
internal interface IMembrane
{
    /// <summary>Name in the membrane column of data/fibres/unmyelinated.csv.</summary>
    static abstract string Name { get; }

    /// <summary>Gates of one compartment.</summary>
    static abstract int Gates { get; }

    /// <summary>Numbers of one lane that <see cref="Lower"/> writes.</summary>
    static abstract int Constants { get; }

    /// <summary>Deviation under which nothing can still fire, V, and for how long it must last, s at a rate factor of 1.</summary>
    static abstract (double Deviation, double Time) Quiet { get; }

    /// <summary>Writes a lane's constants.</summary>
    /// <param name="row">The model.</param>
    /// <param name="area">Membrane of one compartment, m².</param>
    /// <param name="decay">Minus the rate factor times the step in ms.</param>
    /// <param name="constants">Overwritten.</param>
    static abstract void Lower(UnmyelinatedRow row, double area, double decay, Span<double> constants);

    /// <summary>Conductance, S, and the current that flows inwards at the resting potential, A, at the present gates.</summary>
    /// <param name="gates">First gate; bundles of eight lanes.</param>
    /// <param name="constants">First constant; bundles of eight lanes.</param>
    static abstract (Vector512<double> Conductance, Vector512<double> Current) Currents(ref double gates, ref double constants);

    /// <summary>Relaxes the gates at a new potential.</summary>
    /// <param name="deviation">From rest, V.</param>
    /// <param name="gates">First gate; overwritten.</param>
    /// <param name="constants">First constant.</param>
    static abstract void Advance(Vector512<double> deviation, ref double gates, ref double constants);
}
