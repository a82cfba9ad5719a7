using Epidura.Care;
using Epidura.Records.Chains;
using Epidura.Records.Exchange;
using Microsoft.EntityFrameworkCore;

namespace Epidura.Records;

public sealed partial class RecordStore
{
    /// <summary>One patient's record, for a program and for a person; audited.</summary>
    /// <param name="patient">Whose.</param>
    /// <param name="actor">Who asked.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>Null when the clinic has no such patient.</returns>
    public async Task<ExportedPatient?> ExportAsync(PatientId patient, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await using var context = _database.Open();
        var log = await LogAsync(context, patient, cancellation);
        await AuditAsync(log.Count == 0 ? "refused" : "export", patient, log.Count, actor, cancellation);
        if (log.Count == 0)
            return null;
        return PatientExport.Write(Clinic, log, Fold(log).View(log[^1].RecordedUtc));
    }

    /// <summary>
    /// Takes over an exported record as a new patient: identities, times, signatures and reasons stay those of the export; the clinic's
    /// log says who
    /// brought it in and when.
    /// </summary>
    /// <param name="events">As the reader of exports gave them.</param>
    /// <param name="actor">Who imports.</param>
    /// <param name="cancellation">Stops before the commit.</param>
    public Task<WriteResult> ImportAsync(IReadOnlyList<RecordedEvent> events, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(events);
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentOutOfRangeException.ThrowIfZero(events.Count);
        return WriteAsync<WriteResult>(
            async (context, writer) =>
            {
                var now = Instant.Now(_settings.Clock);
                var patient = events[0].Patient;
                var add = new Addition(patient, 0, [.. events.Select(item => new NewEvent(
                    item.Id, item.Type, item.Payload, item.ClinicTime, item.Reason))], actor);
                var row = await context.Patients.SingleOrDefaultAsync(item => item.PatientId == patient.Value, cancellation);
                if (row is not null)
                {
                    return Refuse(writer, add, now,
                        [new Refusal("patient", $"{patient}", "a patient that the clinic does not have", "This record is here already.")]);
                }

                if (WhyNot(add, null) is { Count: > 0 } wrong)
                    return Refuse(writer, add, now, wrong);
                if (await RepeatedAsync(context, add, cancellation) is not null)
                {
                    return Refuse(writer, add, now,
                        [new Refusal("id", $"{events[0].Id}", "ids that were not used before", "Events of this record are here already.")]);
                }

                var fold = _settings.Pathway.Begin();
                foreach (var item in events)
                {
                    if (fold.Add(item) is { Count: > 0 } refusals)
                        return Refuse(writer, add, now, [.. refusals.Select(refusal => refusal with
                        {
                            Field = $"events[{item.Revision - 1}].{refusal.Field}",
                        })]);
                }

                return await AdmitAsync(context, writer, add, new Change(row, [.. events], [.. events], fold.View(now), null, now),
                    cancellation);
            },
            cancellation);
    }

    /// <summary>Events of all patients without anything that identifies one; audited. The form is that of <see
    /// cref="ResearchExtract"/>.</summary>
    /// <param name="actor">Who asked.</param>
    /// <param name="output">Where the lines go.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>Patients and events.</returns>
    public async Task<(int Patients, long Events)> ExtractAsync(Actor actor, TextWriter output, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(output);
        await WriteAsync(
            (_, writer) =>
            {
                writer.Audit(new AuditEntry(Instant.Now(_settings.Clock), actor, "extract", null, null, null, "{}"));
                return Task.FromResult(true);
            },
            cancellation);
        await using var context = _database.Open();
        var ids = await context.Patients.AsNoTracking().Select(row => row.PatientId).ToListAsync(cancellation);
        var extract = new ResearchExtract(output);
        var events = 0L;
        foreach (var id in ResearchExtract.Shuffle(ids))
            events += extract.Add(await LogAsync(context, new PatientId(id), cancellation));
        return (ids.Count, events);
    }
}
