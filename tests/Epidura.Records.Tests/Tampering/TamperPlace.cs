using System.Globalization;
using System.Security.Cryptography;
using Epidura.Records.Chains;
using Epidura.Records.Storage;
using Epidura.Records.Verification;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Epidura.Records.Tests.Tampering;

/// <summary>A record in which every change is made inside a transaction and taken back after it was looked at.</summary>
internal sealed class TamperPlace : IDisposable
{
    private readonly Clinic _clinic;
    private readonly RecordStore _store;
    private readonly RecordContext _context;
    private IDbContextTransaction _transaction;

    private TamperPlace(Clinic clinic, RecordStore store, RecordContext context, IDbContextTransaction transaction)
    {
        _clinic = clinic;
        _store = store;
        _context = context;
        _transaction = transaction;
    }

    public static async Task<TamperPlace> CreateAsync()
    {
        var clinic = await Clinic.CreateAsync();
        var store = await clinic.OpenAsync();
        var ids = await Clinic.FillAsync(store, 4, 3);
        await Clinic.Refuse(store.AppendAsync(ids[0], 1, [Clinic.Note("late")], Clinic.Doctor));
        await store.ReadAsync(ids[1], Clinic.Doctor);
        await Clinic.Accept(store.AppendAsync(ids[2], 4, [new NewEvent(
            Guid.NewGuid(), "correction", """{"corrects":"2","due":"2026-05-01"}""", "2026-03-04", "misheard")], Clinic.Doctor));
        var context = new RecordDatabase(clinic.Settings.Location, clinic.Settings.Clinic).OpenAsOwner();
        await context.Database.OpenConnectionAsync();
        // Whoever owns the file can remove the triggers.
        const string triggers = "SELECT name AS \"Value\" FROM sqlite_master WHERE type = 'trigger'";
        foreach (var trigger in await context.Database.SqlQueryRaw<string>(triggers).ToListAsync())
            await context.Database.ExecuteSqlRawAsync($"DROP TRIGGER {trigger}");
        return new TamperPlace(clinic, store, context, await context.Database.BeginTransactionAsync());
    }

    public Task<VerificationReport> VerifyAsync() => _store.Walk(_context).RunAsync(null, default);

    public async Task UndoAsync()
    {
        await _transaction.RollbackAsync();
        await _transaction.DisposeAsync();
        _context.ChangeTracker.Clear();
        _transaction = await _context.Database.BeginTransactionAsync();
    }

    public Task<List<string>> ColumnsAsync(string table) =>
        _context.Database.SqlQueryRaw<string>($"SELECT name AS \"Value\" FROM pragma_table_info('{table}')").ToListAsync();

    /// <summary>Changes one value of one row: a byte of bytes, a letter of a text, a number by one; nothing becomes something.</summary>
    public async Task<string?> FlipAsync(Random random, string table, string? column)
    {
        column ??= await PickAsync(random, ColumnsAsync(table));
        var row = await RowAsync(random, table);
        var value = await ScalarAsync($"SELECT {column} FROM {table} WHERE rowid = {row}");
        var changed = value switch
        {
            byte[] { Length: > 0 } bytes => Flip(random, bytes),
            string { Length: > 0 } text when Guid.TryParse(text, out var id) => Flip(random, id),
            string text => text + "x",
            long number => number + (random.Next(2) == 0 ? 1 : -1),
            _ when column is "revision" or "corrected_by" => 1L,
            _ when column is "patient_id" => "6F9619FF-8B86-D011-B42D-00CF4FC964FF",
            _ => (object)new byte[] { 1, 2, 3 },
        };
        try
        {
            await ExecuteAsync($"UPDATE {table} SET {column} = @value WHERE rowid = {row}", changed);
        }
        catch (Microsoft.Data.Sqlite.SqliteException)
        {
            // A key that exists already.
            return null;
        }

        return $"{table}.{column} of row {row}";
    }

