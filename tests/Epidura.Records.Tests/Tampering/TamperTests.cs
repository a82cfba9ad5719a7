using System.Globalization;
using Epidura.Records.Chains;
using Microsoft.Data.Sqlite;

namespace Epidura.Records.Tests.Tampering;

/// <summary>Somebody who can write to the database, but has no key and no head file, changes it; verification finds it (T16).</summary>
[Trait("Requirement", "T16")]
public class TamperTests
{
    private static readonly string[] Tables = ["clinic", "patient", "event", "audit", "worklist", "timeline", "current_state"];

    [Fact]
    public async Task Every_column_of_every_table_and_every_row_is_covered()
    {
        using var place = await TamperPlace.CreateAsync();
        var undetected = new List<string>();
        foreach (var table in Tables)
        {
            foreach (var column in await place.ColumnsAsync(table))
                await Note(undetected, place, $"{table}.{column}", random => place.FlipAsync(random, table, column));
            await Note(undetected, place, $"row of {table}", random => place.DeleteAsync(random, table));
        }

        Assert.Empty(undetected);
    }

    [Fact]
    public async Task Two_hundred_random_changes_are_found()
    {
        var (done, missed) = await RunAsync(200, seed: 4);
        Assert.Empty(missed);
        Assert.Equal(200, done);
    }

    [Fact]
    [Trait("Category", "Campaign")]
    public async Task Ten_thousand_random_changes_are_found()
    {
        var (done, missed) = await RunAsync(10_000, seed: 1);
        Ledger.Write("records-tamper", string.Create(CultureInfo.InvariantCulture,
            $"records: {done} changes of the database without the key (flip, delete, swap, cut short, put back, re-hashed), seed 1: "
            + $"{done - missed.Count} found, {missed.Count} not"));
        Assert.Empty(missed);
    }

    [Theory]
    [InlineData("worklist", "due_day", "2147483648")]
    [InlineData("worklist", "tasks", "'7 many'")]
    [InlineData("event", "recorded_us", "9223372036854775807")]
    [InlineData("event", "event_id", "'nobody'")]
    [InlineData("audit", "hash", "NULL")]
    [InlineData("patient", "as_of_us", "-9223372036854775807")]
    public async Task A_value_that_cannot_even_be_read_is_a_finding(string table, string column, string value)
    {
        using var place = await TamperPlace.CreateAsync();
        if (await place.SetAsync(table, column, value))
            Assert.False((await place.VerifyAsync()).IsIntact);
    }

    [Fact]
    public async Task A_change_that_changes_nothing_is_not_reported()
    {
        using var place = await TamperPlace.CreateAsync();
        Assert.True((await place.VerifyAsync()).IsIntact);
        await place.UndoAsync();
    }

    [Fact]
    public async Task A_damaged_or_missing_head_is_found_and_a_torn_slot_is_not_an_alarm()
    {
        using var clinic = await Clinic.CreateAsync();
        await Clinic.FillAsync(await clinic.OpenAsync(), 1, 2);
        var head = await File.ReadAllBytesAsync(clinic.File("records.head"));
        for (var slot = 0; slot < 2; slot++)
        {
            var torn = head.ToArray();
            torn[(slot * HeadAnchor.SlotSize) + 40] ^= 1;
            await File.WriteAllBytesAsync(clinic.File("records.head"), torn);
            Assert.True((await RecordStore.VerifyAsync(clinic.Settings)).IsIntact);
        }

        var both = head.ToArray();
        both[40] ^= 1;
        both[HeadAnchor.SlotSize + 40] ^= 1;
        await File.WriteAllBytesAsync(clinic.File("records.head"), both);
        Assert.Equal("head", Assert.Single((await RecordStore.VerifyAsync(clinic.Settings)).Findings).Where);
        await Assert.ThrowsAsync<RecordException>(clinic.OpenAsync);
        File.Delete(clinic.File("records.head"));
        Assert.False((await RecordStore.VerifyAsync(clinic.Settings)).IsIntact);
    }

    [Fact]
    public async Task A_whole_database_put_back_to_an_earlier_day_is_found_and_does_not_open()
    {
        using var clinic = await Clinic.CreateAsync();
        var store = await clinic.OpenAsync();
        var ids = await Clinic.FillAsync(store, 2, 1);
        SqliteConnection.ClearAllPools();
        File.Copy(clinic.File("records.db"), clinic.File("yesterday.db"));
        await Clinic.Accept(store.AppendAsync(ids[0], 2, [Clinic.Note("today")], Clinic.Doctor));
        SqliteConnection.ClearAllPools();
        File.Copy(clinic.File("yesterday.db"), clinic.File("records.db"), overwrite: true);
        var report = await RecordStore.VerifyAsync(clinic.Settings);
        Assert.Contains("put back to an earlier day", Assert.Single(report.Findings).Reason, StringComparison.Ordinal);
        await Assert.ThrowsAsync<RecordException>(clinic.OpenAsync);
    }

    private static async Task<(int Done, List<string> Missed)> RunAsync(int changes, int seed)
    {
        using var place = await TamperPlace.CreateAsync();
        var random = new Random(seed);
        List<string> missed = [];
        var done = 0;
        while (done < changes)
        {
            var table = Tables[random.Next(Tables.Length)];
            var what = random.Next(7) switch
            {
                0 or 1 => await place.FlipAsync(random, table, null),
                2 => await place.DeleteAsync(random, table),
                3 => await place.SwapAsync(random, table),
                4 => await place.CutAsync(random),
                5 => await place.PutBackAsync(random),
                _ => await place.ForgeAsync(random),
            };
            if (what is not null)
            {
                done++;
                if ((await place.VerifyAsync()).IsIntact)
                    missed.Add($"{done}: {what}");
            }

            await place.UndoAsync();
        }

        return (done, missed);
    }

    private static async Task Note(List<string> undetected, TamperPlace place, string name, Func<Random, Task<string?>> change)
    {
        for (var seed = 0; seed < 2; seed++)
        {
            if (await change(new Random(seed)) is { } what && (await place.VerifyAsync()).IsIntact)
                undetected.Add($"{name}: {what}");
            await place.UndoAsync();
        }
    }
}
