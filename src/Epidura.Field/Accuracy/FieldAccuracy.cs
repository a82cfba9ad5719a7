using Epidura.Quantities;

namespace Epidura.Field.Accuracy;

/// <summary>The discretisation error of a field, estimated without a reference.</summary>
/// <remarks>
/// Richardson 1911 (doi 10.1098/rsta.1911.0009): when the error falls as spacing^p, halving the spacing changes the result by
/// (2^p - 1) times the error that is left. A third grid measures p over all lines and contacts together. A measured p above 1 is not
/// believed: the part of the error that is of first order (borders inside cells, ends of contacts) is small on coarse grids and what is
/// left on fine ones. The estimate takes p between 0.5 and 1 and the factor of safety of Roache 1994 (doi 10.1115/1.2910291).
/// Equations, and how the estimate compares with true errors: docs/science/field.md. Checked by FieldAccuracyTests over random anatomy
/// and by <c>verify field</c>.
/// </remarks>
public static class FieldAccuracy
{
    /// <summary>Of safety, for three grids (Roache 1994).</summary>
    internal const double Safety = 1.25;

    private const double OrderMin = 0.5;
    private const double OrderMax = 2;
    private const double OrderBelieved = 1;

    /// <summary>Estimates the error of a field from grids of twice and four times its spacing, about a fifth of the field's own
    /// cost.</summary>
    /// <param name="problem">What was solved; its spacing factor is 1.</param>
    /// <param name="fields">Its solution.</param>
    /// <param name="store">Keeps the coarse fields; null solves always.</param>
    /// <param name="threads">0 takes the machine's.</param>
    /// <param name="progress">Told about stages; may be null.</param>
    /// <param name="ct">Asked in every iteration.</param>
    /// <exception cref="ArgumentOutOfRangeException">A spacing factor above 1.</exception>
    public static FieldErrorEstimate Estimate(
        FieldProblem problem, LeadFields fields, IFieldStore? store, int threads, IProgress<FieldProgress>? progress, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(problem.SpacingFactor, 1);
        LeadFields Coarse(double factor) => LeadFieldCache.GetOrSolve(
            problem with { SpacingFactor = factor * problem.SpacingFactor }, store, threads, progress, ct);
        return Estimate(
            fields, Coarse(2), Coarse(4), [.. FibreLines.Of(problem).Select(line => line.Points)],
            LineDifferences.Patterns(problem.Contacts));
    }

    /// <summary>How two fields of the same contacts differ along the lines of the dorsal columns.</summary>
    /// <param name="problem">Gives the lines.</param>
    /// <param name="ours">Judged.</param>
    /// <param name="other">Held to be better.</param>
    public static FieldError Compare(FieldProblem problem, IFieldSampler ours, IFieldSampler other)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(ours);
        ArgumentNullException.ThrowIfNull(other);
        return Differ(
            ours, other, [.. FibreLines.Of(problem).Select(line => line.Points)], LineDifferences.Patterns(problem.Contacts)).Worst;
    }

    internal static FieldErrorEstimate Estimate(
        LeadFields fields, LeadFields twice, LeadFields fourfold, IReadOnlyList<IReadOnlyList<Position>> lines,
        IReadOnlyList<(int Contact, int Return)> patterns)
    {
        var last = Differ(twice, fields, lines, patterns);
        var before = Differ(fourfold, twice, lines, patterns);
        var order = before.Mean.With(
            last.Mean, (coarse, fine) => fine > 0 ? Math.Clamp(Math.Log2(coarse / fine), OrderMin, OrderMax) : OrderMax);
        return new FieldErrorEstimate(
            last.Worst, before.Worst, order, last.Worst.With(
                order, (change, p) => Safety * change / (Math.Pow(2, Math.Min(p, OrderBelieved)) - 1)));
    }

    private static LineDifferences Differ(
        IFieldSampler ours, IFieldSampler other, IReadOnlyList<IReadOnlyList<Position>> lines,
        IReadOnlyList<(int Contact, int Return)> patterns)
    {
        var result = new LineDifferences(patterns);
        foreach (var line in lines)
        {
            var (a, b) = (new double[line.Count * ours.Contacts.Count], new double[line.Count * other.Contacts.Count]);
            ours.Sample(line, a);
            other.Sample(line, b);
            result.Add(a, b, line.Count, FibreLines.Spacing);
        }

        return result;
    }
}
