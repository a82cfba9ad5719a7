using Epidura.Planning.Recruitment;
using Epidura.Stimulation;
using Epidura.Stimulation.Programs;

namespace Epidura.Planning.Search;

/// <summary>Optima of the linear programs of one pulse width.</summary>
/// <param name="Bound">Largest value over the heights; no pattern scores higher in the reduced model.</param>
/// <param name="Patterns">The optimal currents as patterns, one per height at most.</param>
public sealed record DriveOptimum(double Bound, IReadOnlyList<CurrentPattern> Patterns);

/// <summary>
/// The convex step of the search. Reduced model: each cell is one dorsal-column fibre (the shallowest site in its middle, third rung of
/// the ladder); a cell of the pain map is covered when the drive at one height common to all of them reaches threshold, another cell when
/// it does at any of the heights. The linear program lets cells be covered in part, which can only raise the score.
/// </summary>
/// <remarks>
/// Variables: currents p, q ≥ 0 of each contact (anodic, cathodic), amplitude I, cover c_s ≤ 1 of the pain map, cover u_s ≤ 1 elsewhere.
/// Maximise w_c Σ w_s c_s − w_u Σ u_s / n − w_e I W f / Q subject to c_s ≤ a_s·(p − q), a_s,h·(p − q) − 1 ≤ M u_s at every height h,
/// Σ p ≤ I, Σ q ≤ I ≤ I_max, p, q ≤ contact limit. One program per height, the best is the bound. docs/science/planner.md;
/// SearchTests.
/// </remarks>
public sealed class DriveProgram
{
    /// <summary>What the bound bounds.</summary>
    public const string Meaning =
        "Upper bound of the score over all current patterns, pulse widths and amplitudes in the reduced linear model: one dorsal-column "
        + "fibre per segment and side, the pain map driven at one common height, dorsal roots and discomfort left out; partial coverage "
        + "allowed. The distance compares it with the best proposed pattern scored in the same reduced model.";

    /// <summary>Currents are in mA inside the linear program, so that its numbers are of order one.</summary>
    private const double Unit = 1e-3;

    /// <summary>Every second node within 25 mm of the leads' centre; leaving heights out can only raise the bound.</summary>
    private const int HeightStep = 2;
    private const double HeightReach = 25e-3;

    private readonly Objective _objective;
    private readonly double _pulseWidth;
    private readonly IReadOnlyList<ContactId> _order;
    private readonly int _contacts;
    private readonly List<(double Weight, double[][] Drive)> _targets = [];
    private readonly List<double[][]> _others = [];
    private readonly int _heights;

    /// <summary>Reduces a population.</summary>
    /// <param name="contacts">Order of the contacts.</param>
    /// <param name="layout">Population.</param>
    /// <param name="predictor">Drives at the pulse width.</param>
    /// <param name="objective">Weights and targets.</param>
    /// <param name="pulseWidth">s.</param>
    public DriveProgram(
        IReadOnlyList<ContactId> contacts, RecruitmentLayout layout, LinearPredictor predictor, Objective objective, double pulseWidth)
    {
        ArgumentNullException.ThrowIfNull(contacts);
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(predictor);
        ArgumentNullException.ThrowIfNull(objective);
        (_objective, _pulseWidth, _order, _contacts) = (objective, pulseWidth, contacts, contacts.Count);
        var chosen = layout.Cells.Select(cell => (Cell: cell, Site: Representative(layout.Population.Sites, cell)))
            .Where(c => c.Site >= 0).ToArray();
        if (chosen.Length == 0)
            return;
        var reach = chosen.Min(c => Reach(predictor.Fibre(c.Site, Rung(predictor, c.Site)), layout.Population.Sites[c.Site].Anchor));
        foreach (var (cell, site) in chosen)
        {
            var drive = Heights(predictor, site, layout.Population.Sites[site].Anchor, reach);
            _heights = drive.Length;
            if (objective.Targets.TryGetValue(cell, out var weight))
                _targets.Add((weight, drive));
            else
                _others.Add(drive);
        }
    }

    /// <summary>Solves one linear program per height.</summary>
    public DriveOptimum Solve()
    {
        var bound = double.NegativeInfinity;
        List<CurrentPattern> patterns = [];
        for (var height = 0; height < _heights; height++)
        {
            var result = SolveAt(height);
            bound = Math.Max(bound, result.Status == SimplexStatus.Optimal ? result.Value : _objective.Weights.Coverage);
            var shares = new double[_contacts];
            for (var k = 0; k < _contacts; k++)
                shares[k] = result.Variables[k] - result.Variables[_contacts + k];
            if (CurrentPattern.FromShares(_order, shares) is { } pattern)
                patterns.Add(pattern);
        }

        return new DriveOptimum(bound, [.. patterns.DistinctBy(p => p.Key)]);
    }

    /// <summary>Best score of a pattern in the reduced model, over amplitudes and heights.</summary>
    public double Score(CurrentPattern pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        var best = 0.0;
        for (var height = 0; height < _heights; height++)
            foreach (var (_, drive) in _targets)
            {
                var dot = Dot(drive[height], pattern);
                if (dot > 0 && 1 / dot <= _objective.AmplitudeMax)
                    best = Math.Max(best, ScoreAt(pattern, height, 1 / dot));
            }

        return best;
    }

