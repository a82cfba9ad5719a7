using Epidura.Care.Pathway;
using Epidura.Records.Exchange;

namespace Epidura.Records.Tests;

/// <summary>One patient out and in again, and all without identifiers; with the clinic's own events, on both databases (W-19).</summary>
public class ExchangeTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Databases => Clinic.Databases;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task A_patient_goes_out_and_comes_in_again_with_the_same_events_and_counts(string database)
    {
        using var clinic = await Clinic.CreateAsync(database);
        var settings = Care(clinic);
        var store = await RecordStore.OpenAsync(settings);
        var id = await FillAsync(store);
        var export = (await store.ExportAsync(id, Clinic.Doctor))!;
        Assert.Equal((4, 1), (export.Events, export.Corrected));
        Assert.Contains("events       4, of them corrected later 1", export.Human, StringComparison.Ordinal);
        Assert.Contains("\"events\":4", export.Machine, StringComparison.Ordinal);
        Assert.Contains("not a medical device", export.Human, StringComparison.Ordinal);
        Assert.Equal(1, export.Human.Split("[corrected by event 4]").Length - 1);

        using var other = await Clinic.CreateAsync(database);
        var second = await RecordStore.OpenAsync(Care(other));
        var events = PatientExport.Read(export.Machine, out var wrong);
        Assert.Empty(wrong);
        Assert.Equal(4, await Clinic.Accept(second.ImportAsync(events, new Actor("registrar", "clerk"))));
        var again = (await second.ExportAsync(id, Clinic.Doctor))!;
        Assert.Equal(export.Machine.Split('\n')[2..], again.Machine.Split('\n')[2..]);
        Assert.Empty((await RecordStore.VerifyAsync(Care(other))).Findings);
        Assert.Equal("patient", (await Clinic.Refuse(second.ImportAsync(events, Clinic.Doctor))).Field);
    }

    [Fact]
    public async Task An_altered_export_is_refused_with_its_place()
    {
        using var clinic = await Clinic.CreateAsync();
        var store = await RecordStore.OpenAsync(Care(clinic));
        var export = (await store.ExportAsync(await FillAsync(store), Clinic.Doctor))!.Machine;
        void Wrong(string field, string text)
        {
            Assert.Empty(PatientExport.Read(text, out var wrong));
            Assert.Contains(wrong, refusal => refusal.Field == field);
        }

        Wrong("events[1].sha256", export.Replace("pain-physician", "surgeon", StringComparison.Ordinal));
        Wrong("counts.events", export.Replace("\"events\":4", "\"events\":5", StringComparison.Ordinal));
        Wrong("schema", export.Replace("epidura-record/1", "epidura-record/9", StringComparison.Ordinal));
        Wrong("file", "[]");
        Wrong("file", export[..200]);
        Wrong("events[0].extra", export.Replace("{\"actor\"", "{\"extra\":1,\"actor\"", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task An_illegal_move_and_a_wrong_field_are_refused_with_field_value_and_reason(string database)
    {
        using var clinic = await Clinic.CreateAsync(database);
        var store = await RecordStore.OpenAsync(Care(clinic));
        var id = await FillAsync(store);
        var illegal = await Clinic.Refuse(store.AppendAsync(id, 4, [CarePathway.ToNew(
            Guid.NewGuid(), PathwayEvent.Of("pathway.resumed", Start.AddDays(9), ("reason", "well again")), "x")], Clinic.Doctor));
        Assert.Equal(("state", "screening"), (illegal.Field, illegal.Value));
        var range = await Clinic.Refuse(store.AppendAsync(id, 4, [CarePathway.ToNew(
            Guid.NewGuid(), PathwayEvent.Of("diary.entered", Start.AddDays(9), ("on", new DateOnly(2026, 1, 9)), ("nrs", 11)), "x")],
            Clinic.Doctor));
        Assert.Equal(("nrs", "11"), (range.Field, range.Value));
        Assert.Equal(4, await store.RevisionAsync(id));
        Assert.Empty((await RecordStore.VerifyAsync(Care(clinic))).Findings);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task The_research_extract_holds_no_identifier_and_no_date(string database)
    {
        using var clinic = await Clinic.CreateAsync(database);
        var store = await RecordStore.OpenAsync(Care(clinic));
        var id = await FillAsync(store);
        using var text = new StringWriter();
        Assert.Equal((1, 4L), await store.ExtractAsync(Clinic.Doctor, text));
        var extract = text.ToString();
        Assert.DoesNotContain("LABEL-7", extract, StringComparison.Ordinal);
        Assert.DoesNotContain(id.ToString(), extract, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch("[0-9]{4}-[0-9]{2}", extract);
        Assert.DoesNotContain(Clinic.Doctor.Id, extract, StringComparison.Ordinal);
        Assert.Contains("1,1,0,referral.received,age_years,46\n", extract, StringComparison.Ordinal);
        Assert.Contains("1,3,3,diary.entered,nrs,7\n", extract, StringComparison.Ordinal);
        Assert.Contains("1,3,3,diary.entered,on,day 2\n", extract, StringComparison.Ordinal);
    }

    private static RecordSettings Care(Clinic clinic) => clinic.Settings with { Pathway = new CarePathway(SiteProfile.Default) };

    private static async Task<PatientId> FillAsync(RecordStore store)
    {
        var id = new PatientId(Guid.NewGuid());
        PathwayEvent[] events =
        [
            PathwayEvent.Of("referral.received", Start, ("profiles", PathwayValue.Of("default")),
                ("indications", PathwayValue.Of("failed-back-leg")), ("referrer_role", "general-practitioner"), ("label", "LABEL-7"),
                ("birth_date", new DateOnly(1979, 5, 1))),
            PathwayEvent.Of("screening.started", Start.AddDays(1), ("by_role", "pain-physician")),
            PathwayEvent.Of("diary.entered", Start.AddDays(3), ("on", new DateOnly(2026, 1, 7)), ("nrs", 7)),
            PathwayEvent.Of("record.corrected", Start.AddDays(4), ("corrects", 3), ("field", "nrs"), ("value", 5),
                ("reason", "misread"), ("by_role", "nurse")),
        ];
        await Clinic.Accept(store.AppendAsync(
            id, 0, [.. events.Select(item => CarePathway.ToNew(Guid.NewGuid(), item, "visit"))], Clinic.Doctor));
        return id;
    }
}
