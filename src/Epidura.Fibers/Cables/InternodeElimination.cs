namespace Epidura.Fibers.Cables;

/// <summary>
/// The passive internode eliminated once for a fibre and a time step. Ten compartments with two unknowns each (W: axoplasm, Y: periaxonal
/// space, both against the outside) become two currents into the nodes at its ends.
/// </summary>
/// <remarks>
/// Elimination starts at one end ("near") and walks to the other ("far"); because an internode is its own mirror image the same numbers
/// serve both directions. Position t counts 0..9 from the near end. With x the solution, old the previous one, s the stimulus:
/// c[t] = History[t] old[t] + s source[t] + Before[t] c[t - 1];   x[t] = c[t] + Near[t] W(near node) + After[t] x[t + 1].
/// Derivation: docs/science/cable.md. Checked by CableStepTests against a dense solve.
/// </remarks>
internal sealed class InternodeElimination
{
    private const int Count = CableParameters.Internodal;

    private InternodeElimination(CableParameters cable, double step)
    {
        Matrix inverse = default;
        for (var t = 0; t < Count; t++)
        {
            var leak = (cable.Capacitance[t] / step) + cable.Conductance[t];
            var myelin = (cable.MyelinCapacitance[t] / step) + cable.MyelinConductance[t];
            var axialBefore = cable.AxialConductance[t];
            var axialAfter = cable.AxialConductance[t + 1];
            var gapBefore = cable.PeriaxonalConductance[t];
            var gapAfter = cable.PeriaxonalConductance[t + 1];
            var pivot = new Matrix(leak + axialBefore + axialAfter, -leak, -leak, myelin + leak + gapBefore + gapAfter);
            if (t > 0)
            {
                // Previous compartment: its inverse pivot between the two couplings.
                pivot = new Matrix(
                    pivot.A - (axialBefore * inverse.A * axialBefore),
                    pivot.B - (axialBefore * inverse.B * gapBefore),
                    pivot.C - (gapBefore * inverse.C * axialBefore),
                    pivot.D - (gapBefore * inverse.D * gapBefore));
            }

            inverse = pivot.Inverse();
            var charge = cable.Capacitance[t] / step;
            var history = new Matrix(charge, -charge, -charge, charge + (cable.MyelinCapacitance[t] / step));
            Inverse[t] = inverse;
            History[t] = inverse.Times(history);
            Before[t] = t == 0 ? default : new Matrix(
                inverse.A * axialBefore, inverse.B * gapBefore, inverse.C * axialBefore, inverse.D * gapBefore);
            After[t] = new Matrix(inverse.A * axialAfter, inverse.B * gapAfter, inverse.C * axialAfter, inverse.D * gapAfter);
            Near[t] = t == 0
                ? (inverse.A * axialBefore, inverse.C * axialBefore)
                : Before[t].Times(Near[t - 1]);
        }

        NodeCoupling = cable.AxialConductance[0];
        Current[0] = (NodeCoupling, 0);
        for (var t = 1; t < Count; t++)
        {
            var (axial, gap) = Current[t - 1];
            var after = After[t - 1];
            Current[t] = ((axial * after.A) + (gap * after.C), (axial * after.B) + (gap * after.D));
        }

        var self = NodeCoupling;
        for (var t = 0; t < Count; t++)
            self -= (Current[t].Axial * Near[t].Axial) + (Current[t].Gap * Near[t].Gap);
        SelfConductance = self;
        TransferConductance = (Current[Count - 1].Axial * After[Count - 1].A) + (Current[Count - 1].Gap * After[Count - 1].C);
        FarSelfConductance = NodeCoupling - (NodeCoupling * After[Count - 1].A);
    }

    /// <summary>Inverse of each eliminated pivot, ohm: multiplies a source in amperes.</summary>
    public Matrix[] Inverse { get; } = new Matrix[Count];

    public Matrix[] History { get; } = new Matrix[Count];

    public Matrix[] Before { get; } = new Matrix[Count];

    public Matrix[] After { get; } = new Matrix[Count];

    public (double Axial, double Gap)[] Near { get; } = new (double, double)[Count];

    /// <summary>Current into the near node is the sum of Current[t] · c[t], S.</summary>
    public (double Axial, double Gap)[] Current { get; } = new (double, double)[Count];

    /// <summary>Axoplasm from a node to its MYSA, S.</summary>
    public double NodeCoupling { get; }

    /// <summary>What one internode adds to a node's own conductance, S.</summary>
    public double SelfConductance { get; }

    /// <summary>The same seen from the far end; equal but for rounding.</summary>
    public double FarSelfConductance { get; }

    /// <summary>From node to node through the eliminated internode, S.</summary>
    public double TransferConductance { get; }

    public static InternodeElimination Of(CableParameters cable, double step) => new(cable, step);

    /// <summary>Two by two: rows (A, B) and (C, D).</summary>
    internal readonly record struct Matrix(double A, double B, double C, double D)
    {
        public Matrix Inverse()
        {
            var determinant = (A * D) - (B * C);
            return new Matrix(D / determinant, -B / determinant, -C / determinant, A / determinant);
        }

        public Matrix Times(Matrix o) =>
            new((A * o.A) + (B * o.C), (A * o.B) + (B * o.D), (C * o.A) + (D * o.C), (C * o.B) + (D * o.D));

        public (double Axial, double Gap) Times((double Axial, double Gap) v) =>
            ((A * v.Axial) + (B * v.Gap), (C * v.Axial) + (D * v.Gap));
    }
}