    private double ScoreAt(CurrentPattern pattern, int height, double amplitude)
    {
        var coverage = _targets.Where(t => Dot(t.Drive[height], pattern) * amplitude >= 1 - 1e-12).Sum(t => t.Weight);
        var unwanted = _others.Count(o => o.Take(_heights).Max(row => Dot(row, pattern)) * amplitude > 1 + 1e-12);
        return _objective.Score(coverage, _others.Count == 0 ? 0 : unwanted / (double)_others.Count, amplitude, _pulseWidth);
    }

    private SimplexResult SolveAt(int height)
    {
        int k = _contacts, amplitude = 2 * k, cover = amplitude + 1, other = cover + _targets.Count, count = other + _others.Count;
        var objective = new double[count];
        objective[amplitude] = -_objective.Weights.Energy * _pulseWidth * _objective.PulsesPerSecond / _objective.ChargeReference * Unit;
        for (var s = 0; s < _targets.Count; s++)
            objective[cover + s] = _objective.Weights.Coverage * _targets[s].Weight;
        for (var s = 0; s < _others.Count; s++)
            objective[other + s] = -_objective.Weights.Unwanted / _others.Count;
        List<double[]> rows = [];
        List<double> bounds = [];
        for (var s = 0; s < _targets.Count; s++)
        {
            Add(rows, bounds, count, 0, row => { Currents(row, _targets[s].Drive[height], -1); row[cover + s] = 1; });
            Add(rows, bounds, count, 1, row => row[cover + s] = 1);
        }

        for (var s = 0; s < _others.Count; s++)
        {
            for (var h = 0; h < _heights; h++)
            {
                var drive = _others[s][h];
                var largest = 2 * _objective.AmplitudeMax * drive.Max(value => Math.Abs(value));
                Add(rows, bounds, count, 1, row => { Currents(row, drive, 1); row[other + s] = -Math.Max(0, largest - 1); });
            }

            Add(rows, bounds, count, 1, row => row[other + s] = 1);
        }

        Add(rows, bounds, count, 0, row => { row.AsSpan(0, k).Fill(1); row[amplitude] = -1; });
        Add(rows, bounds, count, 0, row => { row.AsSpan(k, k).Fill(1); row[amplitude] = -1; });
        Add(rows, bounds, count, _objective.AmplitudeMax / Unit, row => row[amplitude] = 1);
        for (var i = 0; i < 2 * k; i++)
            Add(rows, bounds, count, Limits.ContactCurrentMax.Amperes / Unit, row => row[i] = 1);
        return Simplex.Maximise(objective, rows, [.. bounds]);
    }

    private void Currents(double[] row, double[] drive, double sign)
    {
        for (var i = 0; i < _contacts; i++)
        {
            row[i] = sign * drive[i] * Unit;
            row[_contacts + i] = -sign * drive[i] * Unit;
        }
    }

    private static void Add(List<double[]> rows, List<double> bounds, int count, double bound, Action<double[]> fill)
    {
        var row = new double[count];
        fill(row);
        rows.Add(row);
        bounds.Add(bound);
    }

    private double Dot(double[] drive, CurrentPattern pattern)
    {
        double sum = 0;
        foreach (var (contact, perMille) in pattern.Contacts)
            if (!contact.IsCase)
                sum += drive[_order.IndexOf(contact)] * perMille / 1000.0;
        return sum;
    }

    private static int Representative(IReadOnlyList<FibreSite> sites, Cell cell)
    {
        var own = Enumerable.Range(0, sites.Count)
            .Where(i => sites[i].Kind == FibreKind.DorsalColumn && new Cell(sites[i].Segment, sites[i].Side) == cell).ToArray();
        if (own.Length == 0)
            return -1;
        var middle = own.Average(i => sites[i].At.X);
        return own.OrderByDescending(i => Math.Round(sites[i].At.Y, 5)).ThenBy(i => Math.Abs(sites[i].At.X - middle))
            .ThenBy(i => i).First();
    }

    private static int Rung(LinearPredictor predictor, int site) => Math.Min(2, predictor.Rungs(site) - 1);

    private static int AnchorNode(SampledFibre fibre, double anchor) => (int)Math.Round((anchor - fibre.Start) / fibre.Geometry.Internode);

    /// <summary>Nodes to either side of the anchor that stay inside the cable and near the leads.</summary>
    private static int Reach(SampledFibre fibre, double anchor)
    {
        var node = AnchorNode(fibre, anchor);
        var inside = Math.Min(node, fibre.Geometry.Nodes - 1 - node) - 1;
        return Math.Max(0, Math.Min(inside, (int)(HeightReach / fibre.Geometry.Internode)));
    }

    /// <summary>Drive at every second node around the anchor: heights × contacts.</summary>
    private static double[][] Heights(LinearPredictor predictor, int site, double anchor, int reach)
    {
        var rung = Rung(predictor, site);
        var fibre = predictor.Fibre(site, rung);
        var drive = predictor.Drive(site, rung);
        int nodes = fibre.Geometry.Nodes, middle = AnchorNode(fibre, anchor);
        List<double[]> heights = [];
        for (var offset = -reach; offset <= reach; offset += HeightStep)
        {
            var row = new double[predictor.Contacts];
            for (var contact = 0; contact < row.Length; contact++)
                row[contact] = drive[(contact * nodes) + middle + offset];
            heights.Add(row);
        }

        return [.. heights];
    }
}
