using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Epidura.Care;

namespace Epidura.Records.Exchange;

/// <summary>One patient's record in two forms with the same counts: for a program, and for a person.</summary>
/// <param name="Machine">JSON of <see cref="PatientExport.Schema"/>; one event a line.</param>
/// <param name="Human">Plain text.</param>
/// <param name="Events">Events in both.</param>
/// <param name="Corrected">Events in both that a later one corrects.</param>
/// <param name="OpenTasks">Open tasks in both.</param>
public sealed record ExportedPatient(string Machine, string Human, int Events, int Corrected, int OpenTasks);

/// <summary>Writes and reads exports of one patient.</summary>
public static class PatientExport
{
    /// <summary>Version of the form.</summary>
    public const string Schema = "epidura-record/1";

    /// <summary>Longest file that is read, characters.</summary>
    public const int LengthMax = 1 << 26;

    private static readonly string[] Keys =
        ["actor", "clinic_time", "id", "payload", "reason", "recorded_us", "revision", "role", "sha256", "type"];

    internal static ExportedPatient Write(ClinicId clinic, IReadOnlyList<RecordedEvent> log, PatientView view)
    {
        var corrected = view.Lines.Count(line => line.CorrectedBy is not null);
        return new ExportedPatient(
            Machine(clinic, log, view, corrected), Human(clinic, log, view, corrected), log.Count, corrected, view.Tasks.Count);
    }

