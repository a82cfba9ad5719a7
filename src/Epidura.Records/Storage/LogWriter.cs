using Epidura.Records.Chains;
using Microsoft.EntityFrameworkCore;

namespace Epidura.Records.Storage;

/// <summary>
/// Adds to the logs of one clinic inside one transaction. It holds the clinic's row from its start to the commit, so that there is one
/// order of entries and the audit stands or falls with the change it tells of.
/// </summary>
internal sealed class LogWriter
{
    private readonly RecordContext _context;
    private readonly LogCodec _codec;
    private readonly ClinicRow _clinic;

    private LogWriter(RecordContext context, LogCodec codec, ClinicRow clinic)
    {
        _context = context;
        _codec = codec;
        _clinic = clinic;
    }

    /// <summary>End of the clinic's log with what was added.</summary>
    public Head Head => new(_clinic.Sequence, _clinic.Head);

    /// <summary>Locks the clinic; the caller has begun a transaction.</summary>
    public static async Task<LogWriter> OpenAsync(RecordContext context, LogCodec codec, bool postgres, CancellationToken cancellation)
    {
        // SQLite's transactions are immediate: the whole file is locked already.
        var rows = postgres
            ? context.Clinics.FromSqlRaw("SELECT * FROM clinic FOR UPDATE")
            : context.Clinics;
        var clinic = await rows.SingleOrDefaultAsync(cancellation)
            ?? throw new RecordException(
                "The database does not hold this clinic; run epidura records init, or look at --data and --database.");
        return new LogWriter(context, codec, clinic);
    }

    /// <summary>Adds an entry to the clinic's log.</summary>
    public void Audit(AuditEntry entry)
    {
        var row = _codec.Encode(entry, _clinic.Sequence + 1, _clinic.Head);
        _context.Audits.Add(row);
        _clinic.Sequence = row.Sequence;
        _clinic.Head = row.Hash;
    }

    /// <summary>Adds an event to its patient's log, and to the clinic's; who stored it and when may differ from an imported event's
    /// own.</summary>
    public void Event(PatientRow patient, RecordedEvent item, Actor actor, DateTimeOffset now)
    {
        var row = _codec.Encode(item, patient.Head);
        _context.Events.Add(row);
        patient.Revision = row.Revision;
        patient.Head = row.Hash;
        Audit(new AuditEntry(now, actor, "event", item.Patient, item.Revision, row.Hash, "{}"));
    }
}
