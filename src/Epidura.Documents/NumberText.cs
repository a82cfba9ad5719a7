using System.Globalization;
using System.Text.RegularExpressions;

namespace Epidura.Documents;

/// <summary>Reads numbers as our files write them: decimal, with a point, without a unit and without quotes.</summary>
public static partial class NumberText
{
    /// <summary>Reads a number; false when the text is not one.</summary>
    public static bool TryRead(DocumentNode.Scalar scalar, out double number)
    {
        number = 0;
        return scalar.IsPlain && Shape().IsMatch(scalar.Text)
            && double.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
    }

    /// <summary>Why a text is not a number.</summary>
    public static string Explain(DocumentNode.Scalar scalar, string key, string unit)
    {
        var text = scalar.Text.Trim();
        if (!scalar.IsPlain && Shape().IsMatch(text))
            return $"{key} stands in quotes and is therefore a text; remove the quotes.";
        if (text.TrimStart('.', '-', '+').ToLowerInvariant() is "inf" or "infinity" or "nan")
            return $"{key} must be a finite number.";
        if (Shape().IsMatch(text))
            return $"{key} is too large for a number.";
        if (DecimalComma().IsMatch(text))
            return $"{key} has a decimal comma; write a point: {text.Replace(',', '.')}.";
        if (WithUnit().Match(text) is { Success: true } match)
        {
            var alone = $"{key} takes the number alone";
            return unit.Length == 0
                ? $"{alone}, without {match.Groups[2].Value}."
                : $"{alone}; the unit {unit} already stands in the key, so write {key}: and the number in {unit}.";
        }

        return $"{key} must be a number.";
    }

    [GeneratedRegex(@"^[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]{1,3})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();

    [GeneratedRegex("^[-+]?[0-9]+,[0-9]+$", RegexOptions.CultureInvariant)]
    private static partial Regex DecimalComma();

    [GeneratedRegex(@"^([-+]?[0-9]*\.?[0-9]+)\s*([A-Za-zµ°%/]+)$", RegexOptions.CultureInvariant)]
    private static partial Regex WithUnit();
}
