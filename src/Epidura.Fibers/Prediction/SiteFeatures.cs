using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Epidura.Numerics;

namespace Epidura.Fibers.Prediction;

/// <summary>A node where a spike may begin.</summary>
/// <param name="Node">Its number.</param>
/// <param name="Phase">0: under a cathode; 1: under an anode, by the reversed phase.</param>
/// <param name="Polarisation">Of the node when it is most depolarised, V per A.</param>
internal readonly record struct Site(int Node, int Phase, double Polarisation);

/// <summary>Finds the nodes where a spike may begin and describes the polarisation around each.</summary>
/// <remarks>docs/science/predictor.md lists the values; every one but the diameter is a ratio, so that the predicted threshold falls as one
/// over the potential, exactly.</remarks>
internal static class SiteFeatures
{
    /// <summary>Most sites of a fibre.</summary>
    public const int SitesMax = 4;

    /// <summary>Values per site.</summary>
    public const int Count = 14 + TimeCount;

    /// <summary>Values that tell the pulse.</summary>
    public const int TimeCount = 12;

    /// <summary>Where the values of the pulse start.</summary>
    public const int FirstTime = 11;

    /// <summary>Sites under this part of the largest polarisation are left out.</summary>
    private const double ShareMin = 0.4;

    private static readonly int[] Neighbours = [1, 2, 3, 4, 6, 9, 13];

    /// <summary>Finds the sites of a fibre, the most polarised first.</summary>
    /// <param name="rows">A bundle of anything finite, the nodes at the time of the cathode, those at the time of the anode, each padded to
    /// whole bundles with values not above zero, and one more bundle; V per A.</param>
    /// <param name="padded">Values of a row, a multiple of eight.</param>
    /// <param name="nodes">Nodes among them.</param>
    /// <param name="sites">Room for <see cref="SitesMax"/>; overwritten.</param>
    /// <returns>How many there are.</returns>
    public static int Find(ReadOnlySpan<double> rows, int padded, int nodes, Span<Site> sites)
    {
        if (rows.Length < (2 * padded) + (2 * LaneArray.Lanes) || nodes > padded)
            throw new ArgumentException("The rows are shorter than the fibre.", nameof(rows));
        var count = Find(rows, LaneArray.Lanes, padded, nodes, 0, sites, 0);
        count = Find(rows, LaneArray.Lanes + padded, padded, nodes, 1, sites, count);
        while (count > 1 && sites[count - 1].Polarisation < ShareMin * sites[0].Polarisation)
            count--;
        return count;
    }

    /// <summary>Describes a site.</summary>
    /// <param name="row">Polarisation at the site's own time.</param>
    /// <param name="other">Polarisation at the other time.</param>
    /// <param name="site">Where.</param>
    /// <param name="diameter">m.</param>
    /// <param name="times">Of the site's phase; <see cref="TimeCount"/> values.</param>
    /// <param name="lanes">Bundles; lane <paramref name="lane"/> of the first <see cref="Count"/> is overwritten.</param>
    /// <param name="lane">0 to 7.</param>
    public static void Describe(
        ReadOnlySpan<double> row, ReadOnlySpan<double> other, Site site, double diameter, ReadOnlySpan<double> times, Span<double> lanes,
        int lane)
    {
        var scale = 1 / site.Polarisation;
        int node = site.Node, last = row.Length - 1, at = lane;
        lanes[at] = diameter * 1e5;
        foreach (var k in Neighbours)
            lanes[at += LaneArray.Lanes] = 0.5 * scale * (Mirrored(row, node - k) + Mirrored(row, node + k));
        var lean = Mirrored(row, node + 1) - Mirrored(row, node - 1);
        var wider = Mirrored(row, node + 2) - Mirrored(row, node - 2);
        lanes[at += LaneArray.Lanes] = 0.5 * scale * Math.Abs(lean);
        lanes[at += LaneArray.Lanes] = 0.5 * scale * (lean < 0 ? -wider : wider);
        lanes[at += LaneArray.Lanes] = scale * other[node];
        foreach (var time in times)
            lanes[at += LaneArray.Lanes] = time;
        var fromEnd = Math.Min(node, last - node) - 1;
        lanes[at += LaneArray.Lanes] = 1.0 / (1 + fromEnd);
        lanes[at += LaneArray.Lanes] = Math.Max(0, 1 - (0.125 * fromEnd));
        lanes[at + LaneArray.Lanes] = site.Phase;
    }

    private static int Find(ReadOnlySpan<double> rows, int start, int padded, int nodes, int phase, Span<Site> sites, int count)
    {
        ref var first = ref MemoryMarshal.GetReference(rows);
        for (var at = 0; at < padded; at += LaneArray.Lanes)
        {
            var here = Vector512.LoadUnsafe(ref first, (nuint)(start + at));
            var before = Vector512.LoadUnsafe(ref first, (nuint)(start + at - 1));
            var after = Vector512.LoadUnsafe(ref first, (nuint)(start + at + 1));
            var isTop = Vector512.GreaterThanOrEqual(here, before) & Vector512.GreaterThan(here, after);

            // The end nodes carry no membrane: their neighbours may be the place where a cut end fires.
            var bits = isTop.ExtractMostSignificantBits();
            if (at == 0 && rows[start + 1] > rows[start + 2])
                bits |= 2;
            if (at <= nodes - 2 && nodes - 2 < at + LaneArray.Lanes && rows[start + nodes - 2] >= rows[start + nodes - 3])
                bits |= 1UL << (nodes - 2 - at);
            for (; bits != 0; bits &= bits - 1)
            {
                var node = at + BitOperations.TrailingZeroCount(bits);
                var value = rows[start + node];
                if (value > 0 && node >= 1 && node <= nodes - 2)
                    count = Insert(new Site(node, phase, value), sites, count);
            }
        }

        return count;
    }

    /// <summary>Keeps the sites sorted and at most <see cref="SitesMax"/>.</summary>
    private static int Insert(Site site, Span<Site> sites, int count)
    {
        var place = Math.Min(count, SitesMax);
        while (place > 0 && sites[place - 1].Polarisation < site.Polarisation)
            place--;
        if (place == SitesMax)
            return count;
        count = Math.Min(count + 1, SitesMax);
        for (var i = count - 1; i > place; i--)
            sites[i] = sites[i - 1];
        sites[place] = site;
        return count;
    }

    /// <summary>A cut end reflects: beyond it the polarisation is its own mirror image.</summary>
    private static double Mirrored(ReadOnlySpan<double> row, int node)
    {
        var last = row.Length - 1;
        if (node < 0)
            node = Math.Min(-node, last);
        else if (node > last)
            node = Math.Max((2 * last) - node, 0);
        return row[node];
    }
}
