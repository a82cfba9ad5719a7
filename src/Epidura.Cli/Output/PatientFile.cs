using Epidura.Care.Patients;
using Epidura.Documents;

namespace Epidura.Cli.Output;

/// <summary>Reads a patient file and reports what is wrong with it.</summary>
internal static class PatientFile
{
    /// <summary>The patient; null after the errors were printed.</summary>
    public static Patient? Read(string path, bool json, Terminal terminal)
    {
        var result = ReadBytes(path);
        if (result.Patient is { } patient)
            return patient;
        FileErrors.Print(result.Errors, json, terminal, "The keys of a patient file: docs/guide/care.md");
        return null;
    }

    private static PatientReadResult ReadBytes(string path)
    {
        if (FileErrors.WhyNotReadable(path, "a patient file", PatientReader.BytesMax) is { } error)
            return new PatientReadResult(null, [error]);
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read);
        return PatientReader.Read(stream, path);
    }
}
