using Epidura.Care;

namespace Epidura.Records;

/// <summary>What the record must know about the meaning of events. One per clinic.</summary>
public interface IPathway
{
    /// <summary>A patient before the first event.</summary>
    IPathwayFold Begin();
}

/// <summary>One patient's log being read from its start: whether an event may follow, and what the log amounts to.</summary>
public interface IPathwayFold
{
    /// <summary>Takes the next event.</summary>
    /// <param name="next">The event with its place, time and signature.</param>
    /// <returns>What is wrong with it here; empty when it was taken. A refused event changes nothing.</returns>
    IReadOnlyList<Refusal> Add(RecordedEvent next);

    /// <summary>What the log amounts to so far; at least one event was taken. Depends on the log and the day alone.</summary>
    /// <param name="asOf">Up to when tasks are looked for.</param>
    PatientView View(DateTimeOffset asOf);
}

/// <summary>What the read models keep about one patient.</summary>
/// <param name="State">State of the pathway.</param>
/// <param name="SinceUtc">When the patient came there.</param>
/// <param name="Label">Name or number that the clinic gave; empty when not known. No two patients of a clinic have one.</param>
/// <param name="Detail">More about the state, JSON.</param>
/// <param name="Tasks">What is open, the most urgent first.</param>
/// <param name="Lines">One line per event, in the order of the log.</param>
public sealed record PatientView(
    string State, DateTimeOffset SinceUtc, string Label, string Detail, IReadOnlyList<OpenTask> Tasks, IReadOnlyList<ViewLine> Lines);

/// <summary>An event in one line; the text depends on the event alone.</summary>
/// <param name="Text">What happened.</param>
/// <param name="CorrectedBy">Revision of the last event that corrects it; null when it stands.</param>
public sealed record ViewLine(string Text, long? CorrectedBy);

/// <summary>Something that somebody has to do.</summary>
/// <param name="Rule">Rule that asks for it.</param>
/// <param name="Due">Day.</param>
/// <param name="Priority">0 is the most urgent, 8 the least.</param>
/// <param name="Text">What to do.</param>
/// <param name="Reason">What in the record asks for it.</param>
public sealed record OpenTask(string Rule, DateOnly Due, int Priority, string Text, string Reason);
