using Epidura.Care.Pathway;

namespace Epidura.Care.Tests.Pathway;

public class EventJsonTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_canonical_form_is_one_line_with_sorted_keys_and_plain_numbers()
    {
        var item = PathwayEvent.Of(
            "diary.entered", At, ("stimulation_percent", 80.50m), ("on", new DateOnly(2026, 3, 1)), ("nrs", 4m));
        Assert.Equal(
            """{"fields":{"nrs":4,"on":"2026-03-01","stimulation_percent":80.5},"occurred_at":"2026-03-02T08:00:00Z","""
            + """
            "schema":"epidura-event/1","type":"diary.entered","written_time":""}
            """,
            PathwayEventJson.Write(item));
    }

    private static string Line(string type, string fields, string at = "2026-03-02T08:00Z", string schema = "epidura-event/1") =>
        $$"""{"schema":"{{schema}}","type":"{{type}}","occurred_at":"{{at}}","fields":{{fields}}}""";

    public static TheoryData<string, string> Wrong => new()
    {
        { Line("diary.entred", "{}"), "type" },
        { Line("diary.entered", """{"on":"2026-03-01"}"""), "nrs" },
        { Line("diary.entered", """{"on":"2026-02-30","nrs":4}"""), "on" },
        { Line("diary.entered", """{"on":"2026-03-01","nrs":11}"""), "nrs" },
        { Line("diary.entered", """{"on":"2026-03-01","nrs":"4"}"""), "nrs" },
        { Line("diary.entered", """{"on":"2026-03-01","nrs":4,"mood":1}"""), "mood" },
        { Line("diary.entered", """{"on":"2026-03-01","nrs":1e400}"""), "nrs" },
        { Line("diary.entered", """{"on":"2026-03-01","on":"2026-03-01","nrs":4}"""), "on" },
        { Line("diary.entered", "{}", schema: "epidura-event/2"), "schema" },
        { Line("diary.entered", "{}", at: "2 March"), "occurred_at" },
        { Line("diary.entered", "[]"), "fields" },
        { Line("note.written", """{"by_role":"nurse","text":"\ud800"}"""), "line" },
        { Line("trial.started", """{"anaesthesia":"local","leads":[{"model":"x"}]}"""), "leads[0].tip_level" },
        { Line("trial.started", """{"anaesthesia":"local","leads":[{"model":"x","tip_level":"T9","side":"up"}]}"""), "leads[0].side" },
        { """{"type":"diary.entered","occurred_at":"2026-03-02T08:00Z","fields":{}}""", "schema" },
        { "[]", "line" },
        { "nothing", "line" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_is_not_known_is_refused_with_field_value_and_reason(string line, string field)
    {
        var read = PathwayEventJson.Read(line);
        Assert.Null(read.Event);
        var refusal = Assert.Single(read.Refusals, refusal => refusal.Field == field);
        Assert.True(refusal.Reason.Length > 5 && refusal.Allowed.Length > 0);
    }

    [Fact]
    public void The_example_is_canonical_and_no_event_of_it_is_refused()
    {
        var view = PathwayView.Empty;
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "examples", "pathway.jsonl")))
        {
            var read = PathwayEventJson.Read(line);
            Assert.Empty(read.Refusals);
            Assert.Equal(line, PathwayEventJson.Write(read.Event!));
            var result = Care.Pathway.Pathway.Apply(view, read.Event!);
            Assert.Empty(result.Refusals);
            view = result.View;
        }

        Assert.Equal("follow-up", view.State);
        var tasks = Tasks.From(view, view.History[^1].Event.OccurredAt, SiteProfile.Default);
        Assert.Equal(["F05", "P07"], tasks.Where(task => task.Urgency == TaskUrgency.Urgent).Select(task => task.Rule));
    }
}
