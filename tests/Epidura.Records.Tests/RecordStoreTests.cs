using Epidura.Records.Keys;
using Epidura.Records.Storage;
using Microsoft.EntityFrameworkCore;

namespace Epidura.Records.Tests;

/// <summary>What holds on both databases.</summary>
public class RecordStoreTests
{
    private static readonly Actor Doctor = Clinic.Doctor;

    public static TheoryData<string> Databases => Clinic.Databases;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Events_are_kept_in_order_with_who_when_and_why(string database)
    {
        using var clinic = await Clinic.CreateAsync(database);
        var store = await clinic.OpenAsync();
        var id = (await Clinic.FillAsync(store, 1, 2))[0];
        var log = await (await clinic.OpenAsync()).EventsAsync(id, Doctor);
        Assert.Equal([1, 2, 3], log.Select(item => item.Revision));
        Assert.All(log, item => Assert.Equal(Doctor, item.Actor));
        Assert.Equal(["referral", "visit", "visit"], log.Select(item => item.Reason));
        Assert.Equal("2026-03-02 10:00", log[1].ClinicTime);
        Assert.Equal("""{"text":"note 2"}""", log[2].Payload);
        Assert.Equal(TimeSpan.Zero, log[2].RecordedUtc.Offset);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task A_stale_revision_is_refused_and_audited(string database)
    {
        using var clinic = await Clinic.CreateAsync(database);
        var store = await clinic.OpenAsync();
        var id = (await Clinic.FillAsync(store, 1, 1))[0];
        var before = await RecordStore.VerifyAsync(clinic.Settings);
        var refusal = await Clinic.Refuse(store.AppendAsync(id, 1, [Clinic.Note("late")], Doctor));
        Assert.Equal(("expected_revision", "1", "2"), (refusal.Field, refusal.Value, refusal.Allowed));
        var after = await RecordStore.VerifyAsync(clinic.Settings);
        Assert.Equal(before.Events, after.Events);
        Assert.Equal(before.AuditEntries + 1, after.AuditEntries);
        Assert.Empty(after.Findings);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Another_clinics_patient_does_not_exist_here(string database)
    {
        using var one = await Clinic.CreateAsync(database);
        var id = (await Clinic.FillAsync(await one.OpenAsync(), 1, 1))[0];
        using var other = await Clinic.CreateAsync(database);
        // On PostgreSQL both clinics share the database.
        var settings = database == Clinic.Sqlite
            ? other.Settings
            : other.Settings with { Location = one.Settings.Location, Head = new Chains.HeadFile(other.File("second.head")) };
        if (database == Clinic.Postgres)
            await RecordSetup.InitAsync(settings, "Second", Doctor);
        var store = await RecordStore.OpenAsync(settings);
        var refusal = await Clinic.Refuse(store.AppendAsync(id, 2, [Clinic.Note("mine?")], Doctor));
        Assert.Equal(("patient", id.ToString()), (refusal.Field, refusal.Value));
        Assert.Null(await store.ReadAsync(id, Doctor));
        Assert.Empty(await store.EventsAsync(id, Doctor));
        Assert.Empty(await store.WorklistAsync(new WorklistQuery()));
        Assert.Equal(0, await store.RevisionAsync(id));
        // The clinic, the refused write, and the two reads.
        Assert.Equal(4, (await RecordStore.VerifyAsync(settings)).AuditEntries);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task What_is_wrong_is_named_with_field_and_value_and_nothing_is_written(string database)
    {
        using var clinic = await Clinic.CreateAsync(database);
        var store = await clinic.OpenAsync();
        var id = (await Clinic.FillAsync(store, 1, 0))[0];
        async Task Wrong(string field, NewEvent item)
        {
            var refusal = await Clinic.Refuse(store.AppendAsync(id, 1, [item], Doctor));
            Assert.Equal(field, refusal.Field);
            Assert.NotEmpty(refusal.Reason);
            Assert.NotEmpty(refusal.Allowed);
        }

        await Wrong("type", Clinic.Note("x") with { Type = "dance" });
        await Wrong("type", Clinic.Note("x") with { Type = new string('a', 65) });
        await Wrong("reason", Clinic.Note("x") with { Reason = "" });
        await Wrong("clinic_time", Clinic.Note("x") with { ClinicTime = "" });
        await Wrong("payload", Clinic.Note("x") with { Payload = "{" });
        await Wrong("payload", Clinic.Note("x") with { Payload = """{"a":1,"a":2}""" });
        await Wrong("payload", Clinic.Note("x") with { Payload = "[1]" });
        await Wrong("id", Clinic.Note("x") with { Id = Guid.Empty });
        await Wrong("corrects", Clinic.Note("x") with { Payload = """{"corrects":"7"}""" });
        Assert.Equal("label", (await Clinic.Refuse(store.AppendAsync(new PatientId(Guid.NewGuid()), 0, [Clinic.Start("Person 0")],
            Doctor))).Field);
        Assert.Equal("events", (await Clinic.Refuse(store.AppendAsync(id, 1, [], Doctor))).Field);
        Assert.Equal(1, await store.RevisionAsync(id));
        var report = await RecordStore.VerifyAsync(clinic.Settings);
        Assert.Empty(report.Findings);
        Assert.Equal((1, 1, 13), (report.Patients, report.Events, report.AuditEntries));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Asking_again_with_the_same_id_adds_nothing(string database)
    {
        using var clinic = await Clinic.CreateAsync(database);
        var store = await clinic.OpenAsync();
        var id = (await Clinic.FillAsync(store, 1, 0))[0];
        var note = Clinic.Note("once");
        Assert.Equal(2, await Clinic.Accept(store.AppendAsync(id, 1, [note], Doctor)));
        Assert.Equal(2, await Clinic.Accept(store.AppendAsync(id, 1, [note], Doctor)));
        Assert.Equal(2, await store.RevisionAsync(id));
        Assert.Equal("id", (await Clinic.Refuse(store.AppendAsync(new PatientId(Guid.NewGuid()), 0, [note], Doctor))).Field);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task A_correction_is_a_new_event_and_the_old_value_stays_readable(string database)
    {
        using var clinic = await Clinic.CreateAsync(database);
        var store = await clinic.OpenAsync();
        var id = (await Clinic.FillAsync(store, 1, 0))[0];
        await Clinic.Accept(store.AppendAsync(id, 1, [Clinic.Note("7 of 10")], Doctor));
        await Clinic.Accept(store.AppendAsync(
            id, 2, [Clinic.Note("") with
            {
                Type = "correction", Payload = """{"corrects":"2","text":"5 of 10"}""", Reason = "misheard",
            }], Doctor));
        var page = (await store.ReadAsync(id, Doctor))!;
        Assert.Equal([null, 3, null], page.Lines.Select(line => line.CorrectedBy));
        Assert.Equal(["start: ", "note: 7 of 10", "correction: 5 of 10"], page.Lines.Select(line => line.Text));
        Assert.Empty((await RecordStore.VerifyAsync(clinic.Settings)).Findings);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Read_models_can_be_dropped_and_made_again_to_the_same_canonical_form(string database)
    {
        using var clinic = await Clinic.CreateAsync(database);
        var store = await clinic.OpenAsync();
        await Clinic.FillAsync(store, 4, 3);
        var before = await RecordStore.VerifyAsync(clinic.Settings);
        await using (var context = new RecordDatabase(clinic.Settings.Location, clinic.Settings.Clinic).Open())
        {
            await context.Worklist.ExecuteDeleteAsync();
            await context.Timeline.ExecuteDeleteAsync();
            await context.States.ExecuteDeleteAsync();
        }

        Assert.Equal(4, (await RecordStore.VerifyAsync(clinic.Settings)).Findings.Count);
        Assert.Equal(4, await store.RebuildAsync(Doctor, isToday: false));
        var after = await RecordStore.VerifyAsync(clinic.Settings);
        Assert.Empty(after.Findings);
        Assert.Equal(before.ReadModelHash, after.ReadModelHash);
        Assert.Equal(4 * (1 + 1 + 4), after.ReadModelRows);
        Assert.Equal(4, (await store.WorklistAsync(new WorklistQuery())).Count);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task The_worklist_is_sorted_and_paged_and_a_patient_is_found_by_number(string database)
    {
        using var clinic = await Clinic.CreateAsync(database);
        var store = await clinic.OpenAsync();
        var ids = await Clinic.FillAsync(store, 7, 0);
        var due = new NewEvent(Guid.NewGuid(), "note", """{"due":"2026-04-01"}""", "2026-03-03", "plan");
        await Clinic.Accept(store.AppendAsync(ids[5], 1, [due], Doctor));
        await Clinic.Accept(store.AppendAsync(ids[2], 1, [due with { Id = Guid.NewGuid(), Payload = """{"due":"2026-03-20"}""" }], Doctor));
        List<WorklistLine> all = [];
        for (WorklistLine? after = null; ;)
        {
            var page = await store.WorklistAsync(new WorklistQuery(3, after));
            all.AddRange(page);
            if (page.Count < 3)
                break;
            after = page[^1];
        }

        Assert.Equal(7, all.Select(line => line.Patient).Distinct().Count());
        Assert.Equal([ids[2], ids[5]], all.Take(2).Select(line => line.Patient));
        Assert.Equal("Visit of Person 2", all[0].Next);
        Assert.Equal(new DateOnly(2026, 3, 20), all[0].Due);
        Assert.Equal(ids[4], await store.FindAsync("Person 4"));
        Assert.Null(await store.FindAsync("Person 44"));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Nothing_about_a_person_stands_readable_in_the_database(string database)
    {
        using var clinic = await Clinic.CreateAsync(database);
        var store = await clinic.OpenAsync();
        var id = new PatientId(Guid.NewGuid());
        await Clinic.Accept(store.AppendAsync(id, 0, [Clinic.Start("Zebedee")], Doctor));
        await Clinic.Refuse(store.AppendAsync(id, 0, [Clinic.Note("Zebedee")], Doctor));
        await using var context = new RecordDatabase(clinic.Settings.Location, clinic.Settings.Clinic).Open();
        var bytes = (await context.Events.AsNoTracking().ToListAsync()).SelectMany(row => new[] { row.Payload, row.Reason })
            .Concat((await context.Audits.AsNoTracking().ToListAsync()).Select(row => row.Detail))
            .Concat((await context.Worklist.AsNoTracking().ToListAsync()).Select(row => row.Display))
            .Concat((await context.States.AsNoTracking().ToListAsync()).Select(row => row.Detail))
            .Concat((await context.Timeline.AsNoTracking().ToListAsync()).Select(row => row.Line));
        Assert.All(bytes, value =>
        {
            var text = System.Text.Encoding.Latin1.GetString(value);
            Assert.DoesNotContain("Zebedee", text, StringComparison.Ordinal);
            Assert.DoesNotContain("referral", text, StringComparison.Ordinal);
        });
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Without_its_own_key_a_record_does_not_open(string database)
    {
        using var clinic = await Clinic.CreateAsync(database);
        var refused = await Assert.ThrowsAsync<RecordException>(
            () => RecordStore.OpenAsync(clinic.Settings with { Keys = RecordKeys.Create() }));
        Assert.Contains("key", refused.Message, StringComparison.Ordinal);
        Assert.False((await RecordStore.VerifyAsync(clinic.Settings with { Keys = RecordKeys.Create() })).IsIntact);
    }
}
