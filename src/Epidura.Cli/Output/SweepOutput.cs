using System.Globalization;
using Epidura.Field;
using Epidura.Field.Accuracy;
using Epidura.Numerics.Files;
using Epidura.Planning.Variants;

namespace Epidura.Cli.Output;

/// <summary>One position of a sweep, sampled.</summary>
/// <param name="Position">Where.</param>
/// <param name="Lines">Fibre lines there.</param>
/// <param name="Potentials">V/A; per line contacts × points.</param>
/// <param name="Resistances">ohm.</param>
/// <param name="Diagnostics">Of the solve.</param>
/// <param name="WallSeconds">Of the solve.</param>
/// <param name="ProcessorSeconds">Of the solve, all threads.</param>
/// <param name="Fresh">The same by a fresh solve; null where that was not asked for.</param>
internal sealed record SweptPosition(
    SweepPosition Position, IReadOnlyList<FibreLine> Lines, IReadOnlyList<double[]> Potentials, double[,] Resistances,
    FieldDiagnostics Diagnostics, double WallSeconds, double ProcessorSeconds, FreshSolve? Fresh);

/// <summary>What a fresh solve of a position cost, and how the sweep differs from it.</summary>
internal sealed record FreshSolve(FieldError Difference, int Iterations, double WallSeconds, double ProcessorSeconds);

/// <summary>A sweep as it is printed and written.</summary>
internal sealed record SweepOutput(IReadOnlyList<string> Contacts, IReadOnlyList<SweptPosition> Positions)
{
    public object Describe() => new
    {
        Contacts,
        Positions = Positions.Select(item => new
        {
            Posture = item.Position.Posture.Name,
            AlongMm = Math.Round(item.Position.Along * 1e3, 6),
            AcrossMm = Math.Round(item.Position.Across * 1e3, 6),
            item.Diagnostics.Cells,
            item.Diagnostics.Iterations,
            item.Diagnostics.Converged,
            AccessResistanceOhm = Enumerable.Range(0, Contacts.Count).Select(n => Math.Round(item.Resistances[n, n], 3)),
            LargestSecondDifferenceVPerA = Largest(item),
            item.WallSeconds,
            item.ProcessorSeconds,
            Fresh = item.Fresh is null ? null : new
            {
                DifferenceOfPotential = item.Fresh.Difference.Potential,
                DifferenceOfSecondDifference = item.Fresh.Difference.SecondDifference,
                DifferenceOfThreshold = item.Fresh.Difference.Threshold,
                item.Fresh.Iterations,
                item.Fresh.WallSeconds,
                item.Fresh.ProcessorSeconds,
            },
        }),
    };

    public void Show(Terminal terminal)
    {
        var table = Tables.Create(
            "posture", ">along mm", ">across mm", ">cells", ">iterations", ">to the case ohm", ">excites V/A", ">wall s", ">processor s");
        foreach (var item in Positions)
            table.Add(
                item.Position.Posture.Name, Tables.Show(item.Position.Along * 1e3, 2), Tables.Show(item.Position.Across * 1e3, 2),
                item.Diagnostics.Cells.ToString(CultureInfo.InvariantCulture),
                item.Diagnostics.Iterations.ToString(CultureInfo.InvariantCulture),
                Tables.Show(Enumerable.Range(0, Contacts.Count).Average(n => item.Resistances[n, n]), 1), Tables.Show(Largest(item), 3),
                Tables.Show(item.WallSeconds, 2), Tables.Show(item.ProcessorSeconds, 2));
        terminal.Print(table);
        terminal.Out.WriteLine(
            "to the case: mean over the contacts; excites: largest second difference 0.2 mm under the surface, nodes 1 mm apart.");
        double wall = Positions.Sum(item => item.WallSeconds), processor = Positions.Sum(item => item.ProcessorSeconds);
        terminal.Out.WriteLine(FormattableString.Invariant(
            $"{Positions.Count} positions × {Contacts.Count} contacts: {wall:0.0} s, {processor:0.0} s of processor time"));
        foreach (var item in Positions.Where(item => item.Fresh is not null))
            terminal.Out.WriteLine(Against(item, item.Fresh!));
    }

    /// <summary>Adds the arrays and the table of positions.</summary>
    public void AddTo(OutputFiles files, string folder)
    {
        var points = Positions.Min(item => item.Lines[0].Points.Count);
        int lines = Positions[0].Lines.Count, contacts = Contacts.Count;
        List<double> fields = [], places = [], resistances = [];
        foreach (var item in Positions)
        {
            for (var line = 0; line < lines; line++)
            {
                var count = item.Lines[line].Points.Count;
                for (var contact = 0; contact < contacts; contact++)
                    fields.AddRange(item.Potentials[line].AsSpan(contact * count, points).ToArray());
                foreach (var point in item.Lines[line].Points.Take(points))
                    places.AddRange([point.X, point.Y, point.Z]);
            }

            resistances.AddRange(item.Resistances.Cast<double>());
        }

        void Add(string name, int[] shape, List<double> values) =>
            files.Add(Path.Combine(folder, name), stream => new NpyArray(shape, [.. values]).Write(stream));
        Add("lead-fields.npy", [Positions.Count, lines, contacts, points], fields);
        Add("points.npy", [Positions.Count, lines, points, 3], places);
        Add("resistances.npy", [Positions.Count, contacts, contacts], resistances);
        files.Add(Path.Combine(folder, "positions.csv"), "posture,along_mm,across_mm\n" + string.Concat(Positions.Select(
            item => FormattableString.Invariant(
                $"{item.Position.Posture.Name},{item.Position.Along * 1e3:0.####},{item.Position.Across * 1e3:0.####}\n"))));
    }

    /// <summary>Over all contacts, on the shallowest line in the middle; V/A.</summary>
    private static double Largest(SweptPosition item)
    {
        var count = item.Lines[0].Points.Count;
        var values = item.Potentials[0];
        return Enumerable.Range(0, values.Length / count).Max(contact => Enumerable.Range(1, count - 2).Max(n => Math.Abs(
            values[(contact * count) + n - 1] - (2 * values[(contact * count) + n]) + values[(contact * count) + n + 1])));
    }

    private static string Against(SweptPosition item, FreshSolve fresh)
    {
        var error = fresh.Difference;
        var cost = FormattableString.Invariant(
            $"{fresh.ProcessorSeconds:0.0} s of processor time and {fresh.Iterations} iterations, the sweep {item.ProcessorSeconds:0.0} s");
        return FormattableString.Invariant(
            $"against a fresh solve at {item.Position}: potential {100 * error.Potential:0.###} %, second difference ")
            + FormattableString.Invariant($"{100 * error.SecondDifference:0.###} %, threshold {100 * error.Threshold:0.###} %; ")
            + $"fresh {cost}";
    }
}
