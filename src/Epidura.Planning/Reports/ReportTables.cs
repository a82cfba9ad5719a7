using System.Text.RegularExpressions;
using Epidura.Stimulation;

namespace Epidura.Planning.Reports;

/// <summary>The tables of the report.</summary>
internal static partial class ReportTables
{
    /// <summary>What the trade-off plot means, with the bound and the random programs.</summary>
    public static string TradeOffCaption(TradeOff tradeOff) =>
        $"{Words.Count(tradeOff.Candidates)} candidates ranked by the predictor, {Words.Count(tradeOff.CableChecked)} decided by the "
            + $"cable model. Best of {Words.Count(tradeOff.Random.Programs)} random programs by the predictor: "
        + $"{Words.Fixed(tradeOff.Random.BestScore, 3)}; best of the search by the same measure: "
            + $"{Words.Fixed(tradeOff.Random.OurScore, 3)}. In the reduced model of the bound, another measure, the best pattern reaches "
        + $"{Words.Fixed(tradeOff.Bound.BestScore, 3)} of at most {Words.Fixed(tradeOff.Bound.Score, 3)}, distance "
            + $"{Words.Fixed(tradeOff.Bound.Distance, 3)}. {tradeOff.Bound.Meaning}";

    /// <summary>Variants of every program.</summary>
    public static void Variants(HtmlPage page, PlanResult result)
    {
        var program = result.Programs[0];
        page.Table(
            "Program 1",
            ["Variant", "Perception", "Discomfort", "Best amplitude", "Coverage there", "Unwanted there", "Coverage, not adjusted",
                "Impedance"],
            program.Variants.Select(row => (IReadOnlyList<string>)
            [
                row.Variant, Words.Milliampere(row.PerceptionThreshold), Words.Milliampere(row.DiscomfortThreshold), Words.Milliampere(
                    row.SuggestedAmplitude),
                Words.Percent(row.Coverage), Words.Percent(row.Unwanted), Words.Percent(row.CoverageAtBase), Ohm(row.Impedance),
            ]), "data");
        if (result.Programs.All(item => item.Variants.Count < 2))
            return;
        page.Table(
            "Smallest to largest over the variants, every program",
                ["Program", "Perception", "Discomfort", "Coverage", "Unwanted", "Impedance"],
            result.Programs.Select(item => (IReadOnlyList<string>)
            [
                FormattableString.Invariant($"{item.Rank}"), Milliampere(item.PerceptionThreshold), Milliampere(item.DiscomfortThreshold),
                Share(item.Coverage), Share(item.Unwanted),
                    $"{Words.Fixed(item.Safety.ImpedanceMin, 0)} to {Words.Fixed(item.Safety.ImpedanceMax, 0)} Ω",
            ]), "data");
    }

    /// <summary>Recruited fibres per segment at the suggested amplitude, left and right in one row.</summary>
    public static void Segments(HtmlPage page, PlannedProgram program)
    {
        if (program.Segments.Count == 0)
            return;
        static IEnumerable<string> Cells(Recruitment.SegmentRecruitment? item) => item is null
            ? [Words.None, Words.None, ""]
            : [Words.Count(item.DorsalColumn), Words.Count(item.DorsalRoot), Meaning(item.IsCovered, item.IsTarget)];
        var rows = program.Segments.GroupBy(item => item.Segment).OrderBy(group => group.Key)
            .Where(group => group.Any(item => item.IsTarget || item.DorsalColumn + item.DorsalRoot >= 0.5));
        page.Table(
            $"Recruited fibres at {Words.Milliampere(program.SuggestedAmplitude)}, base anatomy",
            ["Segment", "Left: column", "root", "felt", "Right: column", "root", "felt"],
            rows.Select(group => (IReadOnlyList<string>)
            [
                group.Key.ToString(), .. Cells(group.FirstOrDefault(item => item.Side == Anatomy.Levels.Side.Left)),
                .. Cells(group.FirstOrDefault(item => item.Side == Anatomy.Levels.Side.Right)),
            ]), "data tight");
    }

