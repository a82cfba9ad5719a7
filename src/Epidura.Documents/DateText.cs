using System.Globalization;

namespace Epidura.Documents;

/// <summary>Reads calendar dates as our files write them, <c>2026-03-02</c>, and instants, <c>2026-03-02T08:00Z</c>.</summary>
public static class DateText
{
    /// <summary>Reads a date; false when the text is not a day of the calendar.</summary>
    public static bool TryRead(DocumentNode.Scalar scalar, out DateOnly date)
    {
        ArgumentNullException.ThrowIfNull(scalar);
        return DateOnly.TryParseExact(scalar.Text.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date);
    }

    /// <summary>Reads an instant of UTC; false when the text is not one.</summary>
    public static bool TryReadInstant(DocumentNode.Scalar scalar, out DateTimeOffset instant)
    {
        ArgumentNullException.ThrowIfNull(scalar);
        return DateTimeOffset.TryParseExact(
            scalar.Text.Trim(), ["yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'"], CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out instant);
    }
}
