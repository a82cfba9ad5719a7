using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Epidura.Fibers;
using Epidura.Field;

namespace Epidura.Planning.Prediction;

/// <summary>Cable thresholds of a body kept beside its field, by the hash of what they depend on, so that a stopped study goes
/// on.</summary>
internal static class ThresholdStore
{
    /// <summary>Changes whenever the cable solver gives other thresholds.</summary>
    private const int SolverVersion = 1;

    private const int Numbers = 3;

    /// <summary>Thresholds from the store, or computed and then stored.</summary>
    /// <param name="groups">Of one body.</param>
    /// <param name="options">Of the search.</param>
    /// <param name="store">Null computes always.</param>
    /// <param name="compute">Thresholds of all groups, group by group.</param>
    public static ThresholdResult[] GetOrCompute(
        IReadOnlyList<DrawnGroup> groups, ThresholdOptions options, IFieldStore? store, Func<ThresholdResult[]> compute)
    {
        if (store is null)
            return compute();
        var key = Key(groups, options);
        var count = groups.Sum(g => g.Fibres.Count);
        ThresholdResult[]? found = null;
        if (store.TryRead(key, stream => (found = Read(stream, count, options.Step)) is not null) && found is not null)
            return found;
        var computed = compute();
        store.Write(key, stream => stream.Write(MemoryMarshal.AsBytes<double>(
            [.. computed.SelectMany(r => (double[])[r.Threshold, r.InitiationNode, r.AtCutEnd ? 1 : 0])])));
        return computed;
    }

    private static ThresholdResult[]? Read(Stream stream, int count, double step)
    {
        var values = new double[count * Numbers];
        try
        {
            stream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        }
        catch (EndOfStreamException)
        {
            return null;
        }

        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var threshold = values[i * Numbers];
            var status = double.IsFinite(threshold) ? ThresholdStatus.Found : ThresholdStatus.AboveMaximum;
            return new ThresholdResult(
                status, threshold, threshold, threshold, step, (int)values[(i * Numbers) + 1], double.NaN, values[(i * Numbers) + 2] > 0);
        })];
    }

    private static string Key(IReadOnlyList<DrawnGroup> groups, ThresholdOptions options)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        void Add(string text) => hash.AppendData(Encoding.UTF8.GetBytes(text));
        Add($"thresholds {SolverVersion} {options}");
        foreach (var group in groups)
        {
            Add(group.Waveform.ToString());
            foreach (var fibre in group.Fibres)
            {
                Add(string.Create(
                    CultureInfo.InvariantCulture, $"{fibre.Geometry.Model} {fibre.Geometry.Diameter:R} {fibre.Geometry.Nodes}"));
                hash.AppendData(MemoryMarshal.AsBytes(fibre.UnitPotential.AsSpan()));
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
