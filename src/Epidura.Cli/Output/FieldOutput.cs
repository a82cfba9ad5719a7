using Epidura.Field;
using Epidura.Field.Accuracy;

namespace Epidura.Cli.Output;

/// <summary>A solved field as it is printed.</summary>
/// <param name="Problem">What was solved.</param>
/// <param name="Fields">The solution.</param>
/// <param name="Finer">The solution on the next finer grid; null when not asked for.</param>
/// <param name="Estimate">Error along fibres; null when not wanted.</param>
/// <param name="Frequency">With displacement currents; null when not asked for.</param>
internal sealed record FieldOutput(
    FieldProblem Problem, LeadFields Fields, LeadFields? Finer, FieldErrorEstimate? Estimate, FrequencyOutput? Frequency)
{
    /// <summary>Largest relative change of the resistance between neighbours on the finer grid.</summary>
    private double? Change => Finer is null
        ? null
        : Enumerable.Range(0, Fields.Contacts.Count).Max(i => Math.Abs((Fields.AccessResistance[i, i] / Finer.AccessResistance[i, i]) - 1));

    public object Describe()
    {
        var d = Fields.Diagnostics;
        var count = Fields.Contacts.Count;
        return new
        {
            Quality = Problem.Quality.ToString().ToLowerInvariant(),
            Problem.ContentHash,
            d.Cells,
            Grid = new[] { d.GridSize.X, d.GridSize.Y, d.GridSize.Z },
            SpacingMinMm = d.SpacingMin * 1e3,
            d.Iterations,
            d.Residual,
            d.Converged,
            d.CurrentSumError,
            d.SymmetryError,
            Contacts = Fields.Contacts.Select(contact => contact.ToString()),
            AccessResistanceOhm = Enumerable.Range(0, count)
                .Select(i => Enumerable.Range(0, count).Select(j => Math.Round(Fields.AccessResistance[i, j], 4))),
            ChangeOnFinerGrid = Change,
            Frequency = Frequency?.Describe(),
            ErrorEstimate = Estimate is null ? null : new
            {
                Error = Describe(Estimate.Error),
                Order = Describe(Estimate.Order),
                ChangeFromTwiceTheSpacing = Describe(Estimate.Change),
                ChangeFromFourToTwice = Describe(Estimate.ChangeBefore),
            },
        };
    }

    public void Show(Terminal terminal)
    {
        var d = Fields.Diagnostics;
        var size = $"{d.GridSize.X} × {d.GridSize.Y} × {d.GridSize.Z} = {d.Cells} cells";
        terminal.Out.WriteLine(FormattableString.Invariant(
            $"grid {Problem.Quality.ToString().ToLowerInvariant()}: {size}, smallest {d.SpacingMin * 1e3:0.###} mm"));
        var ending = $"{(d.Converged ? "converged" : "NOT CONVERGED")} in {d.Iterations} iterations";
        var errors = FormattableString.Invariant($"current error {d.CurrentSumError:0.0E+0}, asymmetry {d.SymmetryError:0.0E+0}");
        terminal.Out.WriteLine(FormattableString.Invariant($"solve: {ending}, residual {d.Residual:0.0E+0}, {errors}"));
        if (Change is { } change)
            terminal.Out.WriteLine(
                FormattableString.Invariant($"next finer grid: resistances change by {100 * change:0.##} % at most"));
        ShowEstimate(terminal);
        terminal.Heading("Resistances");
        var table = Tables.Create("contact", ">to the case ohm", ">to the next contact ohm");
        for (var i = 0; i < Fields.Contacts.Count; i++)
        {
            var hasNext = i + 1 < Fields.Contacts.Count && Fields.Contacts[i].Lead == Fields.Contacts[i + 1].Lead;
            table.Add(
                Fields.Contacts[i].ToString(), Tables.Show(Fields.AccessResistance[i, i], 1),
                Tables.Show(hasNext ? Bipole(i, i + 1) : null, 1));
        }

        terminal.Print(table);
        terminal.Out.WriteLine("The case is the outer boundary of the model; --json prints the whole matrix.");
        Frequency?.Show(terminal);
    }

    private static object Describe(FieldError error) => new { error.Potential, error.SecondDifference, error.Threshold };

    private void ShowEstimate(Terminal terminal)
    {
        if (Estimate is not { } estimate)
            return;
        terminal.Heading("Error of this grid along fibres of the dorsal columns, estimated from grids of 2 and 4 times its spacing");
        var table = Tables.Create("largest over contacts, neighbours and 9 lines", ">estimated error %", ">order", ">change from twice %");
        void Add(string name, Func<FieldError, double> of) => table.Add(
            name, Tables.Show(100 * of(estimate.Error), 2), Tables.Show(of(estimate.Order), 2), Tables.Show(100 * of(estimate.Change), 2));
        Add("potential", error => error.Potential);
        Add("second difference along the fibre", error => error.SecondDifference);
        Add("threshold of a linear cable of 10 µm", error => error.Threshold);
        terminal.Print(table);
    }

    private double Bipole(int i, int j) =>
        Fields.AccessResistance[i, i] + Fields.AccessResistance[j, j] - Fields.AccessResistance[i, j] - Fields.AccessResistance[j, i];
}
