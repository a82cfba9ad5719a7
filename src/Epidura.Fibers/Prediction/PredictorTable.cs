using System.Globalization;
using System.Text;

namespace Epidura.Fibers.Prediction;

/// <summary>Errors of predicted thresholds against the cable, as ratios without sign.</summary>
/// <param name="Cases">Fibres measured; none of them was fitted.</param>
/// <param name="Median">Half of the cases are better.</param>
/// <param name="NinetiethPercentile">Nine of ten are better.</param>
/// <param name="NinetyNinthPercentile">Ninety-nine of a hundred are better.</param>
/// <param name="Largest">Of all cases.</param>
public sealed record PredictorErrors(
    int Cases, double Median, double NinetiethPercentile, double NinetyNinthPercentile, double Largest)
{
    /// <summary>Sorts errors into a distribution.</summary>
    /// <param name="ratios">Predicted over cable threshold, one per case; one or more.</param>
    public static PredictorErrors Of(IReadOnlyList<double> ratios)
    {
        ArgumentNullException.ThrowIfNull(ratios);
        ArgumentOutOfRangeException.ThrowIfZero(ratios.Count, nameof(ratios));
        var sorted = ratios.Select(r => Math.Abs(r - 1)).Order().ToArray();
        double At(double share) => sorted[(int)Math.Ceiling(share * (sorted.Length - 1))];
        return new PredictorErrors(sorted.Length, At(0.5), At(0.9), At(0.99), sorted[^1]);
    }
}

/// <summary>What <c>data/fibres/threshold-predictor.csv</c> holds: weights, the range they were fitted over, errors.</summary>
internal sealed class PredictorTable
{
    private const string Name = "threshold-predictor.csv";
    private static readonly Lazy<PredictorTable> Shipped = new(() => Read(EmbeddedTable.Read(Name)));

    public PredictorTable(PredictorNetwork network, double[] low, double[] high, PredictorErrors errors) =>
        (Network, Low, High, Errors) = (network, low, high, errors);

    /// <summary>The table in the assembly.</summary>
    public static PredictorTable Embedded => Shipped.Value;

    public PredictorNetwork Network { get; }

    /// <summary>Smallest value of each input in the fit.</summary>
    public double[] Low { get; }

    /// <summary>Largest value of each input in the fit.</summary>
    public double[] High { get; }

    public PredictorErrors Errors { get; }

    /// <summary>As a table with a source in every row.</summary>
    /// <param name="source">How the numbers came about.</param>
    public string Write(string source)
    {
        var text = new StringBuilder(
            "# Network that predicts thresholds (docs/science/predictor.md). Written by the predictor's fit; do not edit.\n"
            + "name,index,value,source\n");
        void Row(string name, int index, double value, string format) => text.Append(name).Append(',')
            .Append(index.ToString(CultureInfo.InvariantCulture)).Append(',')
            .Append(value.ToString(format, CultureInfo.InvariantCulture)).Append(',').Append(source).Append('\n');
        Row("inputs", 0, Network.Inputs, "R");
        Row("hidden", 0, Network.Hidden, "R");
        Row("error_cases", 0, Errors.Cases, "R");
        Row("error_median", 0, Errors.Median, "G4");
        Row("error_percentile_90", 0, Errors.NinetiethPercentile, "G4");
        Row("error_percentile_99", 0, Errors.NinetyNinthPercentile, "G4");
        Row("error_largest", 0, Errors.Largest, "G4");
        for (var i = 0; i < Low.Length; i++)
            Row("input_min", i, Low[i], "G9");
        for (var i = 0; i < High.Length; i++)
            Row("input_max", i, High[i], "G9");
        for (var i = 0; i < Network.Weights.Length; i++)
            Row("weight", i, Network.Weights[i], "G9");
        return text.ToString();
    }

    /// <summary>Reads a table that <see cref="Write"/> wrote.</summary>
    public static PredictorTable Parse(string text) => Read(EmbeddedTable.Parse(Name, text));

    private static PredictorTable Read(EmbeddedTable table)
    {
        var rows = table.Rows.GroupBy(row => table.Text(row, "name")).ToDictionary(
            group => group.Key,
            group => group.OrderBy(row => table.Number(row, "index")).Select(row => table.Number(row, "value")).ToArray());
        var network = new PredictorNetwork((int)rows["inputs"][0], (int)rows["hidden"][0], rows["weight"]);
        var errors = new PredictorErrors(
            (int)rows["error_cases"][0], rows["error_median"][0], rows["error_percentile_90"][0], rows["error_percentile_99"][0],
            rows["error_largest"][0]);
        return new PredictorTable(network, rows["input_min"], rows["input_max"], errors);
    }
}
