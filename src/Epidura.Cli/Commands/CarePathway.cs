using System.CommandLine;
using System.Globalization;
using Epidura.Care;
using Epidura.Care.Pathway;
using Epidura.Cli.Output;

namespace Epidura.Cli.Commands;

/// <summary><c>care pathway FILE</c>: a file of events, one JSON object a line, folded without a database.</summary>
internal static class CarePathway
{
    private const int LinesMax = 100_000;

    private static readonly Argument<string> File = SharedOptions.NotAnOption(
        new Argument<string>("FILE") { Description = "Events, one JSON object a line, for example examples/care/pathway.jsonl" });

    private static readonly Option<string?> Now = new("--now")
    {
        Description = "Instant of UTC for the tasks; that of the last event when left out",
        HelpName = "2026-03-02T08:00Z",
    };

    public static Command Create(Terminal terminal)
    {
        var command = new ExampleCommand(
            "pathway",
            "Fold a patient's events: timeline, state, what is in the body, tasks, and every event that is refused. " + Notice.Text,
            "epidura care pathway examples/care/pathway.jsonl",
            "epidura care pathway examples/care/pathway.jsonl --now 2026-04-01T08:00Z --json");
        command.Add(File);
        command.Add(Now);
        command.SetAction(parsed =>
        {
            var path = parsed.GetRequiredValue(File);
            var (view, steps, refused) = Fold(InputText.Read(path, "a file of events"), Path.GetFileName(path));
            var now = ReadNow(parsed.GetValue(Now)) ?? view.History.Select(entry => entry.Event.OccurredAt).DefaultIfEmpty().Max();
            var tasks = Tasks.From(view, now, SiteProfile.Default);
            if (parsed.GetValue(SharedOptions.Json))
                terminal.Out.WriteLine(JsonText.Write(Describe(view, steps, refused, tasks, now)));
            else
                Show(view, steps, refused, tasks, now, terminal);
            return refused.Count > 0 ? ExitCode.WrongInput : ExitCode.Done;
        });
        return command;
    }

    private sealed record Step(
        int Number, string Type, string Title, DateTimeOffset OccurredAt, string WrittenTime, string State, string Fields);

    private sealed record Refused(int Line, string State, string Event, string Field, string Value, string Allowed, string Reason,
        IReadOnlyList<string> Missing);

    private static (PathwayView View, List<Step> Steps, List<Refused> Refused) Fold(string text, string name)
    {
        var lines = text.Split('\n');
        if (lines.Length > LinesMax)
            throw new WrongInputException($"{name}: {lines.Length} lines; allowed is {LinesMax} or fewer.");
        var view = PathwayView.Empty;
        List<Step> steps = [];
        List<Refused> refused = [];
        for (var i = 0; i < lines.Length; i++)
        {
            if (string.IsNullOrWhiteSpace(lines[i]))
                continue;
            var read = PathwayEventJson.Read(lines[i].Trim());
            if (read.Event is not { } item)
            {
                refused.AddRange(read.Refusals.Select(fault =>
                    new Refused(i + 1, view.State, "a line", fault.Field, fault.Value, fault.Allowed, fault.Reason, [])));
                continue;
            }

            var result = Pathway.Apply(view, item);
            view = result.View;
            refused.AddRange(result.Refusals.Select(fault => new Refused(
                i + 1, fault.State, fault.Event, fault.Field, fault.Value, fault.Allowed, fault.Reason, fault.Missing)));
            if (result.IsAccepted)
                steps.Add(new Step(
                    view.Revision, item.Type, EventSchema.Kind(item.Type)!.Title, item.OccurredAt, item.WrittenTime, view.State,
                    string.Join("; ", item.Fields.Select(field => $"{field.Key} {field.Value.Show()}"))));
        }

        return (view, steps, refused);
    }

    private static DateTimeOffset? ReadNow(string? text)
    {
        if (text is null)
            return null;
        return DateTimeOffset.TryParseExact(
            text, ["yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'"], CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var now)
            ? now : throw new WrongInputException($"--now: {text} is no instant of UTC; allowed is such as 2026-03-02T08:00Z.");
    }