    /// <summary>Writes a value as SQL has it; false when the table itself refuses it.</summary>
    public async Task<bool> SetAsync(string table, string column, string value)
    {
        try
        {
            await ExecuteAsync($"UPDATE {table} SET {column} = {value} WHERE rowid = (SELECT max(rowid) FROM {table})");
            return true;
        }
        catch (Microsoft.Data.Sqlite.SqliteException)
        {
            return false;
        }
    }

    public async Task<string?> DeleteAsync(Random random, string table)
    {
        // Without its clinic's row there is no record to verify; the opening says so.
        if (table == "clinic")
            return null;
        var row = await RowAsync(random, table);
        await ExecuteAsync($"DELETE FROM {table} WHERE rowid = {row}");
        return $"{table} row {row} deleted";
    }

    /// <summary>Swaps what two rows say of one column.</summary>
    public async Task<string?> SwapAsync(Random random, string table)
    {
        var columns = (await ColumnsAsync(table)).Where(name =>
            name is not ("clinic_id" or "patient_id" or "revision" or "sequence")).ToList();
        var column = columns[random.Next(columns.Count)];
        var (one, other) = (await RowAsync(random, table), await RowAsync(random, table));
        var (first, second) = (await ScalarAsync($"SELECT {column} FROM {table} WHERE rowid = {one}"),
            await ScalarAsync($"SELECT {column} FROM {table} WHERE rowid = {other}"));
        if (first is null || second is null || Same(first, second))
            return null;
        try
        {
            if (column is "label_index" or "event_id")
                await ExecuteAsync($"UPDATE {table} SET {column} = @value WHERE rowid = {one}", column == "event_id" ? ""
                    : Array.Empty<byte>());
            await ExecuteAsync($"UPDATE {table} SET {column} = @value WHERE rowid = {other}", first);
            await ExecuteAsync($"UPDATE {table} SET {column} = @value WHERE rowid = {one}", second);
        }
        catch (Microsoft.Data.Sqlite.SqliteException)
        {
            return null;
        }

        return $"{table}.{column} of rows {one} and {other} swapped";
    }

    /// <summary>Cuts the end of the log and makes everything else agree with the shorter one.</summary>
    public async Task<string?> CutAsync(Random random)
    {
        var length = (long)(await ScalarAsync("SELECT max(sequence) FROM audit"))!;
        var keep = random.NextInt64(1, length);
        await KeepAsync(keep);
        return $"log cut to {keep} of {length}";
    }

    /// <summary>The database as it was at an earlier moment, the clinic's and patients' rows and lists included.</summary>
    public async Task<string?> PutBackAsync(Random random)
    {
        var length = (long)(await ScalarAsync("SELECT max(sequence) FROM audit"))!;
        var keep = random.NextInt64(Math.Max(1, length - 5), length);
        await KeepAsync(keep);
        await ExecuteAsync("DELETE FROM patient WHERE NOT EXISTS (SELECT 1 FROM event e WHERE e.patient_id = patient.patient_id)");
        foreach (var table in new[] { "worklist", "timeline", "current_state" })
            await ExecuteAsync($"DELETE FROM {table} WHERE NOT EXISTS (SELECT 1 FROM event e WHERE e.patient_id = {table}.patient_id)");
        await ExecuteAsync(
            "DELETE FROM timeline WHERE revision > (SELECT revision FROM patient p WHERE p.patient_id = timeline.patient_id)");
        return $"put back to entry {keep} of {length}";
    }

