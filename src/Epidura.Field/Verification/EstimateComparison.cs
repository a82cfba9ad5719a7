using System.Text.Json;
using Epidura.Field.Accuracy;
using Epidura.Numerics.Verification;
using Epidura.Quantities;

namespace Epidura.Field.Verification;

/// <summary>Compares the error that a field estimates of itself with its difference from the reference, on the same lines.</summary>
internal sealed class EstimateComparison(string id, JsonElement model, ReferenceModel reference)
{
    /// <summary>The estimate covers the true error, and is not larger than this many times it; the reference's own uncertainty left
    /// aside.</summary>
    private const double Factor = 4;

    /// <summary>Of the reference file's solutions, as it states.</summary>
    private static readonly FieldError Uncertainty = new(0.0045, 0.015, 0.005);

    private readonly List<IReadOnlyList<Position>> _lines = [];
    private readonly List<double[]> _theirs = [];

    public IEnumerable<VerificationCase> Compare(LeadFields fields, LeadFields twice, LeadFields fourfold)
    {
        Read();
        var patterns = LineDifferences.Patterns(fields.Contacts);
        var estimate = FieldAccuracy.Estimate(fields, twice, fourfold, _lines, patterns).Error;
        var differences = new LineDifferences(patterns);
        for (var n = 0; n < _lines.Count; n++)
        {
            var ours = new double[_theirs[n].Length];
            fields.Sample(_lines[n], ours);
            differences.Add(ours, _theirs[n], _lines[n].Count, FibreLines.Spacing);
        }

        var truth = differences.Worst;
        yield return Case("potential", estimate.Potential, truth.Potential, Uncertainty.Potential);
        yield return Case("second difference", estimate.SecondDifference, truth.SecondDifference, Uncertainty.SecondDifference);
        yield return Case("threshold of a linear cable", estimate.Threshold, truth.Threshold, Uncertainty.Threshold);
    }

    private void Read()
    {
        foreach (var line in model.GetProperty("lines").EnumerateObject())
        {
            if (!line.Name.StartsWith("dc_", StringComparison.Ordinal))
                continue;
            Position[] points =
            [
                .. line.Value.GetProperty("points_mm").EnumerateArray().Select(p =>
                    Position.FromMillimetres(p[0].GetDouble(), p[1].GetDouble(), p[2].GetDouble())),
            ];
            var values = new double[points.Length * reference.Contacts];
            var contact = 0;
            foreach (var row in line.Value.GetProperty("phi_V_per_A").EnumerateArray())
            {
                var at = reference.Index(contact++) * points.Length;
                foreach (var value in row.EnumerateArray())
                    values[at++] = value.GetDouble();
            }

            _lines.Add(points);
            _theirs.Add(values);
        }
    }

    private VerificationCase Case(string quantity, double estimate, double truth, double uncertainty)
    {
        var isBracketed = truth - uncertainty <= estimate && estimate <= Factor * (truth + uncertainty);
        return new VerificationCase(
            id, $"estimated error of the {quantity}, white matter, ratio", null, estimate, truth, null, null,
            isBracketed);
    }
}
