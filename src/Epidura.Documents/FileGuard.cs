using System.Text;

namespace Epidura.Documents;

/// <summary>Refuses what is not a small UTF-8 text before anything parses it.</summary>
internal static class FileGuard
{
    private static readonly UTF8Encoding Strict = new(false, true);

    /// <summary>The text of the bytes; null when refused.</summary>
    public static string? Decode(ReadOnlySpan<byte> bytes, DocumentKind kind, DocumentErrors errors)
    {
        if (bytes.Length > kind.BytesMax)
        {
            AddTooLarge(kind, errors);
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

    public static bool Accepts(string text, DocumentKind kind, DocumentErrors errors)
    {
        if (text.Length > kind.BytesMax)
        {
            AddTooLarge(kind, errors);
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

    private static void AddTooLarge(DocumentKind kind, DocumentErrors errors) => errors.Add(
        "", 1, 1, $"more than {kind.BytesMax} bytes", $"{kind.BytesMax} bytes or fewer", $"The file is too large to be {kind.Name}.");

    private static (int Line, int Column) Place(ReadOnlySpan<byte> before) =>
        (before.Count((byte)'\n') + 1, before.Length - before.LastIndexOf((byte)'\n'));
}
