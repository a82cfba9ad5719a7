using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Epidura.Records.Chains;
using Epidura.Records.Keys;
using Epidura.Records.Storage;
using Microsoft.EntityFrameworkCore;

namespace Epidura.Records.Verification;

/// <summary>Looks at every row of a record. Every column of every table is covered by a chain, by the head outside the database or by a
/// rebuild.</summary>
internal sealed class RecordWalk(
    RecordContext context, ClinicId clinic, LogCodec codec, ReadModels models, ClinicKeys keys, IPathway pathway,
    HeadAnchor anchor)
{
    private readonly List<Finding> _findings = [];
    private readonly Dictionary<(Guid Patient, long Revision), byte[]> _signed = [];
    private readonly IncrementalHash _canonical = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _events;
    private long _rows;

    public async Task<VerificationReport> RunAsync(IProgress<int>? progress, CancellationToken cancellation)
    {
        var entries = 0L;
        await ReadAsync("audit", async () => entries = await AuditAsync(cancellation));
        List<PatientRow> patients = [];
        await ReadAsync("patient", async () =>
            patients = await context.Patients.AsNoTracking().OrderBy(row => row.PatientId).ToListAsync(cancellation));
        var done = 0;
        foreach (var patient in patients)
        {
            await ReadAsync($"patient {patient.PatientId}", () => PatientAsync(patient, cancellation));
            progress?.Report(++done);
        }

        foreach (var (patient, revision) in _signed.Keys.Take(VerificationReport.FindingsMax))
            Find($"event {patient} {revision}", "The clinic's log tells of this event; it is not there.");
        await ReadAsync("rows without a patient", () => OrphansAsync(cancellation));
        return new VerificationReport(
            patients.Count, _events, entries, _rows, Convert.ToHexStringLower(_canonical.GetHashAndReset()), [.. _findings]);
    }

    /// <summary>A value that is not even of its column's kind, or out of its range, is a finding like any other.</summary>
    private async Task ReadAsync(string where, Func<Task> step)
    {
        try
        {
            await step();
        }
        catch (Exception exception) when (exception is OverflowException or InvalidCastException or FormatException or ArgumentException
            or InvalidOperationException { InnerException: not System.Data.Common.DbException })
        {
            Find(where, $"A value is not of its kind and cannot be read ({exception.GetType().Name}).");
        }
    }

    private async Task<long> AuditAsync(CancellationToken cancellation)
    {
        var row = await context.Clinics.AsNoTracking().SingleOrDefaultAsync(cancellation);
        if (row is null)
        {
            Find("clinic", "The clinic's row is missing.");
            return 0;
        }

        var anchored = anchor.Read();
        if (anchored is null)
            Find("head", "The copy of the log's end outside the database is missing or damaged.");
        var previous = LogCodec.Start;
        var count = 0L;
        var met = false;
        await foreach (var entry in context.Audits.AsNoTracking().OrderBy(item => item.Sequence).AsAsyncEnumerable()
            .WithCancellation(cancellation))
        {
            count++;
            if (entry.Sequence != count)
            {
                Find($"audit {count}", $"The entry is missing; the next one is {entry.Sequence}.");
                count = entry.Sequence;
            }

            Entry(entry, previous, row);
            previous = entry.Hash;
            met |= anchored is not null && entry.Sequence == anchored.Sequence && Same(entry.Hash, anchored.Hash);
        }

        if (row.Sequence != count || !Same(row.Head, previous))
            Find("clinic", $"The clinic's row says that the log ends at entry {row.Sequence}; it ends at {count}.");
        if (anchored is not null && !met)
        {
            Find("head", count < anchored.Sequence
                ? $"The log ends at entry {count}; entry {anchored.Sequence} was acknowledged. "
                    + "It was cut short or put back to an earlier day."
                : $"Entry {anchored.Sequence} is not the one that was acknowledged.");
        }

        return count;
    }

    private void Entry(AuditRow row, byte[] previous, ClinicRow clinicRow)
    {
        var where = $"audit {row.Sequence}";
        try
        {
            var entry = codec.Decode(row);
            if (!Same(row.Previous, previous) || !Same(row.Hash, codec.Hash(entry, row.Sequence, row.Previous)))
            {
                // What an altered entry says is not read any further.
                Find(where, "The link to the entry before it does not hold.");
                return;
            }

            if (entry.Action == "event")
            {
                if (entry.Patient is not { } patient || entry.Revision is not { } revision || entry.EventHash is null
                    || !_signed.TryAdd((patient.Value, revision), entry.EventHash))
                    Find(where, "It tells of an event that it does not name, or of one twice.");
            }
            else if (entry.Action == "clinic")
            {
                var told = JsonDocument.Parse(entry.Detail).RootElement;
                if (told.GetProperty("name").GetString() != clinicRow.Name
                    || told.GetProperty("data_key").GetString() != Convert.ToHexStringLower(clinicRow.DataKey))
                    Find("clinic", "Name or key are not those the clinic was made with.");
            }
        }
        catch (Exception exception) when (exception is CryptographicException or RecordException)
        {
            Find(where, "An encrypted column does not open, or an instant is outside the calendar.");
        }
    }

    private async Task PatientAsync(PatientRow patient, CancellationToken cancellation)
    {
        var rows = await context.Events.AsNoTracking().Where(row => row.PatientId == patient.PatientId).OrderBy(row => row.Revision)
            .ToListAsync(cancellation);
        List<RecordedEvent> log = new(rows.Count);
        var previous = LogCodec.Start;
        var whole = true;
        foreach (var row in rows)
        {
            _events++;
            var link = Link(row, previous, log.Count + 1, out var item);
            whole &= link;
            if (item is not null)
                log.Add(item);
            previous = row.Hash;
        }

        if (patient.Revision != rows.Count || !Same(patient.Head, previous))
        {
            whole = false;
            Find($"patient {patient.PatientId}", $"The log ends at revision {rows.Count}; the patient's row says {patient.Revision}.");
        }

        if (whole && log.Count > 0)
            await RebuildAsync(patient, log, cancellation);
    }

    private bool Link(EventRow row, byte[] previous, int revision, out RecordedEvent? item)
    {
        var where = $"event {row.PatientId} {row.Revision}";
        item = null;
        try
        {
            item = codec.Decode(row);
        }
        catch (Exception exception) when (exception is CryptographicException or RecordException)
        {
            Find(where, "An encrypted column does not open, or an instant is outside the calendar.");
        }

        var signed = _signed.Remove((row.PatientId, row.Revision), out var told) && Same(told, row.Hash);
        if (!signed)
            Find(where, "The clinic's log does not tell of this event as it is.");
        if (item is null || row.Revision != revision || !Same(row.Previous, previous) || !Same(row.Hash, codec.Hash(item, row.Previous)))
        {
            Find(where, "The link to the event before it does not hold.");
            return false;
        }

        return signed;
    }

    private async Task RebuildAsync(PatientRow patient, List<RecordedEvent> log, CancellationToken cancellation)
    {
        var id = patient.PatientId;
        var worklist = await context.Worklist.AsNoTracking().SingleOrDefaultAsync(row => row.PatientId == id, cancellation);
        var state = await context.States.AsNoTracking().SingleOrDefaultAsync(row => row.PatientId == id, cancellation);
        var timeline = await context.Timeline.AsNoTracking().Where(row => row.PatientId == id).OrderBy(row => row.Revision)
            .ToListAsync(cancellation);
        var fold = pathway.Begin();
        foreach (var item in log)
            fold.Add(item);
        PatientView view;
        try
        {
            view = fold.View(Instant.FromMicroseconds(patient.AsOfUs));
        }
        catch (RecordException)
        {
            Find($"patient {id}", "An instant is outside the calendar.");
            return;
        }

        var index = view.Label.Length == 0 ? null : keys.BlindIndex(view.Label);
        if (index is null ? patient.LabelIndex is not null : patient.LabelIndex is null || !Same(index, patient.LabelIndex))
            Find($"patient {id}", "The blind index is not that of the patient's label.");
        var made = models.CanonicalLines(models.Worklist(view, log), models.State(view, log[^1], patient.AsOfUs), models.Timeline(view,
            log, 0)).ToList();
        foreach (var line in made)
        {
            _canonical.AppendData(Encoding.UTF8.GetBytes(line + "\n"));
            _rows++;
        }

        try
        {
            if (!models.CanonicalLines(worklist, state, timeline).SequenceEqual(made))
                Find($"read models {id}", "What is kept is not what the log gives.");
        }
        catch (CryptographicException)
        {
            Find($"read models {id}", "An encrypted column does not open.");
        }
    }

    /// <summary>Rows of patients that the table of patients does not have.</summary>
    private async Task OrphansAsync(CancellationToken cancellation)
    {
        async Task LookAsync(string table, IQueryable<Guid> ids)
        {
            foreach (var id in await ids.Where(id => !context.Patients.Any(row => row.PatientId == id)).Distinct()
                .Take(VerificationReport.FindingsMax).ToListAsync(cancellation))
                Find($"{table} {id}", "There is no such patient.");
        }

        await LookAsync("event", context.Events.Select(row => row.PatientId));
        await LookAsync("worklist", context.Worklist.Select(row => row.PatientId));
        await LookAsync("timeline", context.Timeline.Select(row => row.PatientId));
        await LookAsync("current_state", context.States.Select(row => row.PatientId));
        if (await context.Clinics.IgnoreQueryFilters().AnyAsync(row => row.ClinicId != clinic.Value, cancellation)
            && context.Database.IsSqlite())
            Find("clinic", "The file holds another clinic's row.");
    }

    private void Find(string where, string reason)
    {
        if (_findings.Count < VerificationReport.FindingsMax)
            _findings.Add(new Finding(where, reason));
    }

    private static bool Same(byte[] one, byte[] other) => one.AsSpan().SequenceEqual(other);
}
