using Epidura.Anatomy.Levels;

namespace Epidura.Planning.Recruitment;

/// <summary>Who fires at which amplitude of one program.</summary>
public sealed class ProgramRecruitment
{
    private readonly RecruitmentLayout _layout;
    private readonly SortedThresholds[] _sorted;

    internal ProgramRecruitment(RecruitmentLayout layout, SortedThresholds[] sorted) => (_layout, _sorted) = (layout, sorted);

    /// <summary>Every segment and side that has fibres here.</summary>
    public IReadOnlyList<Cell> Cells => _layout.Cells;

    /// <summary>Counted fibres of a kind, segment and side that fire at an amplitude, A; zero when the population has none.</summary>
    public double Count(FibreKind kind, Cell cell, double amplitude)
    {
        double sum = 0;
        for (var group = 0; group < _sorted.Length; group++)
            if (_layout.Groups[group].Kind == kind && _layout.Groups[group].Cell == cell)
                sum += _sorted[group].Count(amplitude);
        return sum;
    }

    /// <summary>Amplitude at which a cell counts as covered, A; positive infinity when it never does.</summary>
    public double CoverAmplitude(Cell cell, double needed) =>
        AmplitudeFor([.. Select(g => g.Cell == cell)], needed);

    /// <summary>Perception threshold and who is felt first.</summary>
    /// <param name="criteria">Numbers of fibres.</param>
    /// <param name="targets">Segments of the pain map.</param>
    public (double Amplitude, string By) Perception(Criteria criteria, IReadOnlySet<SpinalSegment> targets)
    {
        ArgumentNullException.ThrowIfNull(criteria);
        ArgumentNullException.ThrowIfNull(targets);
        return First(criteria.PerceptionColumn, criteria.PerceptionRoot, targets.Contains);
    }

    /// <summary>Discomfort threshold and who hurts first.</summary>
    public (double Amplitude, string By) Discomfort(Criteria criteria)
    {
        ArgumentNullException.ThrowIfNull(criteria);
        return First(criteria.DiscomfortColumn, criteria.DiscomfortRoot, _ => true);
    }

    /// <summary>Fibres per segment and side at an amplitude.</summary>
    public IReadOnlyList<SegmentRecruitment> Segments(double amplitude, Criteria criteria, IReadOnlySet<Cell> targets)
    {
        ArgumentNullException.ThrowIfNull(criteria);
        ArgumentNullException.ThrowIfNull(targets);
        return [.. Cells.Select(cell =>
        {
            var column = Count(FibreKind.DorsalColumn, cell, amplitude);
            var root = Count(FibreKind.DorsalRoot, cell, amplitude);
            return new SegmentRecruitment(cell.Segment, cell.Side, column, root, column + root >= criteria.Coverage,
                targets.Contains(cell));
        })];
    }

    /// <summary>Curves for the report.</summary>
    /// <param name="amplitudes">A, rising.</param>
    public RecruitmentCurves Curves(double[] amplitudes)
    {
        ArgumentNullException.ThrowIfNull(amplitudes);
        List<RecruitmentCurve> curves = [];
        for (var group = 0; group < _sorted.Length; group++)
        {
            var (kind, cell, weights) = _layout.Groups[group];
            double[] counts = [.. amplitudes.Select(_sorted[group].Count)];
            if (counts[^1] > 0)
                curves.Add(new RecruitmentCurve(kind, cell.Segment, cell.Side, weights.Sum(), counts));
        }

        return new RecruitmentCurves(amplitudes, curves);
    }

    private (double Amplitude, string By) First(double column, double root, Func<SpinalSegment, bool> countsInColumn)
    {
        var best = (Amplitude: double.PositiveInfinity, By: "not reached");
        foreach (var segment in _layout.Cells.Select(c => c.Segment).Distinct())
        {
            if (!countsInColumn(segment))
                continue;
            var amplitude = AmplitudeFor([.. Select(g => g.Kind == FibreKind.DorsalColumn && g.Cell.Segment == segment)], column);
            if (amplitude < best.Amplitude)
                best = (amplitude, $"dorsal-column fibres of {segment}");
        }

        for (var group = 0; group < _sorted.Length; group++)
        {
            var (kind, cell, _) = _layout.Groups[group];
            if (kind != FibreKind.DorsalRoot)
                continue;
            var amplitude = AmplitudeFor([group], root);
            if (amplitude < best.Amplitude)
                best = (amplitude, $"{(cell.Side == Side.Left ? "left" : "right")} dorsal root {cell.Segment}");
        }

        return best;
    }

    private IEnumerable<int> Select(Func<FibreGroup, bool> wanted)
    {
        for (var group = 0; group < _sorted.Length; group++)
            if (wanted(_layout.Groups[group]))
                yield return group;
    }

    /// <summary>Smallest threshold at which the groups together have recruited a number of fibres.</summary>
    private double AmplitudeFor(ReadOnlySpan<int> groups, double needed)
    {
        Span<int> at = stackalloc int[groups.Length];
        at.Clear();
        double sum = 0;
        while (true)
        {
            var next = -1;
            for (var i = 0; i < groups.Length; i++)
            {
                var thresholds = _sorted[groups[i]].Thresholds;
                if (at[i] < thresholds.Length
                    && (next < 0 || thresholds[at[i]] < _sorted[groups[next]].Thresholds[at[next]]))
                    next = i;
            }

            if (next < 0)
                return double.PositiveInfinity;
            var sorted = _sorted[groups[next]];
            var position = at[next]++;
            sum += sorted.Cumulative[position] - (position == 0 ? 0 : sorted.Cumulative[position - 1]);
            if (sum >= needed - 1e-12)
                return sorted.Thresholds[position];
        }
    }
}
