using Epidura.Anatomy;
using Epidura.Anatomy.Placement;
using Epidura.Quantities;
using Epidura.Stimulation.Leads;

namespace Epidura.Field;

/// <summary>Refuses a problem that has no field, in one sentence with what is allowed.</summary>
internal static class FieldProblemCheck
{
    /// <summary>Insulation that a grid can still hold between two contacts, m.</summary>
    private const double GapMin = 0.1e-3;

    /// <summary>Between a contact and the faces of the box, m.</summary>
    private const double Margin = 1e-3;

    /// <exception cref="ArgumentException">No contact, a contact outside the box, or two that touch.</exception>
    public static void Check(FieldProblem problem)
    {
        if (problem.Contacts.Count == 0)
            throw new ArgumentException("The field problem has no contact; allowed is 1 or more.", nameof(problem));
        CheckCurve(problem);
        foreach (var lead in problem.Leads)
        {
            foreach (var contact in lead.Model.Contacts)
                CheckPlace(problem.Box, lead, contact);
            for (var i = 0; i < lead.Model.Contacts.Count; i++)
                for (var j = 0; j < i; j++)
                    CheckGap(lead, lead.Model.Contacts[j], lead.Model.Contacts[i]);
        }
    }

    /// <summary>A block that bends too much would fold on its inner side.</summary>
    private static void CheckCurve(FieldProblem problem)
    {
        const int Heights = 100;
        var (curve, box) = (problem.Body.Curve, problem.Box);
        for (var n = 0; n <= Heights && !curve.IsStraight; n++)
        {
            var z = box.ZMin + ((box.ZMax - box.ZMin) * n / Heights);
            var least = Math.Min(curve.Stretch(box.YMin, z), curve.Stretch(box.YMax, z));
            if (!(least >= CordCurve.StretchMin))
                throw new ArgumentException(
                    FormattableString.Invariant($"The cord bends with a radius of {1e3 / Math.Abs(curve.At(z)):0} mm ")
                    + FormattableString.Invariant($"at z = {z * 1e3:0} mm; ")
                    + FormattableString.Invariant($"the modelled block shrinks there to {least:0.##} of its length, allowed is ")
                    + FormattableString.Invariant($"{CordCurve.StretchMin} or more."));
        }
    }

    private static void CheckPlace(FieldBox box, PlacedLead lead, Contact contact)
    {
        var half = 0.5 * contact.Shape.Length.Metres;
        foreach (var along in new[] { contact.Along.Metres - half, contact.Along.Metres + half })
        {
            Position p = lead.AxisAt(along);
            if (box.Contains(p.X - Margin, p.Y - Margin, p.Z - Margin) && box.Contains(p.X + Margin, p.Y + Margin, p.Z + Margin))
                continue;
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"Contact {lead.Id}.{contact.Number} reaches ({p.X * 1e3:0.#}, {p.Y * 1e3:0.#}, {p.Z * 1e3:0.#}) mm, ")
                + "outside the grid; "
                + FormattableString.Invariant($"allowed is x {Range(box.XMin, box.XMax)}, y {Range(box.YMin, box.YMax)}, ")
                + FormattableString.Invariant($"z {Range(box.ZMin, box.ZMax)} mm."));
        }
    }

    private static void CheckGap(PlacedLead lead, Contact a, Contact b)
    {
        var along = Gap(a.Along.Metres, a.Shape.Length.Metres, b.Along.Metres, b.Shape.Length.Metres);
        var across = a.Shape is ContactShape.Plate first && b.Shape is ContactShape.Plate second
            ? Gap(a.Across.Metres, first.Width.Metres, b.Across.Metres, second.Width.Metres)
            : double.NegativeInfinity;
        var gap = Math.Max(along, across);
        if (!(gap >= GapMin))
            throw new ArgumentException(
                FormattableString.Invariant($"Contacts {a.Number} and {b.Number} of lead {lead.Id} are {gap * 1e3:0.###} mm apart; ")
                + FormattableString.Invariant($"allowed is {GapMin * 1e3} mm or more."));
    }

    private static double Gap(double a, double lengthA, double b, double lengthB) => Math.Abs(a - b) - (0.5 * (lengthA + lengthB));

    private static string Range(double low, double high) =>
        FormattableString.Invariant($"{(low + Margin) * 1e3:0.#} to {(high - Margin) * 1e3:0.#}");
}
