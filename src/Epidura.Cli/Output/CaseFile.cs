using Epidura.Documents;
using Epidura.Planning.Cases;

namespace Epidura.Cli.Output;

/// <summary>Reads a case file and reports what is wrong with it.</summary>
internal static class CaseFile
{
    /// <summary>The case with what was filled in; null after the errors were printed.</summary>
    public static CaseReadResult? Read(string path, bool json, Terminal terminal)
    {
        var result = ReadBytes(path);
        if (result.Case is not null)
        {
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

        if (json)
            terminal.Out.WriteLine(JsonText.Write(new { result.Errors }));
        else
        {
            foreach (var error in result.Errors)
                terminal.Error.WriteLine(error);
            terminal.Error.WriteLine(Sum(result.Errors.Count));
        }

        return null;
    }

    private static CaseReadResult ReadBytes(string path)
    {
        if (Directory.Exists(path))
            return Refuse(path, "a folder", "a case file", "This is a folder, not a file.");
        if (!File.Exists(path))
            return Refuse(path, "no such file", "a case file that exists", "The file does not exist.");
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read);
        return stream.CanSeek && stream.Length > CaseReader.BytesMax
            ? Refuse(path, $"{stream.Length} bytes", $"{CaseReader.BytesMax} bytes or fewer", "The file is too large to be a case.")
            : CaseReader.Read(stream, path);
    }

    private static CaseReadResult Refuse(string path, string value, string allowed, string message) =>
        new(null, [new DocumentError(path, 1, 1, "", value, allowed, message)], [], []);

    private static string Sum(int errors) => errors switch
    {
        1 => "1 error; nothing was written. The keys of a case file: docs/guide/case-file.md",
        50 => "50 errors shown, there may be more; nothing was written. The keys of a case file: docs/guide/case-file.md",
        _ => $"{errors} errors; nothing was written. The keys of a case file: docs/guide/case-file.md",
    };
}