    private static object Describe(
        PathwayView view, List<Step> steps, List<Refused> refused, IReadOnlyList<PathwayTask> tasks, DateTimeOffset now) => new
        {
            Notice = Notice.Text,
            EventSchema.Version,
            view.State,
            view.Interrupted,
            view.StateSince,
            view.Revision,
            Now = now,
            Events = steps,
            Corrected = view.History.Where(entry => !entry.ChangedBy.IsEmpty).Select(entry => new { entry.Number, entry.ChangedBy }),
            Body = DescribeBody(view),
            AdverseEvents = AdverseEvents.Of(view),
            Rehabilitation = RehabilitationPlan.Of(view),
            Tasks = tasks,
            Refused = refused,
            AllowedNext = Pathway.AllowedIn(view.State).Select(kind => kind.Type),
        };

    private static IReadOnlyList<string> DescribeBody(PathwayView view)
    {
        var body = Body.Of(view);
        return
        [
            .. body.TrialLeads.Select(lead => $"trial lead {lead.Fields.Text("model")} to {lead.Fields.Text("tip_level")}"),
            .. body.Leads.Select(lead => $"lead {lead.Fields.Text("model")} to {lead.Fields.Text("tip_level")}"),
            .. body.Generator is { } generator ? new[] { $"generator {generator.Fields.Text("model")}" } : [],
            .. body.Retained.Select(part => $"left behind: {part.Part} (scans: {part.MriMeaning})"),
        ];
    }

    private static void Show(
        PathwayView view, List<Step> steps, List<Refused> refused, IReadOnlyList<PathwayTask> tasks, DateTimeOffset now, Terminal terminal)
    {
        var table = Output.Tables.Create(">no", "when (UTC)", "what happened", "state afterwards", "changed by", "details");
        foreach (var step in steps)
        {
            var changed = string.Join(", ", view.History[step.Number - 1].ChangedBy);
            table.Add($"{step.Number}", $"{step.OccurredAt:yyyy-MM-dd HH:mm}", step.Title, step.State, changed, Short(step.Fields));
        }

        terminal.Print(table);
        terminal.Heading($"State: {view.State} ({EventSchema.TitleOf(view.State)})"
            + (view.Interrupted.IsEmpty ? "" : $", back to {view.Interrupted[^1]} afterwards"));
        var body = DescribeBody(view);
        terminal.Out.WriteLine($"in the body: {(body.Count == 0 ? "nothing" : string.Join("; ", body))}");
        terminal.Heading($"Tasks at {now:yyyy-MM-dd HH:mm}");
        if (tasks.Count == 0)
            terminal.Out.WriteLine("none");
        else
        {
            var list = Output.Tables.Create("rule", "how soon", "due", "what", "why", "source");
            foreach (var task in tasks)
            {
                list.Add(
                    task.Rule, task.Urgency.ToString().ToLowerInvariant(), $"{task.DueAt:yyyy-MM-dd HH:mm}", task.Title, task.Reason,
                    task.Source);
            }

            terminal.Print(list);
        }

        ShowRehabilitation(view, now, terminal);
        if (refused.Count > 0)
            terminal.Heading("Refused");
        foreach (var fault in refused)
            terminal.Out.WriteLine($"line {fault.Line}: {fault.Event} in state {fault.State}: {fault.Reason}"
                + $" {fault.Field}: {(fault.Value.Length == 0 ? "nothing" : fault.Value)}; allowed: {fault.Allowed}"
                + (fault.Missing.Count > 0 ? $"; missing: {string.Join("; ", fault.Missing)}" : ""));
        terminal.Out.WriteLine();
        terminal.Out.WriteLine(Notice.Text);
    }

    private static void ShowRehabilitation(PathwayView view, DateTimeOffset now, Terminal terminal)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var phases = RehabilitationPlan.Of(view).Where(phase => phase.To is null || phase.To >= today).ToList();
        if (phases.Count == 0)
            return;
        terminal.Heading("Rehabilitation and limits from now on");
        var table = Output.Tables.Create("phase", "from", "to", "what", "source");
        foreach (var phase in phases)
            table.Add(phase.Phase, $"{phase.From:yyyy-MM-dd}", $"{phase.To:yyyy-MM-dd}", phase.What, phase.Source);
        terminal.Print(table);
    }

    private static string Short(string text) => text.Length <= 90 ? text : text[..87] + "...";
}
