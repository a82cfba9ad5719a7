using Epidura.Quantities;

namespace Epidura.Field.Accuracy;

/// <summary>A fibre's path in the dorsal columns, on which fields are judged.</summary>
/// <param name="Lateral">From the middle of the cord to the patient's right, m.</param>
/// <param name="Depth">Below the dorsal surface of the cord, m.</param>
/// <param name="Points">Nodes, m, from caudal to rostral.</param>
public sealed record FibreLine(double Lateral, double Depth, IReadOnlyList<Position> Points);

/// <summary>Lines in the dorsal columns that follow the cord past every contact.</summary>
public static class FibreLines
{
    /// <summary>Distance of the nodes along the cord, m.</summary>
    public const double Spacing = 1e-3;

    private const double Margin = 6e-3;
    private static readonly (double Lateral, double Depth)[] Places =
    [
        (0, 0.2e-3), (0, 0.6e-3), (0, 1.2e-3), (0, 2e-3), (1e-3, 0.2e-3), (1e-3, 0.6e-3), (-1e-3, 0.2e-3), (3e-3, 0.4e-3),
        (-3e-3, 0.4e-3),
    ];

    /// <summary>Nine lines at depths of 0.2 to 2 mm, up to 3 mm from the middle, from 6 mm below the lowest contact to 6 mm above the
    /// highest.</summary>
    /// <param name="problem">Gives the cord and the contacts.</param>
    public static IReadOnlyList<FibreLine> Of(FieldProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        var heights = problem.Leads
            .SelectMany(lead => lead.Model.Contacts.Select(contact => lead.ContactCentre(contact.Number).Z)).ToArray();
        double low = Math.Max(heights.Min() - Margin, problem.Box.ZMin), high = Math.Min(heights.Max() + Margin, problem.Box.ZMax);
        return [.. Places.Select(place => new FibreLine(place.Lateral, place.Depth, Line(problem, place, low, high)))];
    }

    /// <summary>Nodes at even true distances along the cord: on a bent one, steps of z are shorter where the way is longer.</summary>
    private static List<Position> Line(FieldProblem problem, (double Lateral, double Depth) place, double low, double high)
    {
        var count = (int)Math.Round((high - low) / Spacing) + 1;
        if (problem.Body.Curve.IsStraight)
            return [.. Enumerable.Range(0, count).Select(n => At(problem, place, low + (n * Spacing)))];
        List<Position> points = [At(problem, place, low)];
        while (points.Count < count && points[^1].Z < high)
        {
            var last = points[^1];
            var middle = last.Z + (0.5 * Spacing / problem.Body.Curve.Stretch(last.Y, last.Z));
            points.Add(At(problem, place, last.Z + (Spacing / problem.Body.Curve.Stretch(last.Y, middle))));
        }

        return points;
    }

    private static Position At(FieldProblem problem, (double Lateral, double Depth) place, double z)
    {
        var cord = problem.Body.SectionAt(z).Cord;
        var x = cord.CentreX + Math.Clamp(place.Lateral, -0.8 * cord.SemiX, 0.8 * cord.SemiX);
        return new Position(x, cord.DorsalEdge(x) - place.Depth, z);
    }
}
