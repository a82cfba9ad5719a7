using System.Diagnostics;
using Epidura.Anatomy.Sections;
using Epidura.Field;

namespace Epidura.Bench;

/// <summary>Prints every figure of docs/science/field-speed.md.</summary>
internal static class FieldReport
{
    private const int Repeats = 12;
    private static readonly IFormatProvider Usual = System.Globalization.CultureInfo.InvariantCulture;

    /// <summary>Prints.</summary>
    /// <param name="root">Of the repository.</param>
    /// <param name="isShort">Leaves the largest grids out.</param>
    public static void Run(string root, bool isShort)
    {
        var problem = FieldBench.Reference(root);
        double triad1 = TriadBench.Measure(1, Repeats), triad2 = TriadBench.Measure(0, Repeats);
        Say($"triad of this machine                 {triad1:F1} GB/s with one thread, {triad2:F1} with all (24 bytes an element)");
        var (cells, seconds) = FieldBench.Smoother(problem, 3_000_000, 0, Repeats);
        triad2 = Math.Max(triad2, TriadBench.Measure(0, Repeats));
        var speed = FieldBench.SmootherBytes * cells / seconds * 1e-9;
        var passes = FieldBench.SmootherPassBytes * cells / seconds * 1e-9;
        Say($"smoothing of the finest grid          {seconds * 1e3:F0} ms for {cells} cells and 8 right-hand sides");
        Say($"  bytes that must move                {speed:F1} GB/s, {speed / triad2:P0} of the triad");
        Say($"  bytes of its passes one by one      {passes:F1} GB/s, {passes / triad2:P0} of the triad (most of it stays in the cache)");
        Say($"bytes of an iteration that must move  {FieldBench.IterationBytes:F0} per cell and 8 right-hand sides");
        Size(problem, "one octrode", 3_000_000, triad2);
        if (!isShort)
        {
            Size(problem, "one octrode", 500_000, triad2);
            Size(problem, "one octrode", 1_000_000, triad2);
            Size(FieldBench.TwoLeads(problem), "two octrodes", 3_000_000, triad2);
        }

        // The shaft of a lead insulates in every line; here a tissue does nearly.
        foreach (var tissue in new[] { Tissue.Dura, Tissue.Encapsulation, Tissue.Bone })
            foreach (var value in new[] { 1.7e-3, 1.7e-5, 1.7e-9 })
                Size(FieldBench.With(problem, tissue, value), string.Create(Usual, $"{tissue} at {value:0.0E+0} S/m"), 500_000, triad2);
        if (!isShort)
            Size(problem, "one octrode", 10_000_000, triad2);
        using var own = Process.GetCurrentProcess();
        Say($"largest memory of this process        {own.PeakWorkingSet64 * 1e-9:F2} GB");
    }

    private static void Size(FieldProblem problem, string name, int cells, double triad)
    {
        GC.Collect();
        var times = FieldBench.Measure(problem, cells, 0);
        var bound = FieldBench.IterationBytes * times.Cells * times.Iterations / triad * 1e-9;
        var iterations = times.Converged ? $"{times.Iterations,2} iterations" : "60 iterations do not do";
        Say($"{name,-28} {times.Cells,9} cells: {iterations}");
        Say($"  assembly {times.Assembly}, solve {times.Solve}, both {times.Total} s; bound of the solve {bound:F2} s");
    }

    private static void Say(FormattableString line) => Console.WriteLine(FormattableString.Invariant(line));
}
