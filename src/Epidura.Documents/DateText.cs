using System.Globalization;

namespace Epidura.Documents;

/// <summary>Reads calendar dates as our files write them: <c>2026-03-02</c>.</summary>
public static class DateText
{
    /// <summary>Reads a date; false when the text is not a day of the calendar.</summary>
    public static bool TryRead(DocumentNode.Scalar scalar, out DateOnly date)
    {
        ArgumentNullException.ThrowIfNull(scalar);
        return DateOnly.TryParseExact(scalar.Text.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date);
    }
}
