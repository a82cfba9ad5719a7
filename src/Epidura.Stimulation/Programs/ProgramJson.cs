using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Epidura.Quantities;

namespace Epidura.Stimulation.Programs;

/// <summary>Programs as JSON, format <c>epidura-program/1</c>; the object <c>program</c> is the one that stands in a plan too.</summary>
/// <remarks>docs/schema/epidura-program-1.schema.json. Unknown keys are errors. Checked by ProgramJsonTests.</remarks>
public static class ProgramJson
{
    /// <summary>Name and version of the format.</summary>
    public const string Schema = "epidura-program/1";

    private const string PlanSchema = "epidura-plan/1";

    /// <summary>Writes a program file.</summary>
    public static string Write(StimulationProgram program)
    {
        ArgumentNullException.ThrowIfNull(program);
        using var stream = new MemoryStream();
        var options = new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var json = new Utf8JsonWriter(stream, options))
        {
            json.WriteStartObject();
            json.WriteString("schema", Schema);
            json.WriteStartObject("program");
            json.WriteString("name", program.Name);
            json.WriteStartArray("areas");
            foreach (var area in program.Areas)
                WriteArea(json, area);
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    /// <summary>Reads a program file, or one program of a plan.</summary>
    /// <param name="text">Whole file.</param>
    /// <param name="rank">Which program of a plan, from 1; 1 for a program file.</param>
    /// <exception cref="FormatException">Neither of the two formats; the message names the key.</exception>
    public static StimulationProgram Read(string text, int rank = 1)
    {
        using var document = Parse(text);
        var root = document.RootElement;
        var schema = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("schema", out var named) ? named.ToString() : "";
        if (schema == Schema)
        {
            Only(root, "the file", "schema", "program");
            return ReadProgram(Need(root, "program", JsonValueKind.Object));
        }
        if (schema != PlanSchema)
            throw new FormatException($"The file is neither a program nor a plan: its schema must be {Schema} or {PlanSchema}.");
        var programs = Need(root, "programs", JsonValueKind.Array);
        if (rank < 1 || rank > programs.GetArrayLength())
            throw new FormatException($"There is no program {rank}; the plan has {programs.GetArrayLength()}.");
        return ReadProgram(Need(programs[rank - 1], "program", JsonValueKind.Object));
    }

    private static StimulationProgram ReadProgram(JsonElement program)
    {
        Only(program, "program", "name", "areas");
        var areas = Need(program, "areas", JsonValueKind.Array);
        if (areas.GetArrayLength() is < 1 or > Limits.AreasMax)
            throw new FormatException($"program.areas has {areas.GetArrayLength()} entries; allowed is 1 to {Limits.AreasMax}.");
        return new StimulationProgram(Need(program, "name", JsonValueKind.String).GetString()!,
            [.. areas.EnumerateArray().Select(ReadArea)]);
    }

    private static ProgramArea ReadArea(JsonElement area)
    {
        Only(
            area, "an area", "contacts_per_mille", "amplitude_ma", "pulse_width_us", "interphase_gap_us", "rate_hz", "therapy", "recharge");
        var contacts = Need(area, "contacts_per_mille", JsonValueKind.Object).EnumerateObject()
            .Select(item => new ContactFraction(ReadContact(item.Name), Whole(item.Value, item.Name, "fraction_per_mille"))).ToArray();
        return new ProgramArea(
            contacts,
            Current.FromMilliamperes(Number(area, "amplitude_ma")),
            Whole(area, "pulse_width_us"),
            Whole(area, "interphase_gap_us"),
            Frequency.FromHertz(Number(area, "rate_hz")),
            Word<Therapy>(area, "therapy"),
            Word<Recharge>(area, "recharge"));
    }

    private static ContactId ReadContact(string text)
    {
        if (text == "case")
            return ContactId.Case;
        var dot = text.LastIndexOf('.');
        return dot > 0 && int.TryParse(text.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? new ContactId(text[..dot], number)
            : throw new FormatException($"'{text}' is not a contact; write lead.number, or case.");
    }

    private static void WriteArea(Utf8JsonWriter json, ProgramArea area)
    {
        json.WriteStartObject();
        json.WriteStartObject("contacts_per_mille");
        foreach (var (contact, perMille) in area.Contacts)
            json.WriteNumber(contact.ToString(), perMille);
        json.WriteEndObject();
        json.WriteNumber("amplitude_ma", Math.Round(area.Amplitude.Milliamperes, 9));
        json.WriteNumber("pulse_width_us", area.PulseWidthMicrosecond);
        json.WriteNumber("interphase_gap_us", area.InterphaseGapMicrosecond);
        json.WriteNumber("rate_hz", area.Rate.Hertz);
        json.WriteString("therapy", Snake(area.Therapy.ToString()));
        json.WriteString("recharge", Snake(area.Recharge.ToString()));
        json.WriteEndObject();
    }

    private static JsonDocument Parse(string text)
    {
        try
        {
            return JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 32 });
        }
        catch (JsonException exception)
        {
            throw new FormatException($"The file is not JSON: line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}.",
                exception);
        }
    }

    private static void Only(JsonElement element, string where, params string[] keys)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw new FormatException($"Where {where} is expected stands {element.ValueKind}.");
        foreach (var item in element.EnumerateObject())
        {
            if (!keys.Contains(item.Name))
                throw new FormatException($"{where} has an unknown key '{item.Name}'; allowed is {string.Join(", ", keys)}.");
        }
    }

    private static JsonElement Need(JsonElement element, string key, JsonValueKind kind) =>
        element.TryGetProperty(key, out var value) && value.ValueKind == kind
            ? value
            : throw new FormatException($"'{key}' is missing or not of the right kind ({kind}).");

    private static double Number(JsonElement area, string key) =>
        Bounded(Need(area, key, JsonValueKind.Number).GetDouble(), key, key);

    private static int Whole(JsonElement area, string key) => Whole(Need(area, key, JsonValueKind.Number), key, key);

    private static int Whole(JsonElement value, string key, string limit) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number)
            ? (int)Bounded(number, key, limit)
            : throw new FormatException($"'{key}' is {value}; a whole number is needed.");

    private static double Bounded(double value, string key, string limit)
    {
        var row = Limits.Of(limit);
        return row.Accepts(value) ? value : throw new FormatException(FormattableString.Invariant(
            $"'{key}' is {value}; allowed is {row.Range}."));
    }

    private static T Word<T>(JsonElement area, string key)
        where T : struct, Enum
    {
        var text = Need(area, key, JsonValueKind.String).GetString()!;
        foreach (var value in Enum.GetValues<T>())
        {
            if (Snake(value.ToString()) == text)
                return value;
        }
        throw new FormatException($"'{key}' is '{text}'; allowed is {string.Join(", ", Enum.GetNames<T>().Select(Snake))}.");
    }

    private static string Snake(string name) =>
        string.Concat(name.Select((letter, index) => char.IsUpper(letter) ? (index > 0 ? "_" : "") + char.ToLowerInvariant(letter)
            : letter.ToString()));
}
