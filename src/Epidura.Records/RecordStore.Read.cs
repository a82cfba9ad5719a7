using System.Text.Json;
using Epidura.Care;
using Epidura.Records.Chains;
using Epidura.Records.Storage;
using Microsoft.EntityFrameworkCore;

namespace Epidura.Records;

/// <summary>A line of the worklist.</summary>
/// <param name="Patient">Whose.</param>
/// <param name="Revision">Revision of the record that the line was made from.</param>
/// <param name="State">State of the pathway.</param>
/// <param name="SinceUtc">Since when.</param>
/// <param name="Priority">Of the most urgent task: 0 to 9; 9 when nothing is open.</param>
/// <param name="Due">Day by which it is due; null when it has none.</param>
/// <param name="Tasks">Open tasks.</param>
/// <param name="Label">Name or number that the clinic gave.</param>
/// <param name="Next">The most urgent task.</param>
public sealed record WorklistLine(
    PatientId Patient, long Revision, string State, DateTimeOffset SinceUtc, int Priority, DateOnly? Due, int Tasks, string Label,
    string Next);

/// <summary>A line of a patient's timeline.</summary>
/// <param name="Revision">Place in the log.</param>
/// <param name="Type">Kind of event.</param>
/// <param name="RecordedUtc">When it was stored.</param>
/// <param name="CorrectedBy">Revision of the event that corrects it; null when it stands.</param>
/// <param name="Text">What happened.</param>
public sealed record TimelineLine(long Revision, string Type, DateTimeOffset RecordedUtc, long? CorrectedBy, string Text);

/// <summary>A patient's page.</summary>
/// <param name="Patient">Whose.</param>
/// <param name="Revision">Revision to write against.</param>
/// <param name="Detail">State, tasks and detail, canonical JSON.</param>
/// <param name="Lines">The timeline, oldest first.</param>
public sealed record PatientPage(PatientId Patient, long Revision, string Detail, IReadOnlyList<TimelineLine> Lines);

/// <summary>What to show of the worklist.</summary>
/// <param name="Size">Lines of a page, 1 to 500.</param>
/// <param name="After">Last line of the page before; null for the first page.</param>
/// <param name="State">Only patients in this state; null for all.</param>
public sealed record WorklistQuery(int Size = 50, WorklistLine? After = null, string? State = null);

public sealed partial class RecordStore
{
    /// <summary>Lines of the worklist, the most urgent first, then by day and patient. Pages follow each other without gaps.</summary>
    /// <param name="query">What to show.</param>
    /// <param name="cancellation">Stops the query.</param>
    public async Task<IReadOnlyList<WorklistLine>> WorklistAsync(WorklistQuery query, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Size, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Size, 500);
        await using var context = _database.Open();
        var rows = context.Worklist.AsNoTracking();
        if (query.State is { } state)
            rows = rows.Where(row => row.State == state);
        if (query.After is { } after)
        {
            var day = after.Due?.DayNumber ?? ReadModels.NoDay;
            rows = rows.Where(row => row.Priority >= after.Priority
                && (row.Priority > after.Priority || row.DueDay > day
                    || (row.DueDay == day && row.PatientId.CompareTo(after.Patient.Value) > 0)));
        }

        var page = await rows.OrderBy(row => row.Priority).ThenBy(row => row.DueDay).ThenBy(row => row.PatientId).Take(query.Size)
            .ToListAsync(cancellation);
        return [.. page.Select(Line)];
    }

    /// <summary>A patient's page; the reading is audited once.</summary>
    /// <param name="patient">Whose.</param>
    /// <param name="actor">Who reads.</param>
    /// <param name="cancellation">Stops the query.</param>
    /// <returns>Null when the clinic has no such patient; that attempt is audited too.</returns>
    public async Task<PatientPage?> ReadAsync(PatientId patient, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await using var context = _database.Open();
        var state = await context.States.AsNoTracking().SingleOrDefaultAsync(row => row.PatientId == patient.Value, cancellation);
        await AuditAsync(state is null ? "refused" : "read", patient, state?.Revision, actor, cancellation);
        if (state is null)
            return null;
        var lines = await context.Timeline.AsNoTracking()
            .Where(row => row.PatientId == patient.Value && row.Revision <= state.Revision).OrderBy(row => row.Revision)
            .ToListAsync(cancellation);
        return new PatientPage(patient, state.Revision, _models.Open(state), [.. lines.Select(row => new TimelineLine(
            row.Revision, row.Type, Instant.FromMicroseconds(row.RecordedUs), row.CorrectedBy, _models.Open(row)))]);
    }

    /// <summary>The events of a patient, each link of the log checked; the reading is audited once.</summary>
    /// <param name="patient">Whose.</param>
    /// <param name="actor">Who reads.</param>
    /// <param name="cancellation">Stops the query.</param>
    /// <returns>Oldest first; empty when the clinic has no such patient.</returns>
    public async Task<IReadOnlyList<RecordedEvent>> EventsAsync(PatientId patient, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await using var context = _database.Open();
        var log = await LogAsync(context, patient, cancellation);
        await AuditAsync(log.Count == 0 ? "refused" : "read", patient, log.Count, actor, cancellation);
        return log;
    }

    /// <summary>The patient with a label of the clinic; null when there is none. Found by a keyed hash, not by decrypting.</summary>
    /// <param name="label">The label, whole.</param>
    /// <param name="cancellation">Stops the query.</param>
    public async Task<PatientId?> FindAsync(string label, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(label);
        var index = _keys.BlindIndex(label);
        await using var context = _database.Open();
        var row = await context.Patients.AsNoTracking().SingleOrDefaultAsync(item => item.LabelIndex == index, cancellation);
        return row is null ? null : new PatientId(row.PatientId);
    }

    /// <summary>Revision of a patient's record; 0 when the clinic has no such patient. Tells nothing about the patient, so it is not
    /// audited.</summary>
    /// <param name="patient">Whose.</param>
    /// <param name="cancellation">Stops the query.</param>
    public async Task<long> RevisionAsync(PatientId patient, CancellationToken cancellation = default)
    {
        await using var context = _database.Open();
        return await context.Patients.AsNoTracking().Where(row => row.PatientId == patient.Value).Select(row => row.Revision)
            .SingleOrDefaultAsync(cancellation);
    }

    private Task<bool> AuditAsync(string action, PatientId patient, long? revision, Actor actor, CancellationToken cancellation) =>
        WriteAsync(
            (_, writer) =>
            {
                writer.Audit(new AuditEntry(Instant.Now(_settings.Clock), actor, action, patient, revision, null, "{}"));
                return Task.FromResult(true);
            },
            cancellation);

    private WorklistLine Line(WorklistRow row)
    {
        using var display = JsonDocument.Parse(_models.Open(row));
        string Text(string key) => display.RootElement.GetProperty(key).GetString()!;
        return new WorklistLine(
            new PatientId(row.PatientId), row.Revision, row.State, Instant.FromMicroseconds(row.SinceUs), row.Priority,
            row.DueDay == ReadModels.NoDay ? null : DateOnly.FromDayNumber(row.DueDay), row.Tasks, Text("label"), Text("next"));
    }
}
