using System.Collections;

namespace Epidura.Care.Pathway;

/// <summary>The named values of an event, sorted by name in ordinal order. Immutable; equal when every name and value is equal.</summary>
public sealed class EventFields : IReadOnlyList<KeyValuePair<string, PathwayValue>>, IEquatable<EventFields>
{
    private readonly KeyValuePair<string, PathwayValue>[] _sorted;

    private EventFields(KeyValuePair<string, PathwayValue>[] sorted) => _sorted = sorted;

    /// <summary>No field at all.</summary>
    public static EventFields Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _sorted.Length;

    /// <inheritdoc/>
    public KeyValuePair<string, PathwayValue> this[int index] => _sorted[index];

    /// <summary>The value of a name; null when it is not there.</summary>
    public PathwayValue? this[string name]
    {
        get
        {
            foreach (var field in _sorted)
            {
                if (string.Equals(field.Key, name, StringComparison.Ordinal))
                    return field.Value;
            }

            return null;
        }
    }

    /// <summary>Fields from names and values, in any order; a null value is left out.</summary>
    /// <exception cref="ArgumentException">A name stands twice.</exception>
    public static EventFields Of(params IEnumerable<(string Name, PathwayValue? Value)> fields)
    {
        var sorted = fields.Where(field => field.Value is not null)
            .Select(field => KeyValuePair.Create(field.Name, field.Value!)).OrderBy(field => field.Key, StringComparer.Ordinal).ToArray();
        for (var i = 1; i < sorted.Length; i++)
        {
            if (sorted[i].Key == sorted[i - 1].Key)
                throw new ArgumentException($"The field {sorted[i].Key} stands twice.", nameof(fields));
        }

        return new EventFields(sorted);
    }

    /// <summary>The same with one value replaced, added, or with null left out.</summary>
    public EventFields With(string name, PathwayValue? value) =>
        Of(_sorted.Where(field => field.Key != name).Select(field => (field.Key, (PathwayValue?)field.Value)).Append((name, value)));

    /// <summary>A text; null when it is not there or not a text.</summary>
    public string? Text(string name) => (this[name] as PathwayValue.Text)?.Value;

    /// <summary>A number; null when it is not there or not a number.</summary>
    public decimal? Number(string name) => (this[name] as PathwayValue.Number)?.Value;

    /// <summary>A whole number; null when it is not there or not one.</summary>
    public int? Whole(string name) =>
        Number(name) is { } value && decimal.IsInteger(value) && value is >= int.MinValue and <= int.MaxValue ? (int)value : null;

    /// <summary>A number as an exact ratio; null when it is not there.</summary>
    public Ratio? Exact(string name) => Number(name) is { } value ? Ratio.Of(value) : null;

    /// <summary>Yes or no; null when it is not there.</summary>
    public bool? Flag(string name) => (this[name] as PathwayValue.Flag)?.Value;

    /// <summary>A day; null when it is not there or not one.</summary>
    public DateOnly? Date(string name) => Text(name) is { } text && InstantText.TryReadDay(text, out var day) ? day : null;

    /// <summary>An instant; null when it is not there or not one.</summary>
    public DateTimeOffset? Instant(string name) => Text(name) is { } text && InstantText.TryRead(text, out var value) ? value : null;

    /// <summary>Texts in order; empty when not there.</summary>
    public IReadOnlyList<string> Texts(string name) => this[name] is PathwayValue.List list
        ? [.. list.Items.OfType<PathwayValue.Text>().Select(item => item.Value)] : [];

    /// <summary>Numbers in order, null for one that was not given; empty when not there.</summary>
    public IReadOnlyList<decimal?> Numbers(string name) => this[name] is PathwayValue.List list
        ? [.. list.Items.Select(item => (item as PathwayValue.Number)?.Value)] : [];

    /// <summary>Groups in order; empty when not there.</summary>
    public IReadOnlyList<EventFields> Groups(string name) => this[name] switch
    {
        PathwayValue.List list => [.. list.Items.OfType<PathwayValue.Group>().Select(item => item.Fields)],
        PathwayValue.Group group => [group.Fields],
        _ => [],
    };

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, PathwayValue>> GetEnumerator() =>
        ((IEnumerable<KeyValuePair<string, PathwayValue>>)_sorted).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(EventFields? other) => other is not null && _sorted.AsSpan().SequenceEqual(other._sorted);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as EventFields);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var field in _sorted)
            hash.Add(field.Key, StringComparer.Ordinal);
        return hash.ToHashCode();
    }
}
