using System.Diagnostics;
using System.Text.Json;
using Epidura.Field;
using Epidura.Field.Grids;
using Epidura.Field.Solution;
using Epidura.Field.Verification;

namespace Epidura.Bench;

/// <summary>Cost and error of one reference model at chosen sizes, for a peer's comparison at equal error.</summary>
internal static class FieldErrorBench
{
    /// <summary>One line of JSON per size: cells, processor and wall time of grid, conductances and eight contacts, largest errors over
    /// single contacts, and the largest memory of this process so far.</summary>
    public static void Print(string root, string model, IEnumerable<int> sizes)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(root, "tests", "Reference", "data", "field.json")));
        var described = json.RootElement.GetProperty("models").GetProperty(model);
        var reference = new ReferenceModel(described.GetProperty("parameters"));
        var problem = reference.Problem(FieldQuality.Standard);
        foreach (var cells in sizes)
        {
            LeadFields fields = null!;
            var grid = FieldBench.Sized(problem, cells);
            var cost = Cost.Of(() => fields = FieldSolver.Solve(
                problem, grid, new SolveAccuracy(1e-8, double.PositiveInfinity), null, 0, null, default).Fields);
            var cases = new ModelComparison(model, described, reference, fields).Compare();
            double Worst(string start) => cases
                .Where(item => item.Quantity.StartsWith(start, StringComparison.Ordinal)
                    && !item.Quantity.Contains("bip45", StringComparison.Ordinal))
                .Max(item => Math.Abs(item.RelativeDifference ?? 0));
            using var own = Process.GetCurrentProcess();
            Console.WriteLine(JsonSerializer.Serialize(new
            {
                cells = fields.Diagnostics.Cells,
                iterations = fields.Diagnostics.Iterations,
                wall_s = cost.Wall,
                processor_s = cost.Processor,
                potential = Worst("potential dc_"),
                second_difference = Worst("second difference dc_"),
                resistance = Worst("access resistance"),
                memory_gb = own.PeakWorkingSet64 * 1e-9,
            }));
        }
    }
}
