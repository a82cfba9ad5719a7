using Epidura.Care.Pathway;

namespace Epidura.Care.Demo;

/// <summary>A person who does not exist, as a stream of events.</summary>
/// <param name="Index">From 0.</param>
/// <param name="Label">A code, never a name.</param>
/// <param name="Events">In the order of recording; the pathway takes every one.</param>
/// <param name="View">The patient after all of them.</param>
public sealed record SyntheticPatient(int Index, string Label, IReadOnlyList<PathwayEvent> Events, PathwayView View);

/// <summary>
/// A clinic of synthetic patients, drawn from the published figures of <c>data/care/priors.csv</c>. Diaries, questionnaires, impedances
/// and events of a patient follow from one fate and hang together. Each patient depends on the seed and the index only.
/// </summary>
public static class SyntheticClinic
{
    /// <summary>Day of the demonstration clinic.</summary>
    public static readonly DateTimeOffset Today = new(2026, 11, 2, 9, 0, 0, TimeSpan.Zero);

    private const int Years = 15;
    private const double DaysPerYear = 365.25;
    private static readonly TimeSpan Shown = TimeSpan.FromDays(40);

    /// <summary>Every state but the one before a referral.</summary>
    private static readonly string[] States = [.. EventSchema.States.Where(state => state.Kind != "start").Select(state => state.Name)];

    /// <summary>Patients of a clinic.</summary>
    /// <param name="seed">Another seed gives other patients.</param>
    /// <param name="count">How many.</param>
    /// <param name="everyState">
    /// Every third patient is one that stands in the next state of the table today, so that a small clinic shows all of them. A report on
    /// survival must not use those: they are chosen by what happened to them.
    /// </param>
    public static IEnumerable<SyntheticPatient> Create(int seed, int count, bool everyState) =>
        Enumerable.Range(0, count).Select(index => Patient(seed, index, everyState));

    /// <summary>One patient of a clinic.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is negative.</exception>
    public static SyntheticPatient Patient(int seed, int index, bool everyState)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        if (everyState && index % 3 == 0)
            return Showing(seed, index, States[index / 3 % States.Length]);
        var ago = new SyntheticDraws(seed, index).Even(EvenDraw.Referral) * Years * DaysPerYear;
        return Finish(index, new SyntheticLife(seed, index, null, Morning(Today.AddDays(-ago)), Today), int.MaxValue);
    }

    /// <summary>A patient who is in a state today: the life is written once to find the day, then again so that it ends today.</summary>
    private static SyntheticPatient Showing(int seed, int index, string state)
    {
        var start = Morning(Today.AddDays(-Years * DaysPerYear));
        var first = new SyntheticLife(seed, index, state, start, Today);
        first.Write();
        var entered = IndexOf(first.States, state);
        if (entered < 0)
            throw new InvalidOperationException($"Synthetic patient {index} never comes into state {state}.");
        var last = entered;
        var until = first.Events[entered].OccurredAt + Shown;
        while (last + 1 < first.States.Count && first.States[last + 1] == state && first.Events[last + 1].OccurredAt < until)
            last++;
        var shift = Today.AddDays(-1) - first.Events.Take(last + 1).Max(item => item.OccurredAt);
        return Finish(index, new SyntheticLife(seed, index, state, Morning(start + shift), DateTimeOffset.MaxValue), last + 1);
    }

    private static int IndexOf(IReadOnlyList<string> states, string state)
    {
        for (var i = 0; i < states.Count; i++)
        {
            if (states[i] == state)
                return i;
        }

        return -1;
    }

    private static DateTimeOffset Morning(DateTimeOffset at) => new(at.UtcDateTime.Date.AddHours(8), TimeSpan.Zero);

    private static SyntheticPatient Finish(int index, SyntheticLife life, int count)
    {
        life.Write();
        IReadOnlyList<PathwayEvent> events = count < life.Events.Count ? [.. life.Events.Take(count)] : life.Events;
        var view = count < life.Events.Count ? Care.Pathway.Pathway.Fold(events).View : life.View;
        return new SyntheticPatient(index, life.Label, events, view);
    }
}
