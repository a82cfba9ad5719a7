using System.Globalization;

namespace Epidura.Care.Pathway;

/// <summary>A value in the payload of an event. Numbers are decimal fractions, kept exactly.</summary>
public abstract record PathwayValue
{
    private protected PathwayValue()
    {
    }

    /// <summary>Text; days and instants stand as text too.</summary>
    /// <param name="Value">The text.</param>
    public sealed record Text(string Value) : PathwayValue;

    /// <summary>A number.</summary>
    /// <param name="Value">Exact.</param>
    public sealed record Number(decimal Value) : PathwayValue;

    /// <summary>Yes or no.</summary>
    /// <param name="Value">True for yes.</param>
    public sealed record Flag(bool Value) : PathwayValue;

    /// <summary>An answer that was not given; only inside a list.</summary>
    public sealed record Nothing : PathwayValue;

    /// <summary>Some values in order.</summary>
    /// <param name="Items">The values.</param>
    public sealed record List(IReadOnlyList<PathwayValue> Items) : PathwayValue
    {
        /// <inheritdoc/>
        public bool Equals(List? other) => other is not null && Items.SequenceEqual(other.Items);

        /// <inheritdoc/>
        public override int GetHashCode() => Items.Count;
    }

    /// <summary>Named values.</summary>
    /// <param name="Fields">The fields.</param>
    public sealed record Group(EventFields Fields) : PathwayValue;

    /// <summary>Text.</summary>
    public static implicit operator PathwayValue(string value) => new Text(value);

    /// <summary>A whole number.</summary>
    public static implicit operator PathwayValue(int value) => new Number(value);

    /// <summary>A number.</summary>
    public static implicit operator PathwayValue(decimal value) => new Number(value);

    /// <summary>Yes or no.</summary>
    public static implicit operator PathwayValue(bool value) => new Flag(value);

    /// <summary>A day.</summary>
    public static implicit operator PathwayValue(DateOnly value) =>
        new Text(value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    /// <summary>An instant, written in UTC.</summary>
    public static implicit operator PathwayValue(DateTimeOffset value) => new Text(InstantText.Write(value));

    /// <summary>Texts in order.</summary>
    public static PathwayValue Of(params IEnumerable<string> values) => new List([.. values.Select(value => (PathwayValue)value)]);

    /// <summary>Numbers in order; null for one that was not given.</summary>
    public static PathwayValue Of(IEnumerable<decimal?> values) =>
        new List([.. values.Select(value => value is { } number ? (PathwayValue)number : new Nothing())]);

    /// <summary>Groups in order.</summary>
    public static PathwayValue Of(IEnumerable<EventFields> groups) => new List([.. groups.Select(group => new Group(group))]);

    /// <summary>How the value is shown to a person.</summary>
    public string Show() => this switch
    {
        Text text => text.Value,
        Number number => PathwayEventJson.NumberText(number.Value),
        Flag flag => flag.Value ? "yes" : "no",
        List list => string.Join(", ", list.Items.Select(item => item.Show())),
        Group group => string.Join("; ", group.Fields.Select(field => $"{field.Key} {field.Value.Show()}")),
        Nothing => "not given",
        _ => throw new InvalidOperationException("There is no other kind of value."),
    };
}

/// <summary>Instants as the events write them.</summary>
internal static class InstantText
{
    private static readonly string[] Forms = ["yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'"];

    public static string Write(DateTimeOffset value) =>
        value.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    public static bool TryRead(string text, out DateTimeOffset value) => DateTimeOffset.TryParseExact(
        text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out value);

    public static bool TryReadDay(string text, out DateOnly value) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out value);
}
