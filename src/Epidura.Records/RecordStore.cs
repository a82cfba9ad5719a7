using Epidura.Records.Chains;
using Epidura.Records.Keys;
using Epidura.Records.Storage;
using Microsoft.EntityFrameworkCore;

namespace Epidura.Records;

/// <summary>
/// The record of one clinic, open for work. Safe for several callers at once; each call uses a session of its own. After a failure of the
/// medium nothing more is written until the record is opened again, because what reached the medium is unknown.
/// </summary>
public sealed partial class RecordStore
{
    private readonly RecordSettings _settings;
    private readonly RecordDatabase _database;
    private readonly ClinicKeys _keys;
    private readonly LogCodec _codec;
    private readonly ReadModels _models;
    private readonly HeadAnchor _anchor;
    private volatile bool _failed;

    private RecordStore(RecordSettings settings, RecordDatabase database, ClinicKeys keys)
    {
        _settings = settings;
        _database = database;
        _keys = keys;
        _codec = new LogCodec(settings.Clinic, keys);
        _models = new ReadModels(settings.Clinic, keys);
        _anchor = new HeadAnchor(settings.Head, settings.Clinic, keys.Head);
    }

    /// <summary>Whose record.</summary>
    public ClinicId Clinic => _settings.Clinic;

    /// <summary>Opens a record: session rules, key, and the end of the log against its copy outside the database.</summary>
    /// <exception cref="RecordException">Not this clinic's, of another version, key wrong, cut short or put back to an earlier
    /// day.</exception>
    public static async Task<RecordStore> OpenAsync(RecordSettings settings, CancellationToken cancellation = default)
    {
        var store = await AttachAsync(settings, cancellation);
        if (await store.HeadProblemAsync(cancellation) is { } problem)
            throw new RecordException(problem + " Nothing is read or written; epidura records verify says what is still there.");
        return store;
    }

    /// <summary>Opens a record for looking at it only, whatever its end.</summary>
    internal static async Task<RecordStore> AttachAsync(RecordSettings settings, CancellationToken cancellation)
    {
        if (settings.Location is RecordLocation.Sqlite { Path: var path } && !File.Exists(path))
            throw new RecordException($"There is no record in {path}; epidura records init makes one.");
        var database = new RecordDatabase(settings.Location, settings.Clinic);
        await using var context = database.Open();
        ClinicRow? clinic;
        List<string> waiting;
        try
        {
            clinic = await context.Clinics.AsNoTracking().SingleOrDefaultAsync(cancellation);
            waiting = [.. await context.Database.GetPendingMigrationsAsync(cancellation)];
        }
        catch (Exception exception) when (RecordDatabase.IsFailure(exception))
        {
            throw new RecordException($"The database does not answer: {exception.GetBaseException().Message}", exception);
        }

        if (clinic is null)
            throw new RecordException($"The database does not hold the clinic {settings.Clinic}.");
        if (waiting.Count > 0)
        {
            throw new RecordException(
                $"The record is of an earlier version ({string.Join(", ", waiting)} missing); run epidura records migrate.");
        }

        return new RecordStore(settings, database, OpenKeys(settings, clinic.DataKey));
    }

    /// <summary>What is wrong with the end of the log; moves the copy outside the database forward when only that is behind.</summary>
    private async Task<string?> HeadProblemAsync(CancellationToken cancellation)
    {
        var anchored = _anchor.Read();
        if (anchored is null)
            return "The copy of the log's end outside the database is missing or damaged.";
        await using var context = _database.Open();
        var after = await context.Audits.AsNoTracking().Where(row => row.Sequence >= anchored.Sequence).OrderBy(row => row.Sequence)
            .ToListAsync(cancellation);
        if (after.Count == 0)
            return $"The log ends before entry {anchored.Sequence}, which was acknowledged: "
                + "it was cut short or put back to an earlier day.";
        if (!after[0].Hash.AsSpan().SequenceEqual(anchored.Hash))
            return $"Entry {anchored.Sequence} of the log is not the one that was acknowledged.";
        for (var index = 1; index < after.Count; index++)
        {
            var row = after[index];
            if (row.Sequence != after[index - 1].Sequence + 1 || !row.Previous.AsSpan().SequenceEqual(after[index - 1].Hash)
                || !IsLinked(row))
                return $"Entry {row.Sequence} of the log does not follow the one before it.";
        }

        _anchor.Advance(new Head(after[^1].Sequence, after[^1].Hash));
        return null;
    }

    private bool IsLinked(AuditRow row)
    {
        try
        {
            return row.Hash.AsSpan().SequenceEqual(_codec.Hash(_codec.Decode(row), row.Sequence, row.Previous));
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return false;
        }
    }

    private static ClinicKeys OpenKeys(RecordSettings settings, byte[] wrapped)
    {
        try
        {
            return ClinicKeys.Open(settings.Keys, settings.Clinic, wrapped);
        }
        catch (System.Security.Cryptography.CryptographicException exception)
        {
            throw new RecordException("The key is not the one this record was made with, or the clinic's row was altered.", exception);
        }
    }

    /// <summary>Runs a change in one transaction; acknowledged only when the database and the copy of its end are on the medium.</summary>
    private async Task<T> WriteAsync<T>(Func<RecordContext, LogWriter, Task<T>> change, CancellationToken cancellation)
    {
        if (_failed)
            throw new RecordException("An earlier write failed, so nothing more is written; open the record again.");
        await using var context = _database.Open();
        try
        {
            await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
            var writer = await LogWriter.OpenAsync(context, _codec, _database.IsPostgres, cancellation);
            var result = await change(context, writer);
            await context.SaveChangesAsync(cancellation);
            await transaction.CommitAsync(cancellation);
            _anchor.Advance(writer.Head);
            return result;
        }
        catch (Exception exception) when (RecordDatabase.IsFailure(exception))
        {
            _failed = true;
            RecordDatabase.Forget(context);
            throw new RecordException(
                "The record could not be written; whether this entry was stored shows when the record is opened again.", exception);
        }
    }
}
