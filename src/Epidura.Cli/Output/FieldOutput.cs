using Epidura.Field;

namespace Epidura.Cli.Output;

/// <summary>A solved field as it is printed.</summary>
/// <param name="Problem">What was solved.</param>
/// <param name="Fields">The solution.</param>
/// <param name="Finer">The solution on the next finer grid; null when not asked for.</param>
internal sealed record FieldOutput(FieldProblem Problem, LeadFields Fields, LeadFields? Finer)
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
                FormattableString.Invariant(
                    $"estimate of the error: {100 * change:0.##} % is the largest change of a resistance on the next finer grid"));
        else
            terminal.Out.WriteLine("estimate of the error: not asked for (--estimate solves the next finer grid too)");
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
    }

    private double Bipole(int i, int j) =>
        Fields.AccessResistance[i, i] + Fields.AccessResistance[j, j] - Fields.AccessResistance[i, j] - Fields.AccessResistance[j, i];
}
