using Epidura.Field.Conduction;
using Epidura.Field.Geometry;
using Epidura.Field.Grids;
using Epidura.Field.Sampling;
using Epidura.Field.Solution;
using Epidura.Quantities;
using Epidura.Stimulation.Programs;

namespace Epidura.Field;

/// <summary>Potential per ampere through each contact, the others floating, the current leaving through the outer boundary.</summary>
/// <remarks>Kept in single precision over the canal and the leads. Checked by FieldReferenceTests against field.json.</remarks>
public sealed class LeadFields : IFieldSampler
{
    private readonly FieldGrid _grid;
    private readonly StoredBlock _block;
    private readonly float[][] _potentials;
    private readonly Conductor _conductor;

    internal LeadFields(
        FieldProblem problem, FieldGrid grid, StoredBlock block, float[][] potentials, double[,] impedance, FieldDiagnostics diagnostics)
    {
        _grid = grid;
        _block = block;
        _potentials = potentials;
        Contacts = problem.Contacts;
        AccessResistance = impedance;
        Diagnostics = diagnostics;
        _conductor = new Conductor(problem.Body, problem.Conductivities, [.. problem.Leads.Select(lead => new LeadSolid(lead))], null);
        Region = new FieldBox(
            grid.X.Centres[block.I0], grid.X.Centres[block.I1 - 1], grid.Y.Centres[block.J0], grid.Y.Centres[block.J1 - 1],
            grid.Z.Faces[block.K0], grid.Z.Faces[block.K1]);
    }

    /// <summary>Order of every array over contacts.</summary>
    public IReadOnlyList<ContactId> Contacts { get; }

    /// <summary>Potential of contact i per ampere through contact k, ohm; symmetric.</summary>
    public double[,] AccessResistance { get; }

    /// <summary>How good the solve was.</summary>
    public FieldDiagnostics Diagnostics { get; }

    /// <summary>Where potentials can be sampled, m.</summary>
    public FieldBox Region { get; }

    internal FieldGrid Grid => _grid;

    internal StoredBlock Block => _block;

    internal float[][] Potentials => _potentials;

    /// <summary>True where <see cref="Sample"/> has a value.</summary>
    public bool Covers(Position p) => Interpolation.Covers(_grid, _block, p);

    /// <summary>Potentials along a path.</summary>
    /// <param name="path">Points, m, each inside <see cref="Region"/>.</param>
    /// <param name="voltsPerAmpere">V/A; contacts × points, point fastest; overwritten.</param>
    /// <exception cref="ArgumentException">The length is not contacts × points.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A point outside the region.</exception>
    public void Sample(IReadOnlyList<Position> path, Span<double> voltsPerAmpere)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (voltsPerAmpere.Length != path.Count * Contacts.Count)
            throw new ArgumentException(
                $"{voltsPerAmpere.Length} values given for {Contacts.Count} contacts × {path.Count} points.", nameof(voltsPerAmpere));
        var interpolation = new Interpolation(_grid, _block, _conductor);
        Span<int> cells = stackalloc int[Interpolation.Points];
        Span<double> weights = stackalloc double[Interpolation.Points];
        for (var n = 0; n < path.Count; n++)
        {
            if (!Covers(path[n]))
                throw new ArgumentOutOfRangeException(
                    nameof(path),
                    $"Point {n} at ({path[n].X * 1e3:0.###}, {path[n].Y * 1e3:0.###}, {path[n].Z * 1e3:0.###}) mm "
                    + "is outside the stored field.");
            var count = interpolation.Weigh(path[n], cells, weights);
            for (var contact = 0; contact < _potentials.Length; contact++)
            {
                var values = _potentials[contact];
                var sum = 0.0;
                for (var m = 0; m < count; m++)
                    sum += weights[m] * values[cells[m]];
                voltsPerAmpere[(contact * path.Count) + n] = sum;
            }
        }
    }
}
