using Epidura.Care.Pathway;
using FsCheck;
using FsCheck.Fluent;

namespace Epidura.Care.Tests.Pathway;

/// <summary>Random streams of events, legal and not.</summary>
public class PathwayPropertyTests
{
    private const int Streams = 150;
    private const int Length = 60;

    [Fact]
    public void Random_streams_never_reach_an_undefined_state_and_every_refusal_names_state_and_event()
    {
        var states = EventSchema.States.Select(state => state.Name).ToHashSet();
        HashSet<string> seen = [];
        for (var seed = 0; seed < Streams; seed++)
        {
            foreach (var (before, item, result) in RandomStream(seed))
            {
                var view = result.View;
                seen.Add(view.State);
                Assert.Contains(view.State, states);
                Assert.All(result.Refusals, refusal =>
                {
                    Assert.Equal((before.State, item.Type), (refusal.State, refusal.Event));
                    Assert.True(refusal.Field.Length > 0 && refusal.Allowed.Length > 0 && refusal.Reason.Length > 3, refusal.ToString());
                });
                if (!result.IsAccepted)
                    Assert.Same(before, view);
                Assert.Equal(view.State is "paused" or "revision", view.Interrupted.Count > 0);
                Assert.True(view.Interrupted.Count <= 2 && view.Interrupted.Distinct().Count() == view.Interrupted.Count);
                Assert.Equal(Enumerable.Range(1, view.Revision), view.History.Select(entry => entry.Number));
            }
        }

        Assert.True(seen.Count == states.Count, string.Join(", ", seen));
    }

    [Fact]
    public void Folding_the_recorded_events_again_gives_the_same_patient()
    {
        for (var seed = 0; seed < Streams; seed++)
        {
            var last = RandomStream(seed).Last().Result.View;
            var (again, refused) = Care.Pathway.Pathway.Fold(last.History.Select(entry => entry.Event));
            Assert.Empty(refused);
            Assert.Equal(last.State, again.State);
            Assert.Equal(last.Interrupted, again.Interrupted);
            Assert.Equal(last.History.Select(entry => entry.Effective), again.History.Select(entry => entry.Effective));
        }
    }

    [Fact]
    public void Every_event_reads_back_from_its_canonical_text_and_writes_the_same_text()
    {
        for (var seed = 0; seed < Streams; seed++)
        {
            foreach (var (_, item, _) in RandomStream(seed).Where(step => EventCheck.Check(step.Item).Count == 0))
            {
                var text = PathwayEventJson.Write(item);
                var read = PathwayEventJson.Read(text);
                Assert.Empty(read.Refusals);
                Assert.Equal(item, read.Event);
                Assert.Equal(text, PathwayEventJson.Write(read.Event!));
            }
        }
    }

    [Fact]
    public void Numbers_keep_their_value_and_have_one_text() =>
        Prop.ForAll<decimal>(value =>
        {
            var text = PathwayEventJson.NumberText(value);
            return decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture) == value
                && text == PathwayEventJson.NumberText(decimal.Parse(text + (text.Contains('.', StringComparison.Ordinal) ? "0" : ".0"),
                    System.Globalization.CultureInfo.InvariantCulture))
                && !text.Contains('E', StringComparison.Ordinal);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_text_is_written_so_that_it_reads_back() =>
        Prop.ForAll<NonNull<string>>(text =>
        {
            var item = PathwayEvent.Of("note.written", Walk.To("referred").Now, ("by_role", "nurse"), ("text", text.Get));
            return EventCheck.Check(item).Count > 0 || Equals(PathwayEventJson.Read(PathwayEventJson.Write(item)).Event, item);
        }).QuickCheckThrowOnFailure();

    /// <summary>Nine of ten events are ones the table allows in the state; their payload is a sample, sometimes with a field
    /// spoilt.</summary>
    private static IEnumerable<(PathwayView Before, PathwayEvent Item, PathwayResult Result)> RandomStream(int seed)
    {
        var random = new Random(seed);
        var walk = seed % 3 == 0 ? new Walk() : Walk.To(EventSchema.States[seed % EventSchema.States.Count].Name);
        for (var i = 0; i < Length; i++)
        {
            var allowed = Care.Pathway.Pathway.AllowedIn(walk.View.State);
            var moving = allowed.Where(kind => kind.Moves[walk.View.State] != ".").ToList();
            var kinds = random.Next(10) == 0 || allowed.Count == 0 ? [.. EventSchema.Kinds]
                : random.Next(2) == 0 && moving.Count > 0 ? moving : allowed;
            var item = walk.Make(kinds[random.Next(kinds.Count)].Type);
            if (random.Next(12) == 0 && item.Fields.Count > 0)
                item = item with { Fields = item.Fields.With(item.Fields[random.Next(item.Fields.Count)].Key, Odd(random)) };
            if (random.Next(30) == 0)
                item = item with { OccurredAt = item.OccurredAt.AddDays(-random.Next(40)) };
            var before = walk.View;
            var result = walk.Try(item);
            yield return (before, item, result);
        }
    }

    private static PathwayValue? Odd(Random random) => random.Next(5) switch
    {
        0 => null,
        1 => "something else",
        2 => -3.25m,
        3 => true,
        _ => PathwayValue.Of("a", "b"),
    };
}