    private static string Meaning(bool isCovered, bool isTarget) => (isCovered, isTarget) switch
    {
        (true, true) => "yes, pain there",
        (true, false) => "yes, no pain there",
        (false, true) => "no, pain there",
        _ => "no",
    };

    /// <summary>Charge, density, k, impedance, compliance, and what the limits stopped.</summary>
    public static void Safety(HtmlPage page, PlanResult result)
    {
        page.Section("safety", "Safety limits", startsPage: true);
        if (result.Programs.Count > 0)
        {
            string[] heads = ["Quantity", .. result.Programs.Select(program => FormattableString.Invariant($"Program {program.Rank}")),
                "Limit"];
            IReadOnlyList<string> Row(string name, Func<PlannedProgram, string> value, string limit) =>
                [name, .. result.Programs.Select(value), limit];
            page.Table(
                "At the suggested amplitude, largest over the contacts", heads,
                [
                    Row("Charge per phase", p => Micro(p.Safety.ChargePerPhase, "µC"),
                        $"{Words.Significant(Limits.ChargePerPhaseMax.Microcoulombs)} µC"),
                    Row("Charge density", p => $"{Words.Significant(p.Safety.ChargeDensity * 100)} µC/cm²",
                        $"{Words.Significant(Limits.ChargeDensityMax.MicrocoulombsPerSquareCentimetre)} µC/cm²"),
                    Row("Shannon k", p => Words.Fixed(p.Safety.ShannonK, 2),
                        $"{Words.Fixed(Limits.ShannonMax, 2)}, told above {Words.Fixed(Limits.ShannonWarn, 2)}"),
                    Row("Amplitude", p => Words.Milliampere(p.SuggestedAmplitude),
                        $"{Words.Milliampere(result.Case.AmplitudeMax)} in this case, {Words.Milliampere(Limits.TotalCurrentMax.Amperes)} "
                        + $"at all"),
                    Row("Compliance voltage", p => $"{Words.Fixed(p.Safety.ComplianceVoltage, 1)} V",
                        $"{Words.Fixed(Limits.ComplianceMax.Volts, 1)} V"),
                    Row("Impedance", p => Ohm(p.Safety.Impedance), "none"),
                    Row("Charge per second", p => Micro(p.Safety.ChargePerSecond, "µC/s"), "none"),
                ], "data");
        }

        var findings = result.Programs.SelectMany(program =>
            program.Safety.Findings.Select(text => FormattableString.Invariant($"Program {program.Rank}: {text}"))).ToArray();
        if (findings.Length > 0)
            page.Element("h3", "Passed, but worth a look").List(findings, "plain");
        page.Element("h3", "Better programs that a limit stopped");
        if (result.Stopped.Count == 0)
            page.Element("p", "None: no candidate that broke a limit would have ranked above the first program.");
        else
            page.Table(
                "Never proposed", ["Contacts", "Objective", "Limit", "Why"],
                result.Stopped.Select(item => (IReadOnlyList<string>)[item.Label, Words.Fixed(item.Score, 3), item.Requirement,
                    item.Message]), "data");
        page.End();
    }

    /// <summary>Battery life per device profile.</summary>
    public static void Energy(HtmlPage page, PlanResult result)
    {
        if (result.Programs.Count == 0)
            return;
        page.Section("energy", "Energy and battery");
        page.Table(
            $"Estimates for continuous use, not labelling; the case names {result.Case.Device}",
                ["Program", "Device profile", "Drain", "Life"],
            result.Programs.SelectMany(program => program.Batteries.Select(battery => (IReadOnlyList<string>)
            [
                FormattableString.Invariant($"{program.Rank}"), battery.Title, $"{Words.Significant(battery.CurrentDrain * 1e6)} µA",
                    Life(battery),
            ])), "data");
        page.End();
    }

