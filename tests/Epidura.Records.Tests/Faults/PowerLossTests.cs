using System.Globalization;
using Epidura.Records.Chains;
using Epidura.Records.Storage;
using Microsoft.Data.Sqlite;

namespace Epidura.Records.Tests.Faults;

/// <summary>The record on SQLite when the power goes at any call of a workload (T8).</summary>
[Trait("Requirement", "T8")]
public class PowerLossTests
{
    [Fact]
    public async Task No_cut_leaves_a_damaged_record_or_loses_an_acknowledged_event()
    {
        var result = await RunAsync(SyncLevel.Full, 300, seed: 8);
        Assert.Equal((0, 0), (result.Damaged, result.Lost));
        Assert.True(result.Judged >= 280, $"{result.Judged} states judged");
    }

    [Fact]
    public async Task Waiting_less_for_the_medium_loses_acknowledged_events_and_the_record_says_so()
    {
        var normal = await RunAsync(SyncLevel.Normal, 120, seed: 9);
        Assert.True(normal.Lost > 0, $"{normal.Lost} of {normal.Judged} lost");
        Assert.Equal(normal.Lost, normal.LostAndReported);
        var off = await RunAsync(SyncLevel.Off, 120, seed: 10);
        Assert.True(off.Lost > 0 && off.Damaged > 0, $"{off.Lost} lost, {off.Damaged} damaged of {off.Judged}");
    }

    [Fact]
    [Trait("Category", "Campaign")]
    public async Task Five_thousand_cuts()
    {
        var full = await RunAsync(SyncLevel.Full, 5000, seed: 1);
        var normal = await RunAsync(SyncLevel.Normal, 1000, seed: 2);
        var off = await RunAsync(SyncLevel.Off, 1000, seed: 3);
        Ledger.Write("records-power", string.Create(CultureInfo.InvariantCulture,
            $"records: power cuts on SQLite, seed 1: {full.Judged} states judged of {full.States} over {full.Calls} calls, "
            + $"{full.Damaged} damaged, {full.Lost} with acknowledged events lost; control NORMAL, seed 2: {normal.Damaged} damaged, "
            + $"{normal.Lost} lost of {normal.Judged}; control OFF, seed 3: {off.Damaged} damaged, {off.Lost} lost of {off.Judged}"));
        Assert.Equal((0, 0), (full.Damaged, full.Lost));
        Assert.True(full.Judged >= 4800, $"{full.Judged}");
        Assert.True(normal.Lost > 0 && off.Lost > 0 && off.Damaged > 0);
    }

    private static async Task<Outcome> RunAsync(SyncLevel level, int states, int seed)
    {
        using var clinic = await Clinic.CreateAsync();
        var recording = new DiskRecording();
        var (settings, firstJudged) = await RecordAsync(clinic, level, recording);
        var cuts = new PowerCuts(recording.Steps);
        var random = new Random(seed);
        var folder = Directory.CreateTempSubdirectory("epidura-cut-").FullName;
        int damaged = 0, lost = 0, reported = 0, judged = 0;
        for (var state = 0; state < states; state++)
        {
            var at = random.Next(recording.Steps.Count + 1);
            var (files, acknowledged) = cuts.Cut(at, (Unsynced)(state % 5), random);
            // Before the record was made there is nothing to lose.
            if (at < firstJudged)
                continue;
            judged++;
            var (isDamaged, events, says) = await LookAsync(folder, files, settings);
            damaged += isDamaged ? 1 : 0;
            var isLost = !isDamaged && events < acknowledged;
            lost += isLost ? 1 : 0;
            reported += isLost && says ? 1 : 0;
        }

        Directory.Delete(folder, true);
        return new Outcome(states, judged, recording.Steps.Count, damaged, lost, reported);
    }

