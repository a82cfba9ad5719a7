using Epidura.Records.Chains;
using Epidura.Records.Keys;
using Epidura.Records.Storage;
using Microsoft.EntityFrameworkCore;

namespace Epidura.Records;

/// <summary>Makes the tables of a record and brings them to this version.</summary>
public static class RecordSetup
{
    /// <summary>Makes a clinic: its tables where they are missing, its data key, the first entry of its log, the copy of the log's
    /// end.</summary>
    /// <param name="settings">The new record; its head medium is empty.</param>
    /// <param name="name">Name of the clinic.</param>
    /// <param name="actor">Who makes it.</param>
    /// <param name="cancellation">Stops between steps.</param>
    /// <exception cref="RecordException">There is a record already.</exception>
    public static async Task InitAsync(RecordSettings settings, string name, Actor actor, CancellationToken cancellation = default)
    {
        if (settings.Head.Read().Length > 0)
            throw new RecordException("There is a record here already; nothing was changed.");
        await MigrateAsync(settings, cancellation);
        var database = new RecordDatabase(settings.Location, settings.Clinic);
        await using var context = database.Open();
        if (!database.IsPostgres && await context.Clinics.IgnoreQueryFilters().AnyAsync(cancellation))
            throw new RecordException("This file holds a clinic already; each clinic has a file of its own.");
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        var wrapped = ClinicKeys.WrapNew(settings.Keys, settings.Clinic);
        var keys = ClinicKeys.Open(settings.Keys, settings.Clinic, wrapped);
        var clinic = new ClinicRow
        {
            ClinicId = settings.Clinic.Value,
            Name = name,
            DataKey = wrapped,
            Sequence = 0,
            Head = LogCodec.Start,
        };
        context.Clinics.Add(clinic);
        await context.SaveChangesAsync(cancellation);
        var writer = await LogWriter.OpenAsync(context, new LogCodec(settings.Clinic, keys), database.IsPostgres, cancellation);
        writer.Audit(new AuditEntry(
            Instant.Now(settings.Clock), actor, "clinic", null, null, null,
            Canonical.Object(json =>
            {
                json.WriteString("data_key", Convert.ToHexStringLower(wrapped));
                json.WriteString("name", name);
            })));
        await context.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        new HeadAnchor(settings.Head, settings.Clinic, keys.Head).Start(writer.Head);
    }

    /// <summary>Brings the tables to this version; returns the steps that were made. On PostgreSQL the login has to own the
    /// tables.</summary>
    /// <param name="settings">The record.</param>
    /// <param name="cancellation">Stops between steps.</param>
    public static async Task<IReadOnlyList<string>> MigrateAsync(RecordSettings settings, CancellationToken cancellation = default)
    {
        var database = new RecordDatabase(settings.Location, settings.Clinic);
        await using var context = database.OpenAsOwner();
        var waiting = (await context.Database.GetPendingMigrationsAsync(cancellation)).ToList();
        if (waiting.Count > 0)
            await context.Database.MigrateAsync(cancellation);
        return waiting;
    }
}
