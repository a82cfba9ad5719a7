using Epidura.Documents;

namespace Epidura.Cli.Output;

/// <summary>Prints what is wrong with a file that a person wrote.</summary>
internal static class FileErrors
{
    public static void Print(IReadOnlyList<DocumentError> errors, bool json, Terminal terminal, string help)
    {
        if (json)
        {
            terminal.Out.WriteLine(JsonText.Write(new { Errors = errors }));
            return;
        }

        foreach (var error in errors)
            terminal.Error.WriteLine(error);
        var count = errors.Count switch
        {
            1 => "1 error",
            DocumentErrors.ErrorsMax => $"{errors.Count} errors shown, there may be more",
            _ => $"{errors.Count} errors",
        };
        terminal.Error.WriteLine($"{count}; nothing was written. {help}");
    }

    /// <summary>Why a path cannot be read as this kind of file; null when it can be tried.</summary>
    public static DocumentError? WhyNotReadable(string path, string kind, int bytesMax)
    {
        if (Directory.Exists(path))
            return new DocumentError(path, 1, 1, "", "a folder", kind, "This is a folder, not a file.");
        if (!File.Exists(path))
            return new DocumentError(path, 1, 1, "", "no such file", $"{kind} that exists", "The file does not exist.");
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read);
        return stream.CanSeek && stream.Length > bytesMax
            ? new DocumentError(
                path, 1, 1, "", $"{stream.Length} bytes", $"{bytesMax} bytes or fewer", $"The file is too large to be {kind}.")
            : null;
    }
}
