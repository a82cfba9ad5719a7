using Epidura.Planning.Cases;

namespace Epidura.Cli.Output;

/// <summary>Reads a case file and reports what is wrong with it.</summary>
internal static class CaseFile
{
    /// <summary>The case with what was filled in; null after the errors were printed.</summary>
    public static CaseReadResult? Read(string path, bool json, Terminal terminal)
    {
        var result = ReadBytes(path);
        if (result.Case is null)
        {
            FileErrors.Print(result.Errors, json, terminal, "The keys of a case file: docs/guide/case-file.md");
            return null;
        }

        if (!json)
        {
            foreach (var note in result.Notes)
            {
                terminal.Error.WriteLine(
                    $"note: {note.File}:{note.Line}:{note.Column}: {note.Message} (value: {note.Value}; usual: {note.Allowed})");
            }
        }

        return result;
    }

    private static CaseReadResult ReadBytes(string path)
    {
        if (FileErrors.WhyNotReadable(path, "a case file", CaseReader.BytesMax) is { } error)
            return new CaseReadResult(null, [error], [], []);
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read);
        return CaseReader.Read(stream, path, CaseImages.Beside(path));
    }
}
