using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Epidura.Cli.Output;
using Epidura.Field;
using Epidura.Field.Accuracy;
using Epidura.Field.Sweeps;
using Epidura.Planning.Cases;
using Epidura.Planning.Variants;

namespace Epidura.Cli.Commands;

/// <summary><c>field sweep CASE</c>: lead fields for a set of lead positions and postures.</summary>
internal static class FieldSweepCommand
{
    private const int PositionsMax = 2000;
    private const double AlongMaxMillimetre = 50;
    private const double AcrossMaxMillimetre = 8;

    private static readonly Option<string> Along = Text("--along", "Towards the head, mm: FROM..TO, or one number", "0");
    private static readonly Option<string> Across = Text("--across", "To the patient's right, mm: FROM..TO, or one number", "0");
    private static readonly Option<string> Postures = Text("--postures", "Names with commas: upright, supine, prone", "upright");

    private static readonly Option<double> Step = SharedOptions.Checked(
        new Option<double>("--step") { Description = "Between positions, mm", HelpName = "MM", DefaultValueFactory = _ => 1 }, 0.1, 20);

    private static readonly Option<int> Check = SharedOptions.Checked(
        new Option<int>("--check")
        {
            Description = "Positions that are solved afresh too, to print the difference",
            HelpName = "N",
            DefaultValueFactory = _ => 1,
        },
        0, 100);

    private static readonly Option<FieldQuality> Quality = new("--quality")
    {
        Description = "Grid: draft, standard or fine",
        HelpName = "draft|standard|fine",
        DefaultValueFactory = _ => FieldQuality.Standard,
    };

    private static readonly Option<string?> Out = new("--out") { Description = "Folder for NumPy arrays", HelpName = "DIR" };

    public static Command Create(Terminal terminal)
    {
        var threads = SharedOptions.Threads();
        var cache = SharedOptions.Cache();
        var command = new ExampleCommand(
            "sweep", "Solve lead fields for many lead positions and postures, each from its neighbour",
            "epidura field sweep examples/minimal.yaml --along -10..10",
            "epidura field sweep examples/minimal.yaml --across -2..2 --postures upright,supine,prone --quality draft --out out/sweep");
        command.Add(SharedOptions.CaseFile);
        Option[] options = [Along, Across, Postures, Step, Check, Quality, Out, threads, cache];
        foreach (var option in options)
            command.Add(option);
        command.SetAction((parsed, cancellation) => Task.Run(
            () => Run(parsed, parsed.GetValue(threads), FileFieldStore.In(parsed.GetValue(cache)), terminal, cancellation), cancellation));
        return command;
    }

    private static Option<string> Text(string name, string description, string usual) =>
        new(name) { Description = description, HelpName = "LIST", DefaultValueFactory = _ => usual };

    private static int Run(ParseResult parsed, int threads, FileFieldStore store, Terminal terminal, CancellationToken cancellation)
    {
        var json = parsed.GetValue(SharedOptions.Json);
        if (CaseFile.Read(parsed.GetRequiredValue(SharedOptions.CaseFile), json, terminal) is not { Case: { } found })
            return ExitCode.WrongInput;
        var positions = Positions(parsed);
        var problems = positions.Select(position => Problem(found, position, parsed.GetValue(Quality))).ToArray();
        var check = parsed.GetValue(Check);
        var result = ProgressDisplay.Run(terminal, report => new SweepOutput(
            [.. problems[0].Contacts.Select(contact => contact.ToString())],
            Solve(positions, problems, check, new FieldSweep(threads, store), threads, report, cancellation)));
        if (parsed.GetValue(Out) is { } folder)
        {
            using var files = new OutputFiles();
            result.AddTo(files, folder);
            cancellation.ThrowIfCancellationRequested();
            files.Commit();
        }

        if (json)
            terminal.Out.WriteLine(JsonText.Write(result.Describe()));
        else
            result.Show(terminal);
        if (store.Problem is { } trouble)
            terminal.Error.WriteLine($"note: the fields were not kept for the next run: {trouble}");
        return result.Positions.All(item => item.Diagnostics.Converged) ? ExitCode.Done : ExitCode.Failed;
    }