    /// <summary>Records a workload: patients, events, corrections, refusals, reads, a rebuild, with sessions that end and begin.</summary>
    private static async Task<(RecordSettings Settings, int FirstJudged)> RecordAsync(Clinic clinic, SyncLevel level,
        DiskRecording recording)
    {
        var folder = Path.GetDirectoryName(clinic.File("x"))!;
        var settings = clinic.Settings with
        {
            Location = new RecordLocation.Sqlite(clinic.File("cut.db"), SqliteLayer.Name)
            {
                Synchronous = level,
                IsPooled = false,
            },
            Head = new RecordedHead(new HeadFile(clinic.File("cut.head")), recording),
        };
        SqliteLayer.Watch(folder, recording);
        try
        {
            await RecordSetup.InitAsync(settings, "Cut clinic", Clinic.Doctor);
            recording.Acknowledge(0);
            var firstJudged = recording.Steps.Count;
            var store = await RecordStore.OpenAsync(settings);
            // A reader that stays keeps the write-ahead log from being folded in and removed after every call.
            await using var reader = new SqliteConnection($"Data Source={clinic.File("cut.db")};Pooling=False;Vfs={SqliteLayer.Name}");
            await reader.OpenAsync();
            await using (var count = reader.CreateCommand())
            {
                count.CommandText = "SELECT count(*) FROM event";
                await count.ExecuteScalarAsync();
            }

            var events = 0;
            for (var patient = 0; patient < 12; patient++)
            {
                if (patient == 6)
                    await reader.CloseAsync();
                var id = new PatientId(Guid.NewGuid());
                await Clinic.Accept(store.AppendAsync(id, 0, [Clinic.Start($"P{patient}")], Clinic.Doctor));
                recording.Acknowledge(++events);
                for (var note = 1; note <= 6; note++)
                {
                    await Clinic.Accept(store.AppendAsync(id, note, [Clinic.Note(new string('x', 50 * note * note))], Clinic.Doctor));
                    recording.Acknowledge(++events);
                }

                await Clinic.Refuse(store.AppendAsync(id, 3, [Clinic.Note("late")], Clinic.Doctor));
                await store.ReadAsync(id, Clinic.Doctor);
            }

            await store.RebuildAsync(Clinic.Doctor, isToday: true);
            return (settings, firstJudged);
        }
        finally
        {
            SqliteLayer.Leave(folder);
        }
    }

    private static async Task<(bool Damaged, long Events, bool Says)> LookAsync(
        string folder, Dictionary<string, byte[]> files, RecordSettings recorded)
    {
        foreach (var old in Directory.EnumerateFiles(folder))
            File.Delete(old);
        foreach (var (name, bytes) in files)
            await File.WriteAllBytesAsync(Path.Combine(folder, name), bytes);
        var path = Path.Combine(folder, "cut.db");
        var settings = recorded with
        {
            Location = new RecordLocation.Sqlite(path) { IsPooled = false },
            Head = new HeadFile(Path.Combine(folder, RecordedHead.File)),
        };
        try
        {
            await using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
            await connection.OpenAsync();
            await using var check = connection.CreateCommand();
            check.CommandText = "PRAGMA integrity_check";
            if ((string?)await check.ExecuteScalarAsync() != "ok")
                return (true, 0, true);
            check.CommandText = "SELECT count(*) FROM event";
            var events = (long)(await check.ExecuteScalarAsync())!;
            await connection.CloseAsync();
            try
            {
                await RecordStore.OpenAsync(settings);
            }
            catch (RecordException)
            {
                return (false, events, true);
            }

            var report = await RecordStore.VerifyAsync(settings);
            return (!report.IsIntact, report.Events, !report.IsIntact);
        }
        catch (SqliteException exception)
        {
            // A table that is not there was lost with the entries it held; that is loss, not damage.
            return exception.Message.Contains("no such table", StringComparison.Ordinal) ? (false, -1, true) : (true, 0, true);
        }
    }

    private sealed record Outcome(int States, int Judged, int Calls, int Damaged, int Lost, int LostAndReported);
}
