using System.Text;

namespace Epidura.Planning.Cases;

/// <summary>Reads case files, schema <c>epidura-case/1</c>: guards, then the published schema, then what only the whole case can
/// tell.</summary>
/// <remarks>docs/guide/case-file.md; docs/adr/0006-case-file-and-yaml-package.md.</remarks>
public static class CaseReader
{
    /// <summary>Largest case file, bytes.</summary>
    public const int BytesMax = 1 << 20;

    /// <summary>Reads a case from a stream of at most <see cref="BytesMax"/> bytes; a longer one is refused after that many.</summary>
    /// <param name="stream">At the start of the file; UTF-8.</param>
    /// <param name="fileName">Shown in errors as it stands; the case keeps its last part.</param>
    public static CaseReadResult Read(Stream stream, string fileName)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var bytes = new byte[BytesMax + 1];
        var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        var errors = new CaseErrors(fileName);
        var text = FileGuard.Decode(bytes.AsSpan(0, length), errors);
        return text is null ? new CaseReadResult(null, errors.Errors, [], []) : Read(text, fileName);
    }

    /// <summary>Reads a case from text.</summary>
    /// <param name="text">The whole file.</param>
    /// <param name="fileName">Shown in errors as it stands; the case keeps its last part.</param>
    public static CaseReadResult Read(string text, string fileName)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(fileName);
        var errors = new CaseErrors(fileName);
        if (!FileGuard.Accepts(text, errors))
            return new CaseReadResult(null, errors.Errors, [], []);
        var tree = YamlTree.Read(text, errors);
        if (tree is null)
            return new CaseReadResult(null, errors.Errors, [], []);
        new SchemaValidator(errors).Check(tree, CaseSchema.Root, "the case");
        if (tree is not CaseNode.Mapping top)
            return new CaseReadResult(null, errors.Errors, [], []);
        var builder = new CaseBuilder(errors);
        var found = builder.Build(top, text, Path.GetFileName(fileName));
        return new CaseReadResult(errors.HasErrors ? null : found, errors.Errors, builder.Assumed, errors.Notes);
    }
}

/// <summary>Refuses what is not a small UTF-8 text before anything parses it.</summary>
internal static class FileGuard
{
    private static readonly UTF8Encoding Strict = new(false, true);

    /// <summary>The text of the bytes; null when refused.</summary>
    public static string? Decode(ReadOnlySpan<byte> bytes, CaseErrors errors)
    {
        if (bytes.Length > CaseReader.BytesMax)
        {
            AddTooLarge(errors);
            return null;
        }

        if (bytes.StartsWith(Encoding.UTF8.Preamble))
            bytes = bytes[Encoding.UTF8.Preamble.Length..];
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            errors.Add("", 1, 1, "UTF-16", "UTF-8", "The file is UTF-16; save it as UTF-8.");
            return null;
        }

        var zero = bytes.IndexOf((byte)0);
        if (zero >= 0)
        {
            var (line, column) = Place(bytes[..zero]);
            errors.Add("", line, column, "a zero byte", "text in UTF-8", "The file is binary, not a text.");
            return null;
        }

        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException exception)
        {
            var (line, column) = Place(bytes[..Math.Clamp(exception.Index, 0, bytes.Length)]);
            var shown = exception.BytesUnknown is [var first, ..] ? $"the byte 0x{first:X2}" : "a byte";
            errors.Add("", line, column, shown, "text in UTF-8", "The file is not UTF-8; it may be binary, or saved in another encoding.");
            return null;
        }
    }

    public static bool Accepts(string text, CaseErrors errors)
    {
        if (text.Length > CaseReader.BytesMax)
        {
            AddTooLarge(errors);
            return false;
        }

        int line = 1, column = 1;
        foreach (var letter in text)
        {
            if (char.IsControl(letter) && letter is not ('\n' or '\r' or '\t'))
            {
                errors.Add(
                    "", line, column, $"the control character U+{(int)letter:X4}", "printable text",
                    "The file holds a control character; it may be binary.");
                return false;
            }

            (line, column) = letter == '\n' ? (line + 1, 1) : (line, column + 1);
        }

        return true;
    }

    private static void AddTooLarge(CaseErrors errors) => errors.Add(
        "", 1, 1, $"more than {CaseReader.BytesMax} bytes", $"{CaseReader.BytesMax} bytes or fewer", "The file is too large to be a case.");

    private static (int Line, int Column) Place(ReadOnlySpan<byte> before) =>
        (before.Count((byte)'\n') + 1, before.Length - before.LastIndexOf((byte)'\n'));
}
