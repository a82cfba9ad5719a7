using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Epidura.Numerics;

namespace Epidura.Fibers.Prediction;

/// <summary>Works through fibres, collecting eight sites at a time for the network.</summary>
internal sealed class PredictorBatch(PredictorTable table)
{
    private const int Lanes = LaneArray.Lanes;

    private readonly LaneArray _inputs = new(SiteFeatures.Count);
    private readonly LaneArray _work = new(table.Network.WorkBundles);
    private readonly int[] _fibre = new int[Lanes];
    private readonly Site[] _sites = new Site[Lanes];
    private double[] _sum = new double[256];
    private int _filled;

    /// <summary>Predicts; see <see cref="ThresholdPredictor"/>.</summary>
    public void Run(ReadOnlySpan<PreparedFibre> fibres, ReadOnlySpan<double> fractions, Span<PredictedThreshold> results)
    {
        Span<Site> sites = stackalloc Site[SiteFeatures.SitesMax];
        int[] driven = [.. Driven(fractions)];
        for (var i = 0; i < fibres.Length; i++)
        {
            var fibre = fibres[i];
            if (fibre.Contacts != fractions.Length)
                throw new ArgumentException($"{fractions.Length} fractions for {fibre.Contacts} contacts.", nameof(fractions));
            results[i] = new PredictedThreshold(double.PositiveInfinity, -1, PredictionStatus.NotDriven);
            Combine(fibre, driven, fractions);
            var first = _sum.AsSpan(Lanes, fibre.Nodes);
            var second = _sum.AsSpan(Lanes + fibre.Padded, fibre.Nodes);
            var count = SiteFeatures.Find(_sum, fibre.Padded, fibre.Nodes, sites);
            for (var k = 0; k < count; k++)
            {
                var site = sites[k];
                SiteFeatures.Describe(
                    site.Phase == 0 ? first : second, site.Phase == 0 ? second : first, site, fibre.Diameter, fibre.Times[site.Phase],
                    _inputs.Values, _filled);
                (_fibre[_filled], _sites[_filled]) = (i, site);
                if (++_filled == Lanes)
                    Flush(fibres, results);
            }
        }

        Flush(fibres, results);
    }

    private static List<int> Driven(ReadOnlySpan<double> fractions)
    {
        List<int> driven = [];
        for (var contact = 0; contact < fractions.Length; contact++)
            if (fractions[contact] != 0)
                driven.Add(contact);
        return driven;
    }

    /// <summary>Sum of the driven contacts' rows, between two bundles of zeros.</summary>
    private void Combine(PreparedFibre fibre, ReadOnlySpan<int> driven, ReadOnlySpan<double> fractions)
    {
        var length = 2 * fibre.Padded;
        if (_sum.Length < length + (2 * Lanes))
            _sum = new double[2 * (length + (2 * Lanes))];
        if (fibre.Rows.Length != length * fibre.Contacts)
            throw new InvalidOperationException("A prepared fibre has rows of another length.");
        ref var rows = ref MemoryMarshal.GetArrayDataReference(fibre.Rows);
        ref var sum = ref MemoryMarshal.GetArrayDataReference(_sum);
        Vector512<double>.Zero.StoreUnsafe(ref sum);
        Vector512<double>.Zero.StoreUnsafe(ref sum, (nuint)(length + Lanes));
        for (var at = 0; at < length; at += Lanes)
        {
            var total = Vector512<double>.Zero;
            foreach (var contact in driven)
            {
                var row = Vector512.LoadUnsafe(ref rows, (nuint)((contact * length) + at));
                total = Vector512.FusedMultiplyAdd(Vector512.Create(fractions[contact]), row, total);
            }

            total.StoreUnsafe(ref sum, (nuint)(at + Lanes));
        }
    }

    private void Flush(ReadOnlySpan<PreparedFibre> fibres, Span<PredictedThreshold> results)
    {
        if (_filled == 0)
            return;
        var level = LaneMath.Exp(table.Network.Run(_inputs, _work));
        for (var lane = 0; lane < _filled; lane++)
        {
            var threshold = level[lane] / _sites[lane].Polarisation;
            ref var result = ref results[_fibre[lane]];
            if (threshold < result.Threshold)
            {
                var node = _sites[lane].Node;
                result = new PredictedThreshold(
                    threshold, node, ThresholdPredictor.Judge(table, _inputs.Values, lane, node, fibres[_fibre[lane]].Nodes));
            }
        }

        _filled = 0;
    }
}