    private static FieldProblem Problem(Case found, SweepPosition position, FieldQuality quality)
    {
        var (problem, refusal) = SweepPositions.Of(found, position, quality);
        return problem ?? throw new WrongInputException(refusal!);
    }

    /// <summary>Postures, then across, then along to and fro, so that each position is next to the one before.</summary>
    private static List<SweepPosition> Positions(ParseResult parsed)
    {
        var step = parsed.GetValue(Step);
        var along = Numbers("--along", parsed.GetValue(Along)!, step, AlongMaxMillimetre);
        var across = Numbers("--across", parsed.GetValue(Across)!, step, AcrossMaxMillimetre);
        List<SweepPosition> positions = [];
        foreach (var posture in parsed.GetValue(Postures)!.Split(',', StringSplitOptions.TrimEntries).Select(Named))
        {
            foreach (var x in across)
            {
                positions.AddRange(along.Select(z => new SweepPosition(posture, z * 1e-3, x * 1e-3)));
                along.Reverse();
            }
        }

        return positions.Count <= PositionsMax ? positions : throw new WrongInputException(
            $"The sweep has {positions.Count} positions; allowed is {PositionsMax} or fewer.");
    }

    private static Posture Named(string name) => Posture.All.FirstOrDefault(posture => posture.Name == name)
        ?? throw new WrongInputException(
            $"--postures: there is no posture {name}; allowed are {string.Join(", ", Posture.All.Select(posture => posture.Name))}.");

    private static List<double> Numbers(string option, string text, double step, double most)
    {
        var parts = text.Split("..");
        double low = 0, high = 0;
        if (parts.Length > 2 || !TryNumber(parts[0], out low) || !TryNumber(parts[^1], out high)
            || low > high || low < -most || high > most)
            throw new WrongInputException(
                $"{option} is {text}; allowed is FROM..TO or one number, {-most} to {most} mm, the smaller first.");
        return [.. Enumerable.Range(0, (int)Math.Floor(((high - low) / step) + 1e-9) + 1).Select(n => low + (n * step))];
    }

    private static bool TryNumber(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);

    private static List<SweptPosition> Solve(
        List<SweepPosition> positions, FieldProblem[] problems, int check, FieldSweep sweep, int threads, Action<string, double> report,
        CancellationToken cancellation)
    {
        List<SweptPosition> result = [];
        for (var n = 0; n < problems.Length; n++)
        {
            var problem = problems[n];
            var place = $"position {n + 1} of {problems.Length}";
            var progress = new ProgressSink<FieldProgress>(item => report($"{place}: {item.Stage}", item.Fraction));
            var (fields, wall, processor) = Timed(() => sweep.Next(problem, progress, cancellation));

            // Checks are spread over the sweep and end at its last position, the farthest from the first.
            var isChecked = check > 0 && ((n + 1) * check / problems.Length) > (n * check / problems.Length);
            result.Add(new SweptPosition(
                positions[n], FibreLines.Of(problem), Sample(problem, fields), fields.AccessResistance, fields.Diagnostics, wall, processor,
                isChecked ? Fresh(problem, fields, threads, progress, cancellation) : null));
        }

        return result;
    }

    private static FreshSolve Fresh(
        FieldProblem problem, LeadFields fields, int threads, IProgress<FieldProgress> progress, CancellationToken cancellation)
    {
        var (fresh, wall, processor) = Timed(() => FieldSolver.Solve(problem, threads, progress, cancellation));
        return new FreshSolve(FieldAccuracy.Compare(problem, fields, fresh), fresh.Diagnostics.Iterations, wall, processor);
    }

    private static IReadOnlyList<double[]> Sample(FieldProblem problem, LeadFields fields) => [.. FibreLines.Of(problem).Select(line =>
    {
        var values = new double[line.Points.Count * fields.Contacts.Count];
        fields.Sample(line.Points, values);
        return values;
    })];

    private static (LeadFields Fields, double Wall, double Processor) Timed(Func<LeadFields> solve)
    {
        var watch = Stopwatch.StartNew();
        var before = Environment.CpuUsage.TotalTime;
        var fields = solve();
        return (fields, watch.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
    }
}
