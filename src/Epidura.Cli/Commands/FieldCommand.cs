using System.CommandLine;
using Epidura.Anatomy;
using Epidura.Anatomy.Placement;
using Epidura.Cli.Output;
using Epidura.Field;
using Epidura.Field.Accuracy;
using Epidura.Field.Frequency;
using Epidura.Planning.Cases;

namespace Epidura.Cli.Commands;

/// <summary><c>field CASE</c>: solves the volume conductor of a case and prints access resistances and how good the solve was.</summary>
internal static class FieldCommand
{
    private static readonly Option<FieldQuality> Quality = new("--quality")
    {
        Description = "Grid: draft for a look, standard for plans, fine for convergence",
        HelpName = "draft|standard|fine",
        DefaultValueFactory = _ => FieldQuality.Standard,
    };

    private static readonly Option<bool> Estimate = new("--estimate")
    {
        Description = "Solve again on the next finer grid and print how much changes",
    };

    private static readonly Option<bool> NoError = new("--no-error")
    {
        Description = "Leave the error estimate out, which solves two coarser grids too",
    };

    private static readonly Option<double?> Frequency = new("--frequency")
    {
        Description = "Solve with displacement currents too and print what they change, 100 to 1e6 Hz",
        HelpName = "HZ",
    };

    private static readonly Option<string?> Out = new("--out")
    {
        Description = "Folder for potentials as CSV, NumPy arrays and a grid for ParaView, and pictures",
        HelpName = "DIR",
    };

    public static Command Create(Terminal terminal)
    {
        var threads = SharedOptions.Threads();
        var cache = SharedOptions.Cache();
        var command = new ExampleCommand(
            "field", "Solve the potential of every contact of a case: access resistances, checks, and potentials as files",
            "epidura field examples/minimal.yaml", "epidura field examples/minimal.yaml --quality draft --estimate",
            "epidura field examples/minimal.yaml --quality draft --frequency 10000",
            "epidura field examples/failed-back.yaml --out out/field");
        command.Add(SharedOptions.CaseFile);
        Option[] options = [Quality, Estimate, NoError, Frequency, Out, threads, cache];
        foreach (var option in options)
            command.Add(option);
        command.Add(FieldSweepCommand.Create(terminal));
        command.SetAction((parsed, cancellation) => Task.Run(
            () => Run(parsed, parsed.GetValue(threads), FileFieldStore.In(parsed.GetValue(cache)), terminal, cancellation), cancellation));
        return command;
    }

    private static int Run(ParseResult parsed, int threads, FileFieldStore store, Terminal terminal, CancellationToken cancellation)
    {
        var json = parsed.GetValue(SharedOptions.Json);
        if (CaseFile.Read(parsed.GetRequiredValue(SharedOptions.CaseFile), json, terminal) is not { Case: { } found })
            return ExitCode.WrongInput;
        var problem = Problem(found, parsed.GetValue(Quality));
        var frequency = Checked(parsed.GetValue(Frequency));
        var finer = parsed.GetValue(Estimate) ? Finer(problem) : null;
        var result = ProgressDisplay.Run(terminal, report =>
        {
            var fields = Solve(problem, store, threads, report, cancellation);
            var fine = finer is null
                ? null
                : Solve(finer, store, threads, (stage, share) => report($"finer grid: {stage}", share), cancellation);
            var error = parsed.GetValue(NoError) ? null : FieldAccuracy.Estimate(
                problem, fields, store, threads,
                new ProgressSink<FieldProgress>(item => report($"coarser grids: {item.Stage}", item.Fraction)), cancellation);
            var moving = frequency is { } hertz ? Moving(problem, fields, hertz, threads, report, cancellation) : null;
            return new FieldOutput(problem, fields, fine, error, moving);
        });
        if (parsed.GetValue(Out) is { } folder)
        {
            using var files = new OutputFiles();
            new FieldFiles(problem, result.Fields).AddTo(files, folder);
            cancellation.ThrowIfCancellationRequested();
            files.Commit();
        }

        if (json)
            terminal.Out.WriteLine(JsonText.Write(result.Describe()));
        else
            result.Show(terminal);
        if (store.Problem is { } trouble)
            terminal.Error.WriteLine($"note: the field was not kept for the next run: {trouble}");
        return result.Fields.Diagnostics.Converged ? ExitCode.Done : ExitCode.Failed;
    }

    internal static FieldProblem Problem(Case found, FieldQuality quality)
    {
        var spine = Spine.Create(found.Anatomy);
        var leads = LeadPlacer.PlaceAll(spine, found.Leads).Leads;
        return new FieldProblem(spine, found.Conductivities, leads, FieldBox.Around(leads), quality);
    }

    private static double? Checked(double? frequency) => frequency is null or (>= 100 and <= 1e6)
        ? frequency
        : throw new WrongInputException(FormattableString.Invariant($"--frequency is {frequency}; allowed is 100 to 1000000 Hz."));

    private static FrequencyOutput Moving(
        FieldProblem problem, LeadFields fields, double frequency, int threads, Action<string, double> report,
        CancellationToken cancellation)
    {
        try
        {
            return new FrequencyOutput(problem, fields, FrequencySolver.Solve(
                problem, frequency, threads, new ProgressSink<FieldProgress>(item => report(item.Stage, item.Fraction)), cancellation));
        }
        catch (ArgumentOutOfRangeException exception) when (exception.ParamName == "frequency")
        {
            throw new WrongInputException(exception.Message);
        }
    }

    private static FieldProblem Finer(FieldProblem problem) => problem.Quality == FieldQuality.Fine
        ? throw new WrongInputException("--estimate needs a finer grid than fine; allowed is --quality draft or standard.")
        : problem with { Quality = problem.Quality + 1 };

    private static LeadFields Solve(
        FieldProblem problem, FileFieldStore store, int threads, Action<string, double> report, CancellationToken cancellation) =>
        LeadFieldCache.GetOrSolve(
            problem, store, threads, new ProgressSink<FieldProgress>(item => report(item.Stage, item.Fraction)), cancellation);
}
