using System.Globalization;

namespace Epidura.Care.Devices;

/// <summary>A unique device identifier as printed on a box.</summary>
/// <param name="Text">As given.</param>
/// <param name="Issuer">GS1 or HIBCC; empty when refused.</param>
/// <param name="DeviceIdentifier">The part that names the model: GTIN-14, or the HIBC primary code without its check character.</param>
/// <param name="Lot">Lot; null when not printed.</param>
/// <param name="Serial">Serial number; null when not printed.</param>
/// <param name="ExpiresOn">Last day of use; null when not printed.</param>
/// <param name="MadeOn">Day of manufacture; null when not printed.</param>
/// <param name="Refusal">Why it is refused; null when it is in order.</param>
public sealed record Udi(
    string Text, string Issuer, string DeviceIdentifier, string? Lot, string? Serial, DateOnly? ExpiresOn, DateOnly? MadeOn,
        Refusal? Refusal)
{
    private const string HibcSigns = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%";
    private const int GtinLength = 14;
    private const int DateLength = 6;
    private const int CenturySplit = 50;

    /// <summary>
    /// Reads an identifier in brackets as people read it, <c>(01)…(17)…(21)…</c>, or the primary code of HIBC, <c>+…</c>, and
    /// verifies the check digit. Sources: GS1 General Specifications (mod 10 with weights 3 and 1), ANSI/HIBC 2.6 (mod 43).
    /// </summary>
    public static Udi Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.StartsWith('+') ? ReadHibc(text) : text.StartsWith('(') ? ReadGs1(text)
            : Refuse(text, text, "(01) and 14 digits, or + and a HIBC code", "This is neither form of a device identifier.");
    }

    /// <summary>Check digit of GS1 over the digits before it, mod 10 with weights 3 and 1 from the right.</summary>
    public static int CheckDigit(string digits)
    {
        ArgumentNullException.ThrowIfNull(digits);
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
            sum += (digits[^(i + 1)] - '0') * (i % 2 == 0 ? 3 : 1);
        return (10 - (sum % 10)) % 10;
    }

    private static Udi ReadGs1(string text)
    {
        var found = new Udi(text, "GS1", "", null, null, null, null, null);
        HashSet<string> seen = [];
        for (var at = 0; at < text.Length;)
        {
            var close = text.IndexOf(')', at);
            if (text[at] != '(' || close < 0)
                return Refuse(text, text[at..], "(01) (10) (11) (17) (21)", "A part has no application identifier in brackets.");
            var end = text.IndexOf('(', close);
            var (key, value) = (text[(at + 1)..close], end < 0 ? text[(close + 1)..] : text[(close + 1)..end]);
            if (!seen.Add(key))
                return Refuse(text, key, "once", "A part stands twice.");
            found = Take(found, key, value);
            if (found.Refusal is not null)
                return found;
            at = end < 0 ? text.Length : end;
        }

        return found.DeviceIdentifier.Length > 0 ? found : Refuse(text, text, "(01) and 14 digits",
            "The part that names the model is missing.");
    }

    private static Udi Take(Udi found, string key, string value)
    {
        switch (key)
        {
            case "01" when value.Length != GtinLength || !value.All(char.IsAsciiDigit):
                return Refuse(found.Text, value, "14 digits", "The number of the model is not whole.");
            case "01" when value[^1] - '0' != CheckDigit(value[..^1]):
                return Refuse(found.Text, value, $"{value[..^1]}{CheckDigit(value[..^1])}", "The check digit is wrong.");
            case "01":
                return found with { DeviceIdentifier = value };
            case "10" or "21" when value.Length is 0 or > 20:
                return Refuse(found.Text, value, "1 to 20 signs", "Lot and serial number have 1 to 20 signs.");
            case "10":
                return found with { Lot = value };
            case "21":
                return found with { Serial = value };
            case "11" or "17" when Day(value) is null:
                return Refuse(found.Text, value, "a day such as 281231", "This is no day.");
            case "11":
                return found with { MadeOn = Day(value) };
            case "17":
                return found with { ExpiresOn = Day(value) };
            default:
                return Refuse(found.Text, key, "01, 10, 11, 17, 21", "This application identifier is not one of a device.");
        }
    }

    /// <summary>YYMMDD; day 00 means the last of the month.</summary>
    private static DateOnly? Day(string value)
    {
        if (value.Length != DateLength || !value.All(char.IsAsciiDigit))
            return null;
        int Part(int at) => int.Parse(value.AsSpan(at, 2), NumberStyles.None, CultureInfo.InvariantCulture);
        var (year, month, day) = (Part(0) + (Part(0) > CenturySplit ? 1900 : 2000), Part(2), Part(4));
        if (month is < 1 or > 12 || day > DateTime.DaysInMonth(year, month))
            return null;
        return new DateOnly(year, month, day == 0 ? DateTime.DaysInMonth(year, month) : day);
    }

    private static Udi ReadHibc(string text)
    {
        if (text.Length is < 8 or > 25 || text.Any(sign => !HibcSigns.Contains(sign)))
            return Refuse(text, text, "+, letter, 3 signs, 1 to 18 signs, unit, check", "This is no primary code of HIBC.");
        var check = HibcSigns[text[..^1].Sum(sign => HibcSigns.IndexOf(sign)) % HibcSigns.Length];
        return check == text[^1]
            ? new Udi(text, "HIBCC", text[1..^1], null, null, null, null, null)
            : Refuse(text, text, $"{text[..^1]}{check}", "The check character is wrong.");
    }

    private static Udi Refuse(string text, string value, string allowed, string reason) =>
        new(text, "", "", null, null, null, null, new Refusal("udi", value, allowed, reason));
}
