namespace Epidura.Care.Pathway;

/// <summary>Something that happened to a patient. The kinds and their fields are rows of <c>data/care/events.csv</c>.</summary>
/// <param name="Type">Stable name, for example <c>trial.started</c>.</param>
/// <param name="OccurredAt">When it happened, UTC.</param>
/// <param name="WrittenTime">The time as the clinic wrote it, with its own zone or none; empty when nobody wrote one.</param>
/// <param name="Fields">The payload.</param>
/// <remarks>Construction checks nothing; <see cref="EventCheck"/> and <see cref="Pathway.Apply"/> do.</remarks>
public sealed record PathwayEvent(string Type, DateTimeOffset OccurredAt, string WrittenTime, EventFields Fields)
{
    /// <summary>An event from names and values; a null value is left out.</summary>
    public static PathwayEvent Of(string type, DateTimeOffset occurredAt, params IEnumerable<(string Name, PathwayValue? Value)> fields) =>
        new(type, occurredAt.ToUniversalTime(), "", EventFields.Of(fields));

    /// <summary>The day it happened, UTC.</summary>
    public DateOnly Day => DateOnly.FromDateTime(OccurredAt.UtcDateTime);
}

/// <summary>Why an event is not taken.</summary>
/// <param name="State">State of the patient.</param>
/// <param name="Event">Type of the event.</param>
/// <param name="Missing">What has to be there first; empty when the fault lies elsewhere.</param>
/// <param name="Field">Where the fault stands: a field of the payload, <c>type</c>, <c>occurred_at</c> or <c>state</c>.</param>
/// <param name="Value">What stands there.</param>
/// <param name="Allowed">What may stand there.</param>
/// <param name="Reason">One plain sentence.</param>
public sealed record PathwayRefusal(
    string State, string Event, IReadOnlyList<string> Missing, string Field, string Value, string Allowed, string Reason)
{
    /// <summary>The whole refusal in one line.</summary>
    public override string ToString() =>
        $"{Event} in state {State}: {Reason}"
        + (Missing.Count > 0 ? $" Missing: {string.Join("; ", Missing)}." : "")
        + $" ({Field}: {(Value.Length == 0 ? "nothing" : Value)}; allowed: {Allowed})";
}

/// <summary>What an event did.</summary>
/// <param name="View">The patient afterwards; as before when the event was refused.</param>
/// <param name="Refusals">Why it was not taken; empty when it was.</param>
public sealed record PathwayResult(PathwayView View, IReadOnlyList<PathwayRefusal> Refusals)
{
    /// <summary>True when the event counts.</summary>
    public bool IsAccepted => Refusals.Count == 0;
}