    /// <summary>Every value that the case file did not give.</summary>
    public static void Assumptions(HtmlPage page, PlanResult result)
    {
        page.Section("assumptions", "What was assumed", startsPage: true);
        page.Table(
            "Values the case file does not give", ["Name", "Value", "Kind", "Source"],
            result.Anatomy.Assumptions.Select(item => (IReadOnlyList<string>)
                [Readable(item.Name, item.Unit), $"{item.Value} {item.Unit}".TrimEnd(), item.IsAssumption ? "assumption" : "published",
                    item.Source]), "data tight");
        foreach (var warning in result.Warnings.Where(warning => warning.Level == WarningLevel.Note && warning.Subject != "use"))
            page.Markup($"<p class=\"warn note\"><b>Note, {SvgCanvas.Escape(warning.Subject)}.</b> "
                + $"{SvgCanvas.Escape(warning.Message)}</p>\n");
        page.End();
    }

    /// <summary>Field, fibres and populations in numbers.</summary>
    public static void Methods(HtmlPage page, PlanResult result)
    {
        var field = result.Field;
        var people = result.Population;
        page.Section("methods", "How it was computed");
        page.Table("Volume conductor", ["What", "Value"], FieldRows(field), "data");
        page.Table(
            "Conductivities", ["Tissue", "S/m"], field.Conductivities.Select(
                item => (IReadOnlyList<string>)[Lower(Readable(item.Name, "")), item.Text]),
                "data tight");
        page.Table(
            "Fibres", ["What", "Value"],
            [
                ["Cable model", result.Provenance.FibreModel],
                ["Time step", $"{Words.Significant(result.Provenance.TimeStep * 1e6)} µs"],
                ["Width of a threshold's bracket", $"{Words.Significant(result.Provenance.ThresholdTolerance * 100)} %"],
                ["Dorsal-column fibres represented", Words.Count(people.DorsalColumnFibres)],
                ["Smaller fibres represented", Words.Count(people.SmallFibres)],
                ["Dorsal-root fibres represented", Words.Count(people.DorsalRootFibres)],
                ["Classes of position and diameter", Words.Count(people.Classes)],
                ["Cable fibres per program and variant",
                    $"{Words.Count(people.SimulatedDorsalColumn)} dorsal column, {Words.Count(people.SimulatedDorsalRoot)} dorsal root"],
                ["Largest weight of one class",
                    $"{Words.Significant(people.LargestWeight)} fibres; among small ones {Words.Significant(people.LargestSmallWeight)}"],
                ["Thresholds by the cable, whole plan", Words.Count(people.CableRuns)],
                [
                    "Interpolated against direct thresholds",
                    $"median {Words.Significant(people.InterpolationMedian * 100)} %, largest "
                        + $"{Words.Significant(people.InterpolationMax * 100)} % over {Words.Count(people.InterpolationFibres)} fibres",
                ],
                ["Simulated length of cord", $"{Words.Fixed(people.Window * 1e3, 0)} mm"],
                .. people.Criteria.Select(item => (IReadOnlyList<string>)[$"Criterion: {item.Name}", item.Text]),
                .. result.Programs.Take(1).Select(p => (
                    IReadOnlyList<string>)["Predictor against cable, program 1", $"median {Words.Significant(p.PredictorError * 100)} %"]),
            ], "data");
        page.Table(
            "Objective", ["Weight of", "Value"],
            [
                ["coverage of the pain", Words.Significant(result.Case.CoverageWeight)],
                    ["unwanted coverage", Words.Significant(result.Case.UnwantedWeight)],
                ["energy", Words.Significant(result.Case.EnergyWeight)],
            ], "data");
        page.End();
    }

