using Epidura.Care.Instruments;
using Epidura.Care.Tables;
using Epidura.Documents;

namespace Epidura.Care.Patients;

/// <summary>Refuses what no patient can have: answers a form lacks, dates out of order, levels of another region, sides that
/// contradict.</summary>
internal sealed class PatientCheck(PatientFields fields)
{
    private static readonly DateOnly FirstDay = new(1900, 1, 1);

    public bool Accepts(DocumentNode.Mapping map, Instrument instrument, InstrumentAnswers answers)
    {
        if (DocumentFields.List(map, "items").Any(fields.Errors.IsBad))
            return false;
        var refused = InstrumentCheck.Check(instrument, answers);
        foreach (var item in refused)
            fields.Errors.Add(NodeOf(map, item.Field), item.Value, item.Allowed, item.Reason);
        return refused.Count == 0;
    }

    public void Check(DocumentNode.Mapping top, Patient patient)
    {
        CheckDates(top, top, patient.EvaluatedOn);
        CheckPerson(top, patient);
        CheckPlan(DocumentFields.Group(top, "plan"));
        foreach (var map in Groups(top, "trials"))
            CheckOrder(map, "started_on", "ended_on", "A trial ends on or after the day it starts.");
        foreach (var map in Groups(top, "imaging"))
            CheckImage(map);
        foreach (var map in Groups(top, "antithrombotics"))
            CheckAgent(map);
    }

    /// <summary>Days of the past must not lie after the evaluation; no day lies before 1900. Planned instants may.</summary>
    private void CheckDates(DocumentNode.Mapping top, DocumentNode node, DateOnly evaluated)
    {
        switch (node)
        {
            case DocumentNode.Mapping map:
                foreach (var entry in map.Entries)
                    CheckDates(top, entry.Value, evaluated);
                break;
            case DocumentNode.Sequence list:
                foreach (var item in list.Items)
                    CheckDates(top, item, evaluated);
                break;
            case DocumentNode.Scalar scalar when !fields.Errors.IsBad(scalar) && IsDateKey(scalar.Path)
                && DateText.TryRead(scalar, out var day):
                if (day < FirstDay)
                    fields.Errors.Add(scalar, scalar.Show(), "1900-01-01 or later", $"{scalar.Path} lies too far back.");
                else if (day > evaluated && !scalar.Path.StartsWith("evaluated_on", StringComparison.Ordinal))
                {
                    fields.Errors.Add(
                        scalar, scalar.Show(), $"{evaluated:yyyy-MM-dd} or earlier",
                        $"{scalar.Path} lies after the day of the evaluation.");
                }

                break;
        }
    }

    private static bool IsDateKey(string path)
    {
        var key = path[(path.LastIndexOf('.') + 1)..];
        var bracket = key.IndexOf('[', StringComparison.Ordinal);
        key = bracket < 0 ? key : key[..bracket];
        return key is "on" or "birth_date" or "until" or "checks" || key.EndsWith("_on", StringComparison.Ordinal);
    }

    private void CheckPerson(DocumentNode.Mapping top, Patient patient)
    {
        var map = DocumentFields.Group(top, "patient");
        if (patient.Person is not { BirthDate: { } birth, AgeYears: { } given })
            return;
        var age = AgeOn(birth, patient.EvaluatedOn);
        if (age != given)
        {
            fields.Errors.Add(
                map!.Find("age_years")!, $"{given}", $"{age}, or leave the key out", "Age and date of birth contradict each other.");
        }
    }

    private void CheckPlan(DocumentNode.Mapping? plan)
    {
        var start = fields.Instant(plan, "procedure_at");
        foreach (var key in new[] { "lead_removal_at", "surgery_end_at" })
        {
            if (start is { } begin && fields.Instant(plan, key) is { } end && end < begin)
            {
                fields.Errors.Add(
                    plan!.Find(key)!, fields.Text(plan, key)!, $"{begin:yyyy-MM-dd'T'HH:mm'Z'} or later",
                    $"{key} lies before the procedure.");
            }
        }
    }

    private void CheckOrder(DocumentNode.Mapping map, string first, string second, string reason)
    {
        if (fields.Date(map, first) is { } start && fields.Date(map, second) is { } end && end < start)
            fields.Errors.Add(map.Find(second)!, $"{end:yyyy-MM-dd}", $"{start:yyyy-MM-dd} or later", reason);
    }

    private void CheckImage(DocumentNode.Mapping image)
    {
        if (fields.Text(image, "region") is not { } region)
            return;
        foreach (var map in Groups(image, "findings"))
        {
            if (fields.Text(map, "level") is { } level && CareTable.Of("levels").Find("level", level) is { } row
                && row.Text("region") != region)
            {
                fields.Errors.Add(
                    map.Find("level")!, level, $"levels of the {region} spine",
                    $"The level {level} is {row.Text("region")}, but the image is {region}.");
            }

            if (fields.Text(map, "finding") is "central-stenosis" && fields.Text(map, "side") is "left" or "right")
            {
                fields.Errors.Add(
                    map.Find("side")!, fields.Text(map, "side")!, "both, or leave the key out",
                    "A central stenosis has no side; a lateral or foraminal one has.");
            }

            if (fields.Text(map, "finding") is { } kind and not "herniation" && map.Find("position") is { } position)
                fields.Errors.Add(position, fields.Text(map, "position") ?? "", "nothing",
                    $"A position belongs to a herniation, not to {kind}.");
        }
    }

    private void CheckAgent(DocumentNode.Mapping map)
    {
        if (fields.Text(map, "agent") is not { } agent || fields.Text(map, "use") is not { } use)
            return;
        var uses = Medication.AntithromboticPlan.UsesOf(agent);
        if (!uses.Contains(use))
        {
            fields.Errors.Add(
                map.Find("use")!, use, uses.Count == 0 ? "nothing" : string.Join(", ", uses), $"{agent} has no row for this use.");
        }
    }

    private static DocumentNode NodeOf(DocumentNode.Mapping map, string field)
    {
        var bracket = field.IndexOf('[', StringComparison.Ordinal);
        if (bracket < 0)
            return map.Find(field) ?? map;
        return map.Find(field[..bracket]) is DocumentNode.Sequence list
            ? list.Items[int.Parse(field[(bracket + 1)..^1], System.Globalization.CultureInfo.InvariantCulture)]
            : map;
    }

    private static IEnumerable<DocumentNode.Mapping> Groups(DocumentNode.Mapping map, string key) =>
        DocumentFields.List(map, key).OfType<DocumentNode.Mapping>();

    /// <summary>Whole years between a birthday and a day; who is born on 29 February turns a year on 1 March in other years.</summary>
    internal static int AgeOn(DateOnly birth, DateOnly day) =>
        day.Year - birth.Year - ((day.Month, day.Day).CompareTo((birth.Month, birth.Day)) < 0 ? 1 : 0);
}