    /// <summary>Changes an event and computes every later hash anew, with a key that is not ours.</summary>
    public async Task<string?> ForgeAsync(Random random)
    {
        var key = RandomNumberGenerator.GetBytes(32);
        var row = await RowAsync(random, "event");
        await ExecuteAsync($"UPDATE event SET actor = 'nobody' WHERE rowid = {row}");
        var events = await _context.Events.AsNoTracking().OrderBy(item => item.PatientId).ThenBy(item => item.Revision).ToListAsync();
        foreach (var patient in events.GroupBy(item => item.PatientId))
        {
            var previous = LogCodec.Start;
            foreach (var item in patient)
            {
                var hash = HMACSHA256.HashData(key, previous.Concat(item.Payload).ToArray());
                await ExecuteAsync(
                    $"UPDATE event SET previous = @value, hash = @more WHERE patient_id = '{item.PatientId.ToString().ToUpperInvariant()}' "
                    + $"AND revision = {item.Revision}", previous, hash);
                previous = hash;
                await ExecuteAsync(
                    $"UPDATE audit SET event_hash = @value WHERE patient_id = '{item.PatientId.ToString().ToUpperInvariant()}' "
                    + $"AND revision = {item.Revision} AND action = 'event'", hash);
            }

            await ExecuteAsync($"UPDATE patient SET head = @value WHERE patient_id = '{patient.Key.ToString().ToUpperInvariant()}'",
                previous);
        }

        return $"event row {row} changed and everything hashed again";
    }

    public void Dispose()
    {
        _transaction.Dispose();
        _context.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _clinic.Dispose();
    }

    private async Task KeepAsync(long keep)
    {
        await ExecuteAsync("""
            DELETE FROM event WHERE EXISTS (SELECT 1 FROM audit a WHERE a.patient_id = event.patient_id AND a.revision = event.revision
              AND a.action = 'event' AND a.sequence > @value)
            """, keep);
        await ExecuteAsync("DELETE FROM audit WHERE sequence > @value", keep);
        await ExecuteAsync("""
            UPDATE clinic SET sequence = (SELECT max(sequence) FROM audit),
              head = (SELECT hash FROM audit ORDER BY sequence DESC LIMIT 1)
            """);
        await ExecuteAsync("""
            UPDATE patient SET revision = coalesce((SELECT max(revision) FROM event e WHERE e.patient_id = patient.patient_id), 0),
              head = coalesce((SELECT hash FROM event e WHERE e.patient_id = patient.patient_id ORDER BY revision DESC LIMIT 1), head)
            """);
    }

    private async Task<long> RowAsync(Random random, string table)
    {
        var rows = await _context.Database.SqlQueryRaw<long>($"SELECT rowid AS \"Value\" FROM {table}").ToListAsync();
        return rows[random.Next(rows.Count)];
    }

    private async Task<object?> ScalarAsync(string sql)
    {
        await using var command = _context.Database.GetDbConnection().CreateCommand();
        command.Transaction = _transaction.GetDbTransaction();
        command.CommandText = sql;
        var value = await command.ExecuteScalarAsync();
        return value is DBNull ? null : value;
    }

    private async Task ExecuteAsync(string sql, object? value = null, object? more = null)
    {
        await using var command = (Microsoft.Data.Sqlite.SqliteCommand)_context.Database.GetDbConnection().CreateCommand();
        command.Transaction = (Microsoft.Data.Sqlite.SqliteTransaction)_transaction.GetDbTransaction();
        command.CommandText = sql;
        if (value is not null)
            command.Parameters.AddWithValue("@value", value);
        if (more is not null)
            command.Parameters.AddWithValue("@more", more);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<string> PickAsync(Random random, Task<List<string>> names)
    {
        var all = await names;
        return all[random.Next(all.Count)];
    }

    private static byte[] Flip(Random random, byte[] bytes)
    {
        var changed = bytes.ToArray();
        changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
        return changed;
    }

    private static string Flip(Random random, Guid id)
    {
        var bytes = id.ToByteArray();
        bytes[random.Next(16)] ^= (byte)(1 << random.Next(8));
        return new Guid(bytes).ToString("D", CultureInfo.InvariantCulture).ToUpperInvariant();
    }

    private static bool Same(object one, object other) =>
        one is byte[] first && other is byte[] second ? first.AsSpan().SequenceEqual(second) : one.Equals(other);
}
