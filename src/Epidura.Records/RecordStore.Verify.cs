using Epidura.Records.Verification;
using Microsoft.EntityFrameworkCore;

namespace Epidura.Records;

public sealed partial class RecordStore
{
    /// <summary>Walks both chains from their first links, looks at the end of the log outside the database, and rebuilds every read
    /// model.</summary>
    /// <param name="settings">The record.</param>
    /// <param name="progress">Told the number of patients looked at.</param>
    /// <param name="cancellation">Stops the walk.</param>
    /// <returns>What was found; it does not throw for what it is there to find.</returns>
    public static async Task<VerificationReport> VerifyAsync(
        RecordSettings settings, IProgress<int>? progress = null, CancellationToken cancellation = default)
    {
        try
        {
            var store = await AttachAsync(settings, cancellation);
            await using var context = store._database.Open();
            await using var snapshot = await context.Database.BeginTransactionAsync(
                System.Data.IsolationLevel.RepeatableRead, cancellation);
            return await store.Walk(context).RunAsync(progress, cancellation);
        }
        catch (RecordException exception)
        {
            return VerificationReport.Unreadable(exception.Message);
        }
    }

    /// <summary>Drops every read model and makes it again from the log, in one transaction.</summary>
    /// <param name="actor">Who asked.</param>
    /// <param name="isToday">Look for tasks up to now; otherwise up to the time that was looked at before, which gives the same
    /// rows.</param>
    /// <param name="cancellation">Stops before the commit.</param>
    /// <returns>Patients.</returns>
    public Task<int> RebuildAsync(Actor actor, bool isToday, CancellationToken cancellation = default) => WriteAsync(
        async (context, writer) =>
        {
            var now = Chains.Instant.Now(_settings.Clock);
            await context.Worklist.ExecuteDeleteAsync(cancellation);
            await context.Timeline.ExecuteDeleteAsync(cancellation);
            await context.States.ExecuteDeleteAsync(cancellation);
            var ids = await context.Patients.AsNoTracking().Select(row => row.PatientId).OrderBy(id => id).ToListAsync(cancellation);
            foreach (var id in ids)
            {
                var patient = await context.Patients.SingleAsync(row => row.PatientId == id, cancellation);
                patient.AsOfUs = isToday ? Chains.Instant.ToMicroseconds(now) : patient.AsOfUs;
                var log = await LogAsync(context, new PatientId(id), cancellation);
                var view = Fold(log).View(Chains.Instant.FromMicroseconds(patient.AsOfUs));
                context.Worklist.Add(_models.Worklist(view, log));
                context.States.Add(_models.State(view, log[^1], patient.AsOfUs));
                context.Timeline.AddRange(_models.Timeline(view, log, 0));
                await context.SaveChangesAsync(cancellation);
                foreach (var entry in context.ChangeTracker.Entries().Where(entry => entry.Entity is not Storage.ClinicRow).ToList())
                    entry.State = EntityState.Detached;
            }

            writer.Audit(new Chains.AuditEntry(now, actor, "rebuild", null, null, null, "{}"));
            return ids.Count;
        },
        cancellation);

    internal RecordWalk Walk(Storage.RecordContext context) =>
        new(context, Clinic, _codec, _models, _keys, _settings.Pathway, _anchor);
}
