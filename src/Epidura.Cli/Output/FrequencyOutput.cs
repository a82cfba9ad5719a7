using System.Numerics;
using Epidura.Field;
using Epidura.Field.Accuracy;
using Epidura.Field.Frequency;

namespace Epidura.Cli.Output;

/// <summary>What displacement currents change, as it is printed.</summary>
/// <param name="Problem">What was solved.</param>
/// <param name="Quasistatic">Without them.</param>
/// <param name="Fields">With them.</param>
internal sealed record FrequencyOutput(FieldProblem Problem, LeadFields Quasistatic, FrequencyFields Fields)
{
    /// <summary>Of the double layer per area of metal, F/m² (assumption: 20 to 40 µF/cm² are quoted for platinum).</summary>
    private const double DoubleLayer = 0.3;

    private FieldError Difference => FieldAccuracy.Compare(Problem, Quasistatic, Fields.Real);

    public object Describe() => new
    {
        FrequencyHz = Fields.Frequency,
        Fields.Iterations,
        Fields.Converged,
        LargestDisplacementOverConduction = Fields.LargestRatio,
        DifferenceOfPotential = Difference.Potential,
        DifferenceOfSecondDifference = Difference.SecondDifference,
        DifferenceOfThreshold = Difference.Threshold,
        LargestPhaseDegree = Phase(),
        TissueImpedanceOhm = Enumerable.Range(0, Fields.Real.Contacts.Count).Select(n => Pair(Fields.Impedance[n, n])),
        WithDoubleLayerOhm = Enumerable.Range(0, Fields.Real.Contacts.Count).Select(n => Pair(Fields.Impedance[n, n] + Layer(n))),
    };

    public void Show(Terminal terminal)
    {
        terminal.Heading(FormattableString.Invariant($"With displacement currents at {Fields.Frequency:G6} Hz"));
        terminal.Out.WriteLine(FormattableString.Invariant(
            $"displacement over conduction current {100 * Fields.LargestRatio:0.##} % at most, {Fields.Iterations} iterations"));
        terminal.Out.WriteLine(FormattableString.Invariant(
            $"along fibres the part in phase differs from the quasi-static field: potential {100 * Difference.Potential:0.##} %, ")
            + FormattableString.Invariant($"second difference {100 * Difference.SecondDifference:0.##} %, ")
            + FormattableString.Invariant($"threshold of a linear cable {100 * Difference.Threshold:0.##} %; ")
            + FormattableString.Invariant($"phase {Phase():0.##}° at most"));
        var table = Tables.Create("contact", ">tissue ohm", ">phase °", ">with double layer ohm", ">phase °");
        for (var n = 0; n < Fields.Real.Contacts.Count; n++)
        {
            var (tissue, all) = (Fields.Impedance[n, n], Fields.Impedance[n, n] + Layer(n));
            table.Add(
                Fields.Real.Contacts[n].ToString(), Tables.Show(tissue.Magnitude, 1), Tables.Show(Degree(tissue), 2),
                Tables.Show(all.Magnitude, 1), Tables.Show(Degree(all), 2));
        }

        terminal.Print(table);
        terminal.Out.WriteLine("The double layer is 30 µF/cm² of metal (assumption); the current is controlled, so it changes no field.");
    }

    private static double Degree(Complex value) => value.Phase * 180 / Math.PI;

    private static double[] Pair(Complex value) => [Math.Round(value.Real, 3), Math.Round(value.Imaginary, 3)];

    private Complex Layer(int contact)
    {
        var shape = Problem.Leads.SelectMany(lead => lead.Model.Contacts).ElementAt(contact).Shape;
        return 1 / new Complex(0, 2 * Math.PI * Fields.Frequency * DoubleLayer * shape.Area.SquareMetres);
    }

    /// <summary>Of the potential where it is at least a tenth of a line's largest, degrees.</summary>
    private double Phase()
    {
        var worst = 0.0;
        foreach (var line in FibreLines.Of(Problem))
        {
            var count = line.Points.Count;
            var (real, imaginary) = (new double[count * Fields.Real.Contacts.Count], new double[count * Fields.Real.Contacts.Count]);
            Fields.Real.Sample(line.Points, real);
            Fields.Imaginary.Sample(line.Points, imaginary);
            for (var first = 0; first < real.Length; first += count)
            {
                var least = 0.1 * real.AsSpan(first, count).ToArray().Max(Math.Abs);
                for (var n = first; n < first + count; n++)
                    if (Math.Abs(real[n]) >= least)
                        worst = Math.Max(worst, Math.Abs(Degree(new Complex(real[n], imaginary[n]))));
            }
        }

        return worst;
    }
}
