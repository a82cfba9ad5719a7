namespace Epidura.Anatomy.Levels;

/// <summary>One adult drawn from <c>data/anatomy/variability.csv</c>: deviations from the template along the cord, m.</summary>
internal sealed class RandomAdult
{
    private readonly Dictionary<string, LevelCurve> _curves = [];
    private readonly Dictionary<string, double> _single = [];
    private readonly List<AssumedValue> _drawn = [];

    private RandomAdult()
    {
    }

    /// <summary>Nobody: the template itself.</summary>
    public static RandomAdult None { get; } = new();

    /// <summary>What was drawn, for the list of assumptions.</summary>
    public IReadOnlyList<AssumedValue> Drawn => _drawn;

    /// <param name="seed">The same seed gives the same adult on every machine.</param>
    /// <param name="template">Template value of a parameter at z, m.</param>
    /// <param name="axis">Vertebrae of the template.</param>
    public static RandomAdult Draw(int seed, Func<string, double, double> template, VertebralAxis axis)
    {
        var adult = new RandomAdult();
        var stream = 0;
        foreach (var group in LevelTables.Read("variability.csv").Rows.GroupBy(row => row.Text("parameter")))
        {
            var random = new Random(unchecked((seed * 9973) + (++stream)));
            var name = group.Key;
            var scale = name.EndsWith("_mm", StringComparison.Ordinal) ? 1e-3 : 1;
            var common = Normal(random);
            List<(double Z, double Deviation)> points = [];
            foreach (var row in group)
            {
                var correlation = row.Number("correlation");
                var score = (Math.Sqrt(correlation) * common) + (Math.Sqrt(1 - correlation) * Normal(random));
                var deviation = scale * (row.Number("mean") + (row.Number("sd") * score));
                double low = scale * row.Number("min"), high = scale * row.Number("max");
                var isCurve = row.Text("level").Length > 0;
                if (isCurve)
                {
                    var z = axis.HeightOf((int)Enum.Parse<VertebralLevel>(row.Text("level")) + 0.5);
                    var value = template(name, z);
                    deviation = Math.Clamp(value + deviation, low, high) - value;
                    points.Add((z, IsRatio(name) ? deviation / value : deviation));
                }
                else
                {
                    deviation = Math.Clamp(deviation, low, high);
                    adult._single[name] = deviation;
                }

                adult._drawn.Add(new AssumedValue(
                    $"drawn deviation of {name}{(isCurve ? " at " + row.Text("level") : "")}",
                    FormattableString.Invariant($"{deviation / scale:0.###}"), scale == 1 ? "vertebrae" : "mm", row.Text("source"),
                    row.Flag("assumption")));
            }

            if (points.Count > 0)
            {
                points.Sort((left, right) => left.Z.CompareTo(right.Z));
                adult._curves[name] = new LevelCurve([.. points.Select(p => p.Z)], [.. points.Select(p => p.Deviation)]);
            }
        }

        return adult;
    }

    /// <summary>The template's value at z, m, as it is in this adult.</summary>
    public double Apply(string name, double z, double template)
    {
        if (!_curves.TryGetValue(name, out var curve))
            return template + Deviation(name);
        return IsRatio(name) ? template * (1 + curve.At(z)) : template + curve.At(z);
    }

    /// <summary>Deviation of a parameter that is the same at every level.</summary>
    public double Deviation(string name) => _single.GetValueOrDefault(name);

    /// <summary>The cord is thin at its end, so its size varies in proportion between and beyond the levels of the table.</summary>
    private static bool IsRatio(string name) => name is "cord_width_mm" or "cord_depth_mm";

    /// <summary>Sum of twelve uniform numbers: close to normal, bounded by six SD, and the same on every machine.</summary>
    private static double Normal(Random random)
    {
        double sum = -6;
        for (var i = 0; i < 12; i++)
            sum += random.NextDouble();
        return sum;
    }
}
