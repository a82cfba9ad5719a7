using Epidura.Documents;

namespace Epidura.Care.Patients;

/// <summary>What reading a patient file gave.</summary>
/// <param name="Patient">The patient; null when there is an error.</param>
/// <param name="Errors">All errors of the file, by line, at most 50.</param>
public sealed record PatientReadResult(Patient? Patient, IReadOnlyList<DocumentError> Errors);

/// <summary>Reads patient files, schema <c>epidura-patient/1</c>, YAML or JSON: guards, the schema, then what only the whole can
/// tell.</summary>
public static class PatientReader
{
    /// <summary>Largest patient file, bytes.</summary>
    public const int BytesMax = 1 << 20;

    private static readonly DocumentKind Kind = new(
        "patient file", "patient files", "the smallest patient file has schema and evaluated_on", BytesMax, NodesMax: 20_000);

    /// <summary>Reads a patient from a stream; a file longer than <see cref="BytesMax"/> is refused after that many bytes.</summary>
    /// <param name="stream">At the start of the file; UTF-8.</param>
    /// <param name="fileName">Shown in errors as it stands.</param>
    public static PatientReadResult Read(Stream stream, string fileName)
    {
        var errors = new DocumentErrors(fileName);
        var text = DocumentReader.ReadText(stream, Kind, errors);
        return text is null ? new PatientReadResult(null, errors.Errors) : Read(text, fileName);
    }

    /// <summary>Reads a patient from text.</summary>
    /// <param name="text">The whole file.</param>
    /// <param name="fileName">Shown in errors as it stands.</param>
    public static PatientReadResult Read(string text, string fileName)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        var errors = new DocumentErrors(fileName);
        if (DocumentReader.ReadTree(text, Kind, PatientSchema.Root, errors) is not { } top)
            return new PatientReadResult(null, errors.Errors);
        var patient = new PatientBuilder(errors).Build(top);
        return new PatientReadResult(errors.HasErrors ? null : patient, errors.Errors);
    }
}
