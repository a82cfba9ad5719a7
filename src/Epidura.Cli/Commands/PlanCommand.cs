using System.CommandLine;
using Epidura.Cli.Output;
using Epidura.Field;
using Epidura.Planning;
using Epidura.Planning.Cases;
using Epidura.Planning.Reports;

namespace Epidura.Cli.Commands;

/// <summary><c>plan CASE</c>: the main job, from a case file to plan.json and report.html.</summary>
internal static class PlanCommand
{
    private static readonly Argument<string?> CasePath = SharedOptions.NotAnOption(new Argument<string?>("CASE")
    {
        Description = "Case file, for example examples/failed-back.yaml; leave it out with --from",
        Arity = ArgumentArity.ZeroOrOne,
    });

    private static readonly Option<string?> From = new("--from")
    {
        Description = "Compute the plan of a plan.json again: its case, seed and grid",
        HelpName = "FILE",
    };

    private static readonly Option<string?> Out = new("--out")
    {
        Description = "Folder for plan.json, report.html and pictures/*.svg; out/NAME of the case when left out",
        HelpName = "DIR",
    };

    private static readonly Option<FieldQuality?> Quality = new("--quality")
    {
        Description = "Grid of the field: draft for a look, standard for plans [default: standard]",
        HelpName = "draft|standard|fine",
    };

    private static readonly Option<int?> Seed = SharedOptions.CheckedOrAbsent(
        new Option<int?>("--seed") { Description = "Seed of every random draw [default: 1]", HelpName = "N" }, 0, int.MaxValue);

    public static Command Create(Terminal terminal)
    {
        var threads = SharedOptions.Threads();
        var cache = SharedOptions.Cache();
        var command = new ExampleCommand(
            "plan", "Find the programs that cover the pain of a case: plan.json and report.html",
            "epidura plan examples/failed-back.yaml", "epidura plan examples/crps-hand.yaml --out out/hand --threads 2",
            "epidura plan --from out/failed-back/plan.json --out out/again");
        command.Add(CasePath);
        Option[] options = [From, Out, Quality, Seed, threads, cache];
        foreach (var option in options)
            command.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetValue(CasePath) is null == result.GetValue(From) is null)
                result.AddError("Give either a case file or --from with a plan.json.");
        });
        command.SetAction((parsed, cancellation) => Task.Run(
            () => Run(parsed, parsed.GetValue(threads), FileFieldStore.In(parsed.GetValue(cache)), terminal, cancellation), cancellation));
        return command;
    }

    private static int Run(ParseResult parsed, int threads, FileFieldStore store, Terminal terminal, CancellationToken cancellation)
    {
        var json = parsed.GetValue(SharedOptions.Json);
        if (ReadCase(parsed, json, terminal) is not var (found, options))
            return ExitCode.WrongInput;
        var folder = parsed.GetValue(Out) ?? Path.Combine("out", Path.GetFileNameWithoutExtension(found.SourceName));
        if (File.Exists(folder))
            throw new WrongInputException($"{folder}: this is a file; allowed is a folder for --out.");
        var result = ProgressDisplay.Run(terminal, report => Plan.Run(
            found,
            options with
            {
                Store = store,
                Threads = threads,
                Progress = new ProgressSink<PlanProgress>(item => report($"plan: {item.Stage}", item.Fraction)),
            },
            cancellation));
        var text = PlanJson.Write(result);
        using (var files = new OutputFiles())
        {
            files.Add(Path.Combine(folder, "plan.json"), text);
            files.Add(Path.Combine(folder, "report.html"), ReportWriter.Html(result));
            foreach (var (name, svg) in ReportWriter.Pictures(result))
                files.Add(Path.Combine(folder, "pictures", name), svg);
            cancellation.ThrowIfCancellationRequested();
            files.Commit();
        }

        if (json)
            terminal.Out.Write(text);
        else
            PlanOutput.Show(result, folder, terminal);
        if (store.Problem is { } trouble)
            terminal.Error.WriteLine($"note: solved fields were not kept for the next run: {trouble}");
        return result.Programs.Count > 0 ? ExitCode.Done : ExitCode.Failed;
    }

    /// <summary>The case and what it is computed with; null after errors were printed.</summary>
    private static (Case Case, PlanOptions Options)? ReadCase(ParseResult parsed, bool json, Terminal terminal)
    {
        var (seed, quality) = (1, FieldQuality.Standard);
        Case? found;
        if (parsed.GetValue(From) is { } plan)
        {
            var text = InputText.Read(plan, "a plan.json");
            try
            {
                found = PlanJson.ReadCase(text);
                (seed, quality) = PlanJson.ReadOptions(text);
            }
            catch (FormatException exception)
            {
                throw new WrongInputException($"{plan}:1:1: {exception.Message}");
            }
        }
        else
            found = CaseFile.Read(parsed.GetValue(CasePath)!, json, terminal)?.Case;

        return found is null
            ? null
            : (found, new PlanOptions(Seed: parsed.GetValue(Seed) ?? seed, Quality: parsed.GetValue(Quality) ?? quality));
    }
}
