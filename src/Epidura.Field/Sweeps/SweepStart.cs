using Epidura.Field.Conduction;
using Epidura.Field.Grids;
using Epidura.Field.Solution;
using Epidura.Numerics;
using Epidura.Quantities;

namespace Epidura.Field.Sweeps;

/// <summary>Asks a solve to keep what the next one can start from.</summary>
/// <param name="Start">What this solve starts from; null for zero.</param>
internal sealed record SweepChain(SweepStart? Start);

/// <summary>The potentials of a solved position over its whole grid, to start a neighbouring position from.</summary>
internal sealed class SweepStart(FieldProblem problem, FieldGrid grid, float[][] basis)
{
    public IReadOnlyList<Stimulation.Programs.ContactId> Contacts => problem.Contacts;

    /// <summary>Fills starts for another position: the potentials move along with the leads, linear between centres.</summary>
    public Action<double[], int, int> For(FieldProblem next, Network network, int threads)
    {
        var shift = Middle(next) - Middle(problem);
        var (x, y, z) = (
            Places(grid.X, network.Grid.X, shift.X), Places(grid.Y, network.Grid.Y, shift.Y), Places(grid.Z, network.Grid.Z, shift.Z));
        return (solution, first, count) => OrderedParallel.For(network.Grid.Z.Count, threads, k =>
        {
            for (var j = 0; j < network.Grid.Y.Count; j++)
            {
                for (var i = 0; i < network.Grid.X.Count; i++)
                {
                    var cell = network.Grid.Index(i, j, k);
                    if (!network.IsFree[cell])
                        continue;
                    for (var lane = 0; lane < count; lane++)
                        solution[(cell * Level.Lanes) + lane] = At(basis[first + lane], x[i], y[j], z[k]);
                }
            }
        });
    }

    private static Position Middle(FieldProblem problem)
    {
        var lead = problem.Leads[0];
        return 0.5 * (lead.ContactCentre(lead.Model.Contacts[0].Number) + lead.ContactCentre(lead.Model.Contacts[^1].Number));
    }

    /// <summary>For each centre of the new axis the lower of two old centres and the part of the upper one.</summary>
    private static (int Low, double Part)[] Places(GridAxis old, GridAxis now, double shift) =>
    [
        .. now.Centres.Select(centre =>
        {
            var at = centre - shift;
            var low = Math.Clamp(old.CentreBelow(at), 0, old.Count - 2);
            return (low, Math.Clamp((at - old.Centres[low]) / (old.Centres[low + 1] - old.Centres[low]), 0, 1));
        }),
    ];

    private double At(float[] field, (int Low, double Part) x, (int Low, double Part) y, (int Low, double Part) z)
    {
        var strideZ = grid.X.Count * grid.Y.Count;
        double Row(int c) => field[c] + (x.Part * (field[c + 1] - field[c]));
        double Plane(int c) => ((1 - y.Part) * Row(c)) + (y.Part * Row(c + grid.X.Count));
        var cell = x.Low + (grid.X.Count * y.Low) + (strideZ * z.Low);
        return ((1 - z.Part) * Plane(cell)) + (z.Part * Plane(cell + strideZ));
    }
}
