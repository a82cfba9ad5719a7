using Epidura.Care;

namespace Epidura.Records;

/// <summary>What the record must know about the meaning of events: whether one may follow, and what the log amounts to.</summary>
public interface IPathway
{
    /// <summary>What is wrong with an event at this place in the log; empty when it may be stored.</summary>
    /// <param name="history">The patient's log so far, oldest first.</param>
    /// <param name="next">The event with its place, time and signature.</param>
    IReadOnlyList<Refusal> WhyNot(IReadOnlyList<RecordedEvent> history, RecordedEvent next);

    /// <summary>What the log amounts to. Depends on the log alone: the same log gives the same view.</summary>
    /// <param name="history">The patient's log, oldest first, not empty.</param>
    PatientView Fold(IReadOnlyList<RecordedEvent> history);
}

/// <summary>What the read models keep about one patient.</summary>
/// <param name="State">State of the pathway.</param>
/// <param name="SinceRevision">Revision of the event that led there.</param>
/// <param name="Name">Name as the clinic writes it; empty when not known.</param>
/// <param name="Number">The clinic's own number of the patient; empty when not known.</param>
/// <param name="Detail">Current state, JSON.</param>
/// <param name="Tasks">What is open.</param>
/// <param name="Lines">One line per event, in the order of the log.</param>
public sealed record PatientView(
    string State, long SinceRevision, string Name, string Number, string Detail, IReadOnlyList<OpenTask> Tasks,
        IReadOnlyList<string> Lines);

/// <summary>Something that somebody has to do.</summary>
/// <param name="Key">Identity within the patient.</param>
/// <param name="Kind">Kind of task.</param>
/// <param name="Due">Last day; null when there is none.</param>
/// <param name="Priority">0 is the most urgent, 9 the least.</param>
/// <param name="Text">What to do.</param>
public sealed record OpenTask(string Key, string Kind, DateOnly? Due, int Priority, string Text);