    /// <summary>Publications and versions.</summary>
    public static void Sources(HtmlPage page, PlanResult result)
    {
        var assumed = result.Anatomy.Assumptions.Select(item => (item.Name, item.Source)).ToHashSet();
        page.Section("sources", "Sources and versions");
        page.Table(
            "Sources", ["For", "Source", "Kind"],
            result.Sources.Where(item => !assumed.Contains((item.Subject, item.Text))).Select(
                item => (IReadOnlyList<string>)[item.Subject, item.Text, item.IsAssumption ? "assumption"
                : "published"]), "data");
        page.Table(
            "Versions", ["What", "Value"],
            [
                ["Epidura", result.Provenance.ProductVersion],
                ["Schema", result.Provenance.Schema],
                ["Seed", FormattableString.Invariant($"{result.Provenance.Seed}")],
                ["Grid", result.Provenance.Quality],
                .. result.Provenance.TableHashes.Select(item => (IReadOnlyList<string>)[$"SHA-256 of {item.Name}", item.Text]),
            ], "data");
        page.Element("p", "The same case file, version and seed give the same report. plan.json beside it holds every number and the case "
            + "file itself.", "soft");
        page.End();
    }

    private static IEnumerable<IReadOnlyList<string>> FieldRows(FieldSummary field)
    {
        yield return ["Unknowns", Words.Count(field.Cells)];
        yield return ["Smallest spacing", $"{Words.Significant(field.SpacingMin * 1e3)} mm"];
        yield return ["Solves, variants included", Words.Count(field.Solves)];
        yield return ["Iterations, most", Words.Count(field.Iterations)];
        yield return ["Relative residual, largest", Words.Significant(field.Residual)];
        yield return ["Outer boundary", field.Boundary];
        if (field.Halving is { } halving)
        {
            yield return
            [
                "Grid check",
                $"against a grid of {Words.Fixed(halving.Factor, 0)} times the spacing: {Words.Count(halving.Cells)} unknowns against "
                    + $"{Words.Count(halving.CoarseCells)}; limit {Words.Fixed(halving.Limit * 100, 1)} %",
            ];
            foreach (var program in halving.Programs)
                yield return [$"Change on halving, program {program.Rank}", Change(program)];
        }

        var own = Enumerable.Range(0, field.Contacts.Count).Select(i => field.AccessResistance[i, i]).DefaultIfEmpty(double.NaN).ToArray();
        yield return ["Access resistance of the contacts",
            $"{Words.Fixed(own.Min(), 0)} to {Words.Fixed(own.Max(), 0)} Ω to the outer boundary"];
    }

    private static string Change(ProgramHalving program)
    {
        string Of(string name, double change) => double.IsFinite(change) ? $"; {name} {Words.Signed(change * 100, 2)} %" : "";
        return $"thresholds of {Words.Count(program.Fibres)} fibres: median {Words.Signed(program.MedianChange * 100, 2)} %, largest "
            + $"{Words.Fixed(program.MaxChange * 100, 2)} %{Of("perception", program.PerceptionChange)}"
            + Of("discomfort", program.DiscomfortChange);
    }

    /// <summary>A key as words, without the unit that stands beside the value.</summary>
    private static string Readable(string key, string unit)
    {
        var words = WordBorder().Replace(key, " ").Replace('_', ' ');
        return unit.Length > 0 && words.EndsWith(" " + unit, StringComparison.Ordinal) ? words[..^(unit.Length + 1)] : words.Replace(
            " deg", "", StringComparison.Ordinal);
    }

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])")]
    private static partial Regex WordBorder();

    /// <summary>Words in lower case; an abbreviation stays.</summary>
    private static string Lower(string words) => words.All(letter => !char.IsLower(letter)) ? words : words.ToLowerInvariant();

    private static string Life(BatteryNote battery) => battery switch
    {
        { IsRechargeable: true, Days: { } days } => $"{Words.Significant(days)} days between charges",
        { Years: { } years } => $"{Words.Significant(years)} years",
        _ => battery.Note,
    };

    private static string Milliampere(Interval value) => Words.Range(value, 1e3, 2, "mA");

    private static string Share(Interval value) => Words.Range(value, 100, 0, "%");

    private static string Micro(double value, string unit) => $"{Words.Significant(value * 1e6)} {unit}";

    private static string Ohm(double value) => $"{Words.Fixed(value, 0)} Ω";
}
