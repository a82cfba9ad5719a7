using Epidura.Planning;

namespace Epidura.Cli.Output;

/// <summary>A plan in short, as it is printed; everything else stands in the report.</summary>
internal static class PlanOutput
{
    public static void Show(PlanResult result, string folder, Terminal terminal)
    {
        terminal.Out.WriteLine(result.Case.Title);
        if (result.Programs.Count > 0)
            ShowPrograms(result, terminal);
        else
            terminal.Out.WriteLine("No program keeps every safety limit and reaches the pain.");
        if (result.Programs.Count > 0)
        {
            terminal.Heading("Why the first");
            terminal.Out.WriteLine(result.Programs[0].Why);
        }

        if (result.Field.Halving is { } halving)
            ShowHalving(halving, terminal);
        var warnings = result.Warnings.Where(warning => warning.Level != WarningLevel.Note).ToList();
        if (warnings.Count > 0)
            terminal.Heading("Read before use");
        foreach (var warning in warnings)
            terminal.Out.WriteLine($"- {warning.Subject}: {warning.Message}");
        foreach (var stopped in result.Stopped.Take(3))
            terminal.Out.WriteLine($"- a better program was stopped by a limit: {stopped.Label}: {stopped.Message}");
        terminal.Heading("Written");
        terminal.Out.WriteLine(Path.Combine(folder, "report.html"));
        terminal.Out.WriteLine(Path.Combine(folder, "pictures", "*.svg"));
        terminal.Out.WriteLine(Path.Combine(folder, "plan.json"));
        terminal.Out.WriteLine("Research and education use; not a medical device.");
    }

    private static void ShowHalving(HalvingCheck halving, Terminal terminal)
    {
        terminal.Heading("Grid check");
        terminal.Out.WriteLine(FormattableString.Invariant(
            $"Change of the thresholds on halving a grid of {halving.Factor:0.#} times the spacing of {halving.Quality}:"));
        foreach (var program in halving.Programs)
            terminal.Out.WriteLine(FormattableString.Invariant(
                $"program {program.Rank}: median {program.MedianChange * 100:+0.00;-0.00;0.00} %, largest {program.MaxChange * 100:0.00} %")
                + FormattableString.Invariant($" over {program.Fibres} fibres; the plan warns above {halving.Limit * 100:0.#} %"));
    }

    private static void ShowPrograms(PlanResult result, Terminal terminal)
    {
        var table = Tables.Create(
            ">", "contacts", ">mA", ">felt from mA", ">unpleasant from mA", ">µs", ">Hz", ">pain covered %", ">elsewhere %", ">Shannon k",
            ">ohm", "battery");
        foreach (var program in result.Programs)
        {
            var area = program.Program.Areas[0];
            table.Add(
                $"{program.Rank}", string.Join(' ', area.Contacts.Select(item => $"{item.Contact}{Share(item.PerMille)}")),
                Tables.Show(program.SuggestedAmplitude * 1e3, 1), Range(program.PerceptionThreshold, 1e3, 1),
                Range(program.DiscomfortThreshold, 1e3, 1), $"{area.PulseWidthMicrosecond}", Tables.Show(area.Rate.Hertz, 0),
                Range(program.Coverage, 100, 0), Range(program.Unwanted, 100, 0), Tables.Show(program.Safety.ShannonK, 2),
                Tables.Show(program.Safety.Impedance, 0), string.Join("; ", program.Batteries.Select(Battery)));
        }

        terminal.Print(table);
        terminal.Out.WriteLine("In brackets: smallest to largest over the variants of the anatomy.");
    }

    private static string Share(int perMille) => Math.Abs(perMille) == 1000
        ? perMille < 0 ? "−" : "+"
        : FormattableString.Invariant($"{(perMille < 0 ? "−" : "+")}{Math.Abs(perMille) / 10.0:0.#}%");

    private static string Range(Interval value, double scale, int decimals)
    {
        var middle = Show(value.Value, scale, decimals);
        return value.Min == value.Max ? middle : $"{middle} ({Show(value.Min, scale, decimals)}–{Show(value.Max, scale, decimals)})";
    }

    private static string Show(double value, double scale, int decimals) =>
        double.IsFinite(value) ? Tables.Show(value * scale, decimals) : "none";

    private static string Battery(BatteryNote note) => note.IsRechargeable
        ? FormattableString.Invariant($"{note.Days:0.#} days")
        : FormattableString.Invariant($"{note.Years:0.#} years");
}
