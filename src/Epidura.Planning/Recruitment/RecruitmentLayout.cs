using Epidura.Anatomy.Levels;

namespace Epidura.Planning.Recruitment;

/// <summary>A segment and side.</summary>
/// <param name="Segment">Segment and dermatome.</param>
/// <param name="Side">Side of the body.</param>
public readonly record struct Cell(SpinalSegment Segment, Side Side);

/// <summary>The population sorted into cells, with the interpolation of each site prepared; serves any number of programs.</summary>
public sealed class RecruitmentLayout
{
    private readonly DiameterInterpolation[] _interpolations;
    private readonly int[] _groupOfSite;
    private readonly int[] _offsetOfSite;

    /// <summary>Sorts a population.</summary>
    public RecruitmentLayout(Population population)
    {
        ArgumentNullException.ThrowIfNull(population);
        Population = population;
        var sites = population.Sites;
        var keys = sites.Select(s => (s.Kind, Cell: new Cell(s.Segment, s.Side))).Distinct()
            .OrderBy(k => k.Kind).ThenBy(k => k.Cell.Segment).ThenBy(k => k.Cell.Side).ToArray();
        Groups = [.. keys.Select(k =>
            new FibreGroup(k.Kind, k.Cell, Weights(sites.Where(s => (s.Kind, new Cell(s.Segment, s.Side)) == k))))];
        _interpolations = [.. sites.Select(s => new DiameterInterpolation(s.Ladder, [.. s.Classes.Select(c => c.Diameter)]))];
        _groupOfSite = [.. sites.Select(s => Array.IndexOf(keys, (s.Kind, new Cell(s.Segment, s.Side))))];
        _offsetOfSite = new int[sites.Count];
        var filled = new int[keys.Length];
        for (var site = 0; site < sites.Count; site++)
        {
            _offsetOfSite[site] = filled[_groupOfSite[site]];
            filled[_groupOfSite[site]] += sites[site].Classes.Count;
        }

        Cells = [.. keys.Select(k => k.Cell).Distinct().OrderBy(c => c.Segment).ThenBy(c => c.Side)];
    }

    /// <summary>What was sorted.</summary>
    public Population Population { get; }

    /// <summary>Groups of fibres of one kind, segment and side.</summary>
    public IReadOnlyList<FibreGroup> Groups { get; }

    /// <summary>Every segment and side that has fibres here.</summary>
    public IReadOnlyList<Cell> Cells { get; }

    /// <summary>Recruitment of one program.</summary>
    /// <param name="rungs">Per site the thresholds on its ladder, A; positive infinity where none was found.</param>
    /// <param name="limit">Largest amplitude, A.</param>
    public ProgramRecruitment Recruit(IReadOnlyList<double[]> rungs, double limit)
    {
        ArgumentNullException.ThrowIfNull(rungs);
        var thresholds = Groups.Select(g => new double[g.Weights.Length]).ToArray();
        for (var site = 0; site < rungs.Count; site++)
        {
            var into = thresholds[_groupOfSite[site]].AsSpan(_offsetOfSite[site], _interpolations[site].Count);
            _interpolations[site].Evaluate(rungs[site], limit, into);
        }

        var sorted = new SortedThresholds[Groups.Count];
        for (var group = 0; group < sorted.Length; group++)
            sorted[group] = SortedThresholds.Of(thresholds[group], Groups[group].Weights);
        return new ProgramRecruitment(this, sorted);
    }

    private static double[] Weights(IEnumerable<FibreSite> sites) =>
        [.. sites.SelectMany(s => s.Classes).Select(c => c.Weight)];
}

/// <summary>Fibres of one kind, segment and side.</summary>
/// <param name="Kind">Where they run.</param>
/// <param name="Cell">Segment and side.</param>
/// <param name="Weights">Fibres per class.</param>
public sealed record FibreGroup(FibreKind Kind, Cell Cell, double[] Weights);

/// <summary>Thresholds in rising order with the running number of fibres.</summary>
/// <param name="Thresholds">A, rising; those not reached are left out.</param>
/// <param name="Cumulative">Fibres up to and with each threshold.</param>
public sealed record SortedThresholds(double[] Thresholds, double[] Cumulative)
{
    /// <summary>Sorts; equal thresholds keep no order, which cannot be seen in the sums.</summary>
    public static SortedThresholds Of(double[] thresholds, double[] weights)
    {
        ArgumentNullException.ThrowIfNull(thresholds);
        ArgumentNullException.ThrowIfNull(weights);
        var keys = (double[])thresholds.Clone();
        var order = new int[keys.Length];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        Array.Sort(keys, order);
        var count = Array.FindIndex(keys, double.IsPositiveInfinity);
        count = count < 0 ? keys.Length : count;
        var cumulative = new double[count];
        double sum = 0;
        for (var i = 0; i < count; i++)
            cumulative[i] = sum += weights[order[i]];
        return new SortedThresholds(keys[..count], cumulative);
    }

    /// <summary>Fibres recruited at an amplitude, A.</summary>
    public double Count(double amplitude)
    {
        int low = 0, high = Thresholds.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Thresholds[middle] <= amplitude)
                low = middle + 1;
            else
                high = middle;
        }

        return low == 0 ? 0 : Cumulative[low - 1];
    }
}