    /// <summary>Reads the form for programs; every event's digest and the counts are checked.</summary>
    /// <param name="text">The file.</param>
    /// <param name="refusals">What is wrong; empty when nothing is.</param>
    /// <returns>The events with their patient, oldest first; empty when something is wrong.</returns>
    public static IReadOnlyList<RecordedEvent> Read(string text, out IReadOnlyList<Refusal> refusals)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<Refusal> wrong = [];
        refusals = wrong;
        if (text.Length > LengthMax)
        {
            wrong.Add(new Refusal("file", $"{text.Length} characters", $"at most {LengthMax}", "The file is too long."));
            return [];
        }

        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = Canonical.DepthMax });
            var events = Read(document.RootElement, wrong);
            return wrong.Count == 0 ? events : [];
        }
        catch (Exception exception) when (exception
            is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or RecordException)
        {
            wrong.Add(new Refusal("file", "", $"JSON of {Schema}", $"The file cannot be read: {exception.Message}"));
            return [];
        }
    }

    private static List<RecordedEvent> Read(JsonElement root, List<Refusal> wrong)
    {
        if (root.GetProperty("schema").GetString() is var schema && schema != Schema)
            wrong.Add(new Refusal("schema", $"{schema}", Schema, "This version of the form is not known."));
        var patient = new PatientId(root.GetProperty("patient").GetGuid());
        List<RecordedEvent> events = [];
        foreach (var item in root.GetProperty("events").EnumerateArray())
        {
            if (events.Count >= RecordStore.EventsMax)
            {
                wrong.Add(new Refusal("events", "more", $"at most {RecordStore.EventsMax}", "There are too many events."));
                return events;
            }

            foreach (var key in item.EnumerateObject().Select(member => member.Name).Except(Keys))
                wrong.Add(new Refusal($"events[{events.Count}].{key}", "", string.Join(", ", Keys), "An event has no such key."));
            string Text(string key) => item.GetProperty(key).GetString() ?? throw new FormatException($"{key} is null");
            var next = new RecordedEvent(
                patient, item.GetProperty("revision").GetInt64(), item.GetProperty("id").GetGuid(), Text("type"),
                Chains.Instant.FromMicroseconds(item.GetProperty("recorded_us").GetInt64()), Text("clinic_time"),
                new Actor(Text("actor"), Text("role")), Text("reason"), Canonical.Of(item.GetProperty("payload").GetRawText()));
            if (next.Revision != events.Count + 1)
                wrong.Add(new Refusal($"events[{events.Count}].revision", $"{next.Revision}", $"{events.Count + 1}",
                    "An event is missing."));
            if (Text("sha256") != Digest(next))
                wrong.Add(new Refusal($"events[{events.Count}].sha256", Text("sha256"), Digest(next), "The event was altered on its way."));
            events.Add(next);
        }

        if (root.GetProperty("counts").GetProperty("events").GetInt32() is var count && count != events.Count)
            wrong.Add(new Refusal("counts.events", $"{count}", $"{events.Count}", "The file does not hold as many events as it says."));
        if (events.Count == 0)
            wrong.Add(new Refusal("events", "none", "one or more", "There is nothing to import."));
        return events;
    }

    private static string Machine(ClinicId clinic, IReadOnlyList<RecordedEvent> log, PatientView view, int corrected)
    {
        var text = new StringBuilder("{\n");
        text.Append(CultureInfo.InvariantCulture, $"\"clinic\":\"{clinic}\",\n");
        text.Append(CultureInfo.InvariantCulture,
            $"\"counts\":{{\"corrected\":{corrected},\"events\":{log.Count},\"open_tasks\":{view.Tasks.Count}}},\n\"events\":[\n");
        for (var index = 0; index < log.Count; index++)
            text.Append(Line(log[index], Digest(log[index]))).Append(index < log.Count - 1 ? ",\n" : "\n");
        text.Append("],\n\"notice\":").Append(JsonSerializer.Serialize(Notice.Text));
        text.Append(CultureInfo.InvariantCulture, $",\n\"patient\":\"{log[0].Patient}\",\n\"schema\":\"{Schema}\"");
        return text.Append(",\n\"state\":").Append(JsonSerializer.Serialize(view.State)).Append("\n}\n").ToString();
    }

    private static string Line(RecordedEvent item, string? digest) => Canonical.Object(writer =>
    {
        writer.WriteString("actor", item.Actor.Id);
        writer.WriteString("clinic_time", item.ClinicTime);
        writer.WriteString("id", item.Id);
        writer.WritePropertyName("payload");
        writer.WriteRawValue(item.Payload);
        writer.WriteString("reason", item.Reason);
        writer.WriteNumber("recorded_us", Chains.Instant.ToMicroseconds(item.RecordedUtc));
        writer.WriteNumber("revision", item.Revision);
        writer.WriteString("role", item.Actor.Role);
        if (digest is not null)
            writer.WriteString("sha256", digest);
        writer.WriteString("type", item.Type);
    });

    /// <summary>Digest of an event against accidents on its way; only the chain in the database is against forgery.</summary>
    private static string Digest(RecordedEvent item) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{item.Patient}\n{Line(item, null)}")));

    private static string Human(ClinicId clinic, IReadOnlyList<RecordedEvent> log, PatientView view, int corrected)
    {
        var text = new StringBuilder();
        void Say(FormattableString line) => text.AppendLine(FormattableString.Invariant(line));
        Say($"Record of {(view.Label.Length == 0 ? log[0].Patient.ToString() : view.Label)}");
        Say($"{Notice.Text}");
        Say($"");
        Say($"patient      {log[0].Patient}");
        Say($"clinic       {clinic}");
        Say($"state        {view.State}, since {view.SinceUtc:yyyy-MM-dd}");
        Say($"events       {log.Count}, of them corrected later {corrected}");
        Say($"open tasks   {view.Tasks.Count}");
        foreach (var task in view.Tasks)
            Say($"  {task.Due:yyyy-MM-dd}  {task.Text} ({task.Reason})");
        for (var index = 0; index < log.Count; index++)
        {
            var item = log[index];
            var by = view.Lines[index].CorrectedBy;
            Say($"");
            Say($"{item.Revision}. {view.Lines[index].Text}{(by is null ? "" : $"   [corrected by event {by}]")}");
            Say($"   stored {item.RecordedUtc:yyyy-MM-dd HH:mm:ss} UTC, clinic's time {item.ClinicTime}");
            Say($"   by {item.Actor.Id} ({item.Actor.Role}), because: {item.Reason}");
            Say($"   {item.Type} {item.Payload}");
        }

        return text.ToString();
    }
}
