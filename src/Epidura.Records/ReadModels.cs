using System.Text.Json;
using Epidura.Records.Keys;
using Epidura.Records.Storage;

namespace Epidura.Records;

/// <summary>The derived rows of one patient, from the view of the log; and their canonical form, in which kept and rebuilt are
/// compared.</summary>
internal sealed class ReadModels(ClinicId clinic, ClinicKeys keys)
{
    /// <summary>Day of a patient for whom nothing is due.</summary>
    public const int NoDay = int.MaxValue;

    /// <summary>Priority of a patient with nothing open.</summary>
    public const int NoPriority = 9;

    public WorklistRow Worklist(PatientView view, IReadOnlyList<RecordedEvent> log)
    {
        var first = view.Tasks.Count == 0 ? null : view.Tasks[0];
        var display = Canonical.Object(writer =>
        {
            writer.WriteString("label", view.Label);
            writer.WriteString("next", first?.Text ?? "");
        });
        var last = log[^1];
        return new WorklistRow
        {
            ClinicId = clinic.Value,
            PatientId = last.Patient.Value,
            Revision = last.Revision,
            State = view.State,
            SinceUs = Chains.Instant.ToMicroseconds(view.SinceUtc),
            Priority = first?.Priority ?? NoPriority,
            DueDay = first?.Due.DayNumber ?? NoDay,
            Tasks = view.Tasks.Count,
            Display = Encrypt(display, last, "worklist", "display"),
        };
    }

    public StateRow State(PatientView view, RecordedEvent last, long asOfUs) => new()
    {
        ClinicId = clinic.Value,
        PatientId = last.Patient.Value,
        Revision = last.Revision,
        Detail = Encrypt(Detail(view, asOfUs), last, "current_state", "detail"),
    };

    /// <summary>Lines of the events from an index on.</summary>
    public IEnumerable<TimelineRow> Timeline(PatientView view, IReadOnlyList<RecordedEvent> log, int from)
    {
        for (var index = from; index < log.Count; index++)
        {
            var item = log[index];
            yield return new TimelineRow
            {
                ClinicId = clinic.Value,
                PatientId = item.Patient.Value,
                Revision = item.Revision,
                Type = item.Type,
                RecordedUs = Chains.Instant.ToMicroseconds(item.RecordedUtc),
                CorrectedBy = view.Lines[index].CorrectedBy,
                Line = Encrypt(view.Lines[index].Text, item, "timeline", "line"),
            };
        }
    }

    public string Open(WorklistRow row) => Decrypt(row.Display, row.PatientId, row.Revision, "worklist", "display");

    public string Open(StateRow row) => Decrypt(row.Detail, row.PatientId, row.Revision, "current_state", "detail");

    public string Open(TimelineRow row) => Decrypt(row.Line, row.PatientId, row.Revision, "timeline", "line");

    /// <summary>Canonical lines of the rows of one patient, after decryption.</summary>
    public IEnumerable<string> CanonicalLines(WorklistRow? worklist, StateRow? state, IEnumerable<TimelineRow> timeline)
    {
        if (worklist is not null)
        {
            yield return Line("worklist", worklist.PatientId, worklist.Revision, writer =>
            {
                writer.WriteNumber("due_day", worklist.DueDay);
                writer.WriteNumber("priority", worklist.Priority);
                writer.WriteNumber("since_us", worklist.SinceUs);
                writer.WriteString("state", worklist.State);
                writer.WriteNumber("tasks", worklist.Tasks);
                writer.WriteString("text", Open(worklist));
            });
        }

        if (state is not null)
            yield return Line("current_state", state.PatientId, state.Revision, writer => writer.WriteString("text", Open(state)));
        foreach (var row in timeline)
        {
            yield return Line("timeline", row.PatientId, row.Revision, writer =>
            {
                if (row.CorrectedBy is { } by)
                    writer.WriteNumber("corrected_by", by);
                writer.WriteNumber("recorded_us", row.RecordedUs);
                writer.WriteString("text", Open(row));
                writer.WriteString("type", row.Type);
            });
        }
    }

    private static string Line(string table, Guid patient, long revision, Action<Utf8JsonWriter> body) => Canonical.Object(writer =>
    {
        writer.WriteString("_patient", patient);
        writer.WriteNumber("_revision", revision);
        writer.WriteString("_table", table);
        body(writer);
    });

    private static string Detail(PatientView view, long asOfUs) => Canonical.Object(writer =>
    {
        writer.WriteNumber("as_of_us", asOfUs);
        writer.WritePropertyName("detail");
        writer.WriteRawValue(Canonical.Of(view.Detail));
        writer.WriteString("label", view.Label);
        writer.WriteString("state", view.State);
        writer.WriteStartArray("tasks");
        foreach (var task in view.Tasks)
        {
            writer.WriteStartObject();
            writer.WriteString("due", task.Due.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
            writer.WriteNumber("priority", task.Priority);
            writer.WriteString("reason", task.Reason);
            writer.WriteString("rule", task.Rule);
            writer.WriteString("text", task.Text);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    private byte[] Encrypt(string text, RecordedEvent place, string table, string column) =>
        keys.Cipher.Encrypt(text, Aad.Of(table, clinic.Value, place.Patient.Value, place.Revision, column));

    private string Decrypt(byte[] value, Guid patient, long revision, string table, string column) =>
        keys.Cipher.DecryptText(value, Aad.Of(table, clinic.Value, patient, revision, column));
}
