using System.CommandLine;
using Epidura.Cli.Output;
using Epidura.Cli.Studies;
using Epidura.Fibers;
using Epidura.Stimulation;

namespace Epidura.Cli.Commands;

/// <summary><c>threshold</c>: the smallest amplitude at which one fibre, or each fibre of a table, carries a spike away.</summary>
internal static class ThresholdCommand
{
    private static readonly FibreStudy Usual = new();
    private static readonly Option<string> Model = Word("--model", "Fibre model", FibreStudy.Models.Keys, Usual.Model);
    private static readonly Option<double> Diameter = Number("--diameter-um", "Outer diameter of the fibre", Usual.DiameterUm);
    private static readonly Option<int> Nodes =
        new("--nodes") { Description = "Nodes of Ranvier", HelpName = "N", DefaultValueFactory = _ => Usual.Nodes };
    private static readonly Option<double> Distance = Number("--distance-mm", "Point source from the fibre", Usual.DistanceMm);
    private static readonly Option<double> Along =
        Number("--along-mm", "Point source from the middle node, along the fibre", Usual.AlongMm);
    private static readonly Option<double> Conductivity =
        Number("--conductivity-s-m", "Conductivity across the fibre", Usual.ConductivitySM);
    private static readonly Option<double?> Axial =
        new("--axial-conductivity-s-m") { Description = "Conductivity along the fibre; as across when left out", HelpName = "X" };
    private static readonly Option<string> Polarity = Word("--polarity", "Of the point source", FibreStudy.Polarities, Usual.Polarity);
    private static readonly Option<string> Waveform = Word("--waveform", "Pulse shape", FibreStudy.Waveforms, Usual.Waveform);
    private static readonly Option<double> Width = Number("--pulse-width-us", "First phase", Usual.PulseWidthUs);
    private static readonly Option<double> Gap =
        Number("--interphase-gap-us", "Between the phases of a biphasic pulse", Usual.InterphaseGapUs);
    private static readonly Option<double> Ratio =
        Number("--phase-ratio", "Second phase is so many times longer and lower", Usual.PhaseRatio);
    private static readonly Option<string?> Potentials = new("--potentials")
    {
        Description =
            "Potentials along the fibre in place of the point source: CSV with position_mm (from the middle node) and potential_v_per_a",
        HelpName = "FILE",
    };

    private static readonly Option<string?> Table = new("--table")
    { Description = $"One fibre a row: CSV with any of {string.Join(", ", FibreTable.Columns)}", HelpName = "FILE" };

    private static readonly Option<double> Step = Number("--step-us", "Time step", 5);
    private static readonly Option<double> Tolerance = Number("--tolerance", "Relative width of the bracket", 0.005);
    private static readonly Option<double> AmplitudeMax = Number("--amplitude-max-ma", "Largest amplitude tried", 25.5);

    public static Command Create(Terminal terminal)
    {
        var threads = SharedOptions.Threads();
        var command = new ExampleCommand(
            "threshold", "Smallest amplitude at which a fibre carries a spike away, from the full cable model",
            "epidura threshold --diameter-um 10 --distance-mm 3 --pulse-width-us 210",
            "epidura threshold --waveform biphasic --interphase-gap-us 100 --step-us 1",
            "epidura threshold --table fibres.csv --json",
            "epidura threshold --potentials along-the-fibre.csv --diameter-um 12.8");
        Option[] options =
        [
            Model, Diameter, Nodes, Distance, Along, Conductivity, Axial, Polarity, Waveform, Width, Gap, Ratio, Potentials, Table, Step,
            Tolerance, AmplitudeMax, threads,
        ];
        foreach (var option in options)
            command.Add(option);
        command.SetAction(
            (parsed, cancellation) => Task.Run(() => Run(parsed, parsed.GetValue(threads), terminal, cancellation), cancellation));
        return command;
    }

    private static int Run(ParseResult parsed, int threads, Terminal terminal, CancellationToken cancellation)
    {
        var usual = ReadOptions(parsed);
        var options = new ThresholdOptions(
            Step: Bounded("--step-us", "time_step_us", parsed.GetValue(Step)) * 1e-6,
            Tolerance: Bounded("--tolerance", "threshold_tolerance", parsed.GetValue(Tolerance)),
            AmplitudeMax: Bounded("--amplitude-max-ma", "study_amplitude_max_ma", parsed.GetValue(AmplitudeMax)) * 1e-3);
        List<FibreStudy> studies = parsed.GetValue(Table) is { } path ? FibreTable.Read(path, usual) : [usual];
        if (usual.Refusal() is { } refusal)
            throw new WrongInputException(refusal);
        var results = ProgressDisplay.Run(terminal, report => Search(studies, options, threads, report, cancellation));
        var rows = studies.Zip(results, (study, result) => new ThresholdRow(study, result, study.Geometry())).ToList();
        if (parsed.GetValue(SharedOptions.Json))
            terminal.Out.WriteLine(JsonText.Write(new { Fibres = rows.Select(row => row.Describe()) }));
        else if (parsed.GetValue(Table) is null)
            rows[0].ShowOne(terminal);
        else
            ThresholdRow.ShowAll(rows, terminal);
        return ExitCode.Done;
    }

    /// <summary>Fibres that share a pulse are searched together.</summary>
    private static ThresholdResult[] Search(
        List<FibreStudy> studies, ThresholdOptions options, int threads, Action<string, double> report, CancellationToken cancellation)
    {
        var results = new ThresholdResult[studies.Count];
        var done = 0;
        foreach (var group in Enumerable.Range(0, studies.Count).GroupBy(i => studies[i].Pulse()))
        {
            int[] indices = [.. group];
            var before = done;
            var progress =
                new ProgressSink<double>(share => report("searching thresholds", (before + (share * indices.Length)) / studies.Count));
            var found =
                ThresholdSearch.Find([.. indices.Select(i => studies[i].Case())], group.Key, options, threads, progress, cancellation);
            for (var k = 0; k < indices.Length; k++)
                results[indices[k]] = found[k];
            done += indices.Length;
        }

        return results;
    }

    private static FibreStudy ReadOptions(ParseResult parsed) => new()
    {
        Model = parsed.GetValue(Model)!,
        DiameterUm = parsed.GetValue(Diameter),
        Nodes = parsed.GetValue(Nodes),
        DistanceMm = parsed.GetValue(Distance),
        AlongMm = parsed.GetValue(Along),
        ConductivitySM = parsed.GetValue(Conductivity),
        AxialConductivitySM = parsed.GetValue(Axial),
        Polarity = parsed.GetValue(Polarity)!,
        Waveform = parsed.GetValue(Waveform)!,
        PulseWidthUs = parsed.GetValue(Width),
        InterphaseGapUs = parsed.GetValue(Gap),
        PhaseRatio = parsed.GetValue(Ratio),
        Potentials = parsed.GetValue(Potentials) is { } path ? PotentialProfile.Read(path) : null,
    };

    private static double Bounded(string option, string limit, double value)
    {
        var row = Limits.Of(limit);
        return row.Accepts(value)
            ? value
            : throw new WrongInputException(FormattableString.Invariant($"{option} is {value}; allowed is {row.Range}."));
    }

    private static Option<double> Number(string name, string description, double usual) =>
        new(name) { Description = description, HelpName = "X", DefaultValueFactory = _ => usual };

    private static Option<string> Word(string name, string description, IEnumerable<string> words, string usual) =>
        new(name) { Description = $"{description}: {string.Join(", ", words)}", HelpName = "WORD", DefaultValueFactory = _ => usual };
}
