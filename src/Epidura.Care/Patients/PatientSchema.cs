using Epidura.Care.Instruments;
using Epidura.Care.Tables;
using Epidura.Documents;

namespace Epidura.Care.Patients;

/// <summary>The published schema of patient files; the reader checks every file against this text.</summary>
public static class PatientSchema
{
    private static readonly Lazy<string> Text = new(Load);
    private static readonly Lazy<SchemaNode> Top = new(() => SchemaNode.Parse(Json, new SchemaWords(Words, NoLimit)));

    /// <summary>Key of the schema, the value of <c>schema:</c> in a patient file.</summary>
    public const string Name = "epidura-patient/1";

    /// <summary>The JSON Schema, docs/schema/epidura-patient-1.schema.json.</summary>
    public static string Json => Text.Value;

    internal static SchemaNode Root => Top.Value;

    /// <summary>Words of a catalogue, in its order; a test holds those that the schema shows to editors equal.</summary>
    /// <exception cref="ArgumentException">No such catalogue.</exception>
    public static IReadOnlyList<string> Words(string catalogue) => catalogue switch
    {
        "instruments" => [.. Instrument.All.Select(instrument => instrument.Key)],
        "drugs" => CareTable.Of("drugs").Words("drug"),
        "agents" => CareTable.Of("antithrombotics").Words("agent"),
        "indications" => CareTable.Of("indications").Words("indication"),
        "treatments" => CareTable.Of("treatments").Words("treatment"),
        "profiles" => CareTable.Of("profiles").Words("profile"),
        "levels" => CareTable.Of("levels").Words("level"),
        "roots" => [.. CareTable.Of("levels").Words("traversing").Concat(CareTable.Of("levels").Words("exiting")).Distinct()],
        "procedures" => [.. CareTable.Of("options").Words("option"), "percutaneous-laser", "nucleoplasty"],
        "value-sets" => CareTable.Of("eq5d").Words("set"),
        _ => throw new ArgumentException($"There is no catalogue '{catalogue}'.", nameof(catalogue)),
    };

    private static SchemaLimit NoLimit(string name) => throw new ArgumentException($"There is no limit '{name}'.", nameof(name));

    private static string Load()
    {
        using var stream = typeof(PatientSchema).Assembly.GetManifestResourceStream("epidura-patient-1.schema.json")
            ?? throw new InvalidOperationException("The schema of patient files is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
