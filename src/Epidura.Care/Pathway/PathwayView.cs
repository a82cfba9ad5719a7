using System.Collections.Immutable;

namespace Epidura.Care.Pathway;

/// <summary>An event of a patient's stream with what became of it.</summary>
/// <param name="Number">Its place in the stream, from 1.</param>
/// <param name="Event">As it was recorded; never changed.</param>
/// <param name="Effective">As it counts after corrections; null when it was withdrawn.</param>
/// <param name="ChangedBy">Numbers of the events that corrected or withdrew it, in order.</param>
public sealed record HistoryEntry(int Number, PathwayEvent Event, PathwayEvent? Effective, ImmutableList<int> ChangedBy);

/// <summary>What is known of one patient's way: a pure fold of events. Immutable.</summary>
public sealed record PathwayView
{
    private PathwayView()
    {
    }

    /// <summary>Before the first event.</summary>
    public static PathwayView Empty { get; } = new();

    /// <summary>Where the patient is; a row of <c>data/care/states.csv</c>.</summary>
    public string State { get; internal init; } = "none";

    /// <summary>States that an interruption (pause, revision) will go back to, the outermost first.</summary>
    public ImmutableList<string> Interrupted { get; internal init; } = [];

    /// <summary>Number of events so far; the next one gets the next number.</summary>
    public int Revision => History.Count;

    /// <summary>When the state last changed; null before the first event.</summary>
    public DateTimeOffset? StateSince { get; internal init; }

    /// <summary>Every event in the order of recording, with its corrections.</summary>
    public ImmutableList<HistoryEntry> History { get; internal init; } = [];

    /// <summary>Numbers of the events that count, by type, in the order of recording.</summary>
    internal ImmutableDictionary<string, ImmutableList<int>> ByType { get; init; } =
        ImmutableDictionary<string, ImmutableList<int>>.Empty;

    /// <summary>Events of a type as they count after corrections, in the order of recording.</summary>
    public IEnumerable<HistoryEntry> All(string type) =>
        ByType.TryGetValue(type, out var numbers) ? numbers.Select(number => History[number - 1]) : [];

    /// <summary>The latest event of a type; null when there is none.</summary>
    public HistoryEntry? Latest(string type) =>
        ByType.TryGetValue(type, out var numbers) ? History[numbers[^1] - 1] : null;

    /// <summary>Rule profiles of the site as recorded with the referral or later.</summary>
    public IReadOnlyList<string> Profiles => LatestWith("profiles")?.Texts("profiles") ?? ["default"];

    /// <summary>A program needs a second person.</summary>
    public bool IsTwoPersonApproval => LatestWith("two_person_approval")?.Flag("two_person_approval") ?? false;

    private EventFields? LatestWith(string field) => All("site.changed").Concat(All("referral.received"))
        .Where(entry => entry.Effective!.Fields[field] is not null).MaxBy(entry => entry.Number)?.Effective!.Fields;
}
