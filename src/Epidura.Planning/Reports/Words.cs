using System.Globalization;
using Epidura.Anatomy.Levels;
using Epidura.Stimulation.Programs;

namespace Epidura.Planning.Reports;

/// <summary>Numbers and names as the report prints them: unit always beside the number, three significant digits at most.</summary>
public static class Words
{
    /// <summary>What stands where there is no number.</summary>
    public const string None = "–";

    private const string Superscripts = "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079";

    /// <summary>A share in per cent.</summary>
    public static string Percent(double share) => double.IsFinite(share) ? Fixed(share * 100, 0) + "\u00a0%" : None;

    /// <summary>A share with its range.</summary>
    public static string Percent(Interval share) => Percent(share.Value) + Brackets(share, 100, 0, "%");

    /// <summary>A current in mA.</summary>
    public static string Milliampere(double ampere) => double.IsFinite(ampere) ? Fixed(ampere * 1e3, 2) + "\u00a0mA" : "not reached";

    /// <summary>A current in mA with its range.</summary>
    public static string Milliampere(Interval ampere) =>
        Milliampere(ampere.Value) + Brackets(ampere, 1e3, 2, "mA");

    /// <summary>The range in brackets after a space; nothing when it has no width.</summary>
    public static string Brackets(Interval interval, double factor, int decimals, string unit = "") =>
        interval.Min.Equals(interval.Max) ? "" : $" ({Range(interval, factor, decimals, unit)})";

    /// <summary>The range alone, scaled, with its unit after the last number; one number when both ends are written alike.</summary>
    public static string Range(Interval interval, double factor, int decimals, string unit = "")
    {
        string low = Bound(interval.Min, factor, decimals), high = Bound(interval.Max, factor, decimals);
        var after = unit.Length == 0 ? "" : "\u00a0" + unit;
        if (double.IsPositiveInfinity(interval.Min) || double.IsNaN(interval.Min))
            return low;
        if (low == high)
            return low + after;
        return double.IsPositiveInfinity(interval.Max) ? $"{low}{after} to {high}" : $"{low} to {high}{after}";
    }

    /// <summary>A number as short as it can be written with three decimals.</summary>
    public static string Plain(double value) =>
        double.IsFinite(value) ? value.ToString("0.###", CultureInfo.InvariantCulture).Replace('-', '\u2212') : None;

    /// <summary>A number with fixed decimals and a true minus sign.</summary>
    public static string Fixed(double value, int decimals)
    {
        if (!double.IsFinite(value))
            return None;
        var rounded = Math.Round(value, decimals, MidpointRounding.AwayFromZero);
        return (rounded == 0 ? 0 : rounded).ToString("F" + decimals, CultureInfo.InvariantCulture).Replace('-', '\u2212');
    }

    /// <summary>A change with fixed decimals and its sign, plus or minus.</summary>
    public static string Signed(double value, int decimals)
    {
        var text = Fixed(value, decimals);
        return double.IsFinite(value) && Math.Round(value, decimals, MidpointRounding.AwayFromZero) > 0 ? "+" + text : text;
    }

    /// <summary>A number with three significant digits, without a power of ten between 0.001 and a million.</summary>
    public static string Significant(double value)
    {
        if (!double.IsFinite(value))
            return None;
        if (value == 0)
            return "0";
        var size = Math.Abs(value);
        if (size is < 1e-3 or >= 1e6)
            return PowerOfTen(value);
        return Fixed(value, Math.Clamp(2 - (int)Math.Floor(Math.Log10(size)), 0, 5));
    }

    /// <summary>A whole number with thin groups.</summary>
    public static string Count(double value) =>
        double.IsFinite(value) ? Math.Round(value).ToString("#,0", CultureInfo.InvariantCulture).Replace(',', '\u202f') : None;

    /// <summary>A side in words; null is both.</summary>
    public static string Of(Side? side) => side switch { Side.Left => "left", Side.Right => "right", _ => "both sides" };

    /// <summary>A contact with its sign and its share when it is not all: <c>left 3− 62 %</c>.</summary>
    public static string Of(ContactFraction fraction)
    {
        var name = fraction.Contact.IsCase ? "case" : $"{fraction.Contact.Lead} {fraction.Contact.Number}";
        var share = Math.Abs(fraction.PerMille) == 1000 ? "" : $"\u00a0{Share(fraction)}";
        return $"{name.Replace(' ', '\u00a0')}{Sign(fraction.PerMille)}{share}";
    }

    /// <summary>All contacts of an area, cathodes first, with a true minus sign.</summary>
    public static string Of(ProgramArea area) => string.Join(
        ", ", area.Contacts.Where(contact => contact.PerMille != 0)
            .OrderBy(contact => Math.Sign(contact.PerMille))
            .ThenBy(contact => contact.Contact.Lead, StringComparer.Ordinal).ThenBy(contact => contact.Contact.Number).Select(Of));

    /// <summary>Cathodes and anodes in words: <c>cathode left 3, anodes left 2 and left 4</c>; their number when there are more than
    /// four.</summary>
    public static string Poles(ProgramArea area)
    {
        ArgumentNullException.ThrowIfNull(area);
        string Side(string name, Func<int, bool> isWanted)
        {
            var contacts = area.Contacts.Where(contact => isWanted(contact.PerMille))
                .OrderBy(contact => contact.Contact.Lead, StringComparer.Ordinal).ThenBy(contact => contact.Contact.Number)
                .Select(contact => contact.Contact.IsCase ? "case" : $"{contact.Contact.Lead}\u00a0{contact.Contact.Number}").ToArray();
            if (contacts.Length > 4)
                return $"{contacts.Length} {name}s";
            return $"{name}{(contacts.Length > 1 ? "s" : "")} {List(contacts)}";
        }

        return $"{Side("cathode", share => share < 0)}, {Side("anode", share => share > 0)}";
    }

    /// <summary>Share of the amplitude in per cent.</summary>
    public static string Share(ContactFraction fraction) =>
        (Math.Abs(fraction.PerMille) / 10.0).ToString("0.#", CultureInfo.InvariantCulture) + "\u00a0%";

    /// <summary>A true minus or plus.</summary>
    public static string Sign(int perMille) => perMille < 0 ? "\u2212" : "+";

    /// <summary>A list in words: a, b and c.</summary>
    public static string List(IReadOnlyList<string> items) => items.Count switch
    {
        0 => "",
        1 => items[0],
        _ => string.Join(", ", items.Take(items.Count - 1)) + " and " + items[^1],
    };

    private static string PowerOfTen(double value)
    {
        var parts = value.ToString("0.##E+0", CultureInfo.InvariantCulture).Replace("+", "", StringComparison.Ordinal).Split('E');
        var raised = string.Concat(parts[1].Select(letter => letter == '-' ? '\u207b' : Superscripts[letter - '0']));
        return $"{parts[0].Replace('-', '\u2212')}\u00a0×\u00a010{raised}";
    }

    private static string Bound(double value, double factor, int decimals) =>
        double.IsPositiveInfinity(value) ? "not reached" : Fixed(value * factor, decimals);
}
