using Epidura.Field.Verification;

namespace Epidura.Field.Accuracy;

/// <summary>Gathers how two fields differ along lines, over single contacts and pairs of neighbours.</summary>
internal sealed class LineDifferences(IReadOnlyList<(int Contact, int Return)> patterns)
{
    /// <summary>Stands for the outer boundary as the return of a single contact.</summary>
    public const int Case = -1;

    private FieldError _squares = new(0, 0, 0);
    private int _count;

    /// <summary>Over every line and pattern.</summary>
    public FieldError Worst { get; private set; } = new(0, 0, 0);

    /// <summary>Root of the mean square over lines and patterns of each one's largest.</summary>
    public FieldError Mean => new(
        Math.Sqrt(_squares.Potential / _count), Math.Sqrt(_squares.SecondDifference / _count), Math.Sqrt(_squares.Threshold / _count));

    /// <summary>Each contact against the case and against its next neighbour on the same lead.</summary>
    public static IReadOnlyList<(int Contact, int Return)> Patterns(IReadOnlyList<Stimulation.Programs.ContactId> contacts)
    {
        List<(int, int)> patterns = [.. Enumerable.Range(0, contacts.Count).Select(n => (n, Case))];
        for (var n = 0; n + 1 < contacts.Count; n++)
            if (contacts[n].Lead == contacts[n + 1].Lead)
                patterns.Add((n, n + 1));
        return patterns;
    }

    /// <summary>Compares along one line.</summary>
    /// <param name="ours">V/A; contacts × points, point fastest.</param>
    /// <param name="other">The same of the field that is held to be better.</param>
    /// <param name="spacing">Of the points, m.</param>
    /// <param name="points">On the line.</param>
    public void Add(double[] ours, double[] other, int points, double spacing)
    {
        foreach (var pattern in patterns)
        {
            double[] a = Take(ours, points, pattern), b = Take(other, points, pattern);
            var (mine, theirs) = (LinearCable.Depolarisation(a, spacing), LinearCable.Depolarisation(b, spacing));
            var error = new FieldError(Largest(a, b), Largest(Differences(a), Differences(b)), Math.Abs((theirs / mine) - 1));
            Worst = Worst.With(error, Math.Max);
            _squares = _squares.With(error, (sum, value) => sum + (value * value));
            _count++;
        }
    }

    /// <summary>Second differences of neighbouring points.</summary>
    public static double[] Differences(double[] values) =>
        [.. Enumerable.Range(1, values.Length - 2).Select(n => values[n - 1] - (2 * values[n]) + values[n + 1])];

    private static double Largest(double[] a, double[] b) =>
        a.Zip(b, (x, y) => Math.Abs(x - y)).Max() / b.Max(Math.Abs);

    private static double[] Take(double[] values, int points, (int Contact, int Return) pattern)
    {
        var result = values.AsSpan(pattern.Contact * points, points).ToArray();
        if (pattern.Return != Case)
            for (var n = 0; n < points; n++)
                result[n] -= values[(pattern.Return * points) + n];
        return result;
    }
}
