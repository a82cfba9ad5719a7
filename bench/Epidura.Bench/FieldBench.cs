using System.Diagnostics;
using System.Text.Json;
using Epidura.Anatomy.Sections;
using Epidura.Field;
using Epidura.Field.Conduction;
using Epidura.Field.Geometry;
using Epidura.Field.Grids;
using Epidura.Field.Sampling;
using Epidura.Field.Solution;
using Epidura.Field.Verification;

namespace Epidura.Bench;

/// <summary>Wall and processor time.</summary>
internal readonly record struct Cost(double Wall, double Processor)
{
    public static Cost operator +(Cost a, Cost b) => new(a.Wall + b.Wall, a.Processor + b.Processor);

    public static Cost Of(Action work)
    {
        var watch = Stopwatch.StartNew();
        var before = Environment.CpuUsage.TotalTime;
        work();
        return new Cost(watch.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
    }

    public override string ToString() => FormattableString.Invariant($"{Wall,6:F2} wall {Processor,6:F2} cpu");
}

/// <summary>What a solve of one size cost.</summary>
/// <param name="Cells">Of the grid.</param>
/// <param name="Assembly">Grid and conductances.</param>
/// <param name="Solve">Coarser grids and eight contacts to 1e-8.</param>
/// <param name="Iterations">To 1e-8.</param>
/// <param name="Converged">False when 60 iterations did not do.</param>
internal sealed record FieldTimes(int Cells, Cost Assembly, Cost Solve, int Iterations, bool Converged)
{
    public Cost Total => Assembly + Solve;
}

/// <summary>Times of the volume conductor at chosen sizes.</summary>
internal static class FieldBench
{
    /// <summary>Bytes a cell and eight right-hand sides must move in the smoothing of the finest grid before (96) and after (128) the
    /// coarse one: conductances, transfer weights, values and sources once each, what the processor reads before it writes left
    /// out as in the triad.</summary>
    public const double SmootherBytes = 224;

    /// <summary>The same with every pass over one colour counted alone: 12 of values read and written, sources, conductances; residual and
    /// interpolation.</summary>
    public const double SmootherPassBytes = (12 * (64 + 32 + 16)) + 96 + 96;

    /// <summary>Bytes of one iteration: the smoothing on all grids (8/7), source written and read again, direction twice, solution and
    /// residual once read and written, conductances twice.</summary>
    public const double IterationBytes = (SmootherBytes * 8 / 7) + (32 + 32 + 32) + (32 + 32 + 32) + 128 + 128 + 40;

    private static readonly SolveAccuracy ToTolerance = new(1e-8, double.PositiveInfinity);

    /// <summary>The prismatic reference model with one octrode.</summary>
    public static FieldProblem Reference(string root)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(root, "tests", "Reference", "data", "field.json")));
        return new ReferenceModel(json.RootElement.GetProperty("models").GetProperty("V1").GetProperty("parameters"))
            .Problem(FieldQuality.Standard);
    }

    /// <summary>The same with two octrodes beside each other.</summary>
    public static FieldProblem TwoLeads(FieldProblem problem)
    {
        var lead = problem.Leads[0];
        Anatomy.Placement.PlacedLead At(string id, double x, double z) =>
            new(id, lead.Model, [.. lead.Axis.Select(p => p with { X = p.X + x, Z = p.Z + z })], lead.Encapsulation);
        return problem with { Leads = [At("left", -1.5e-3, 0), At("right", 1.5e-3, 4e-3)] };
    }

    /// <summary>The same with another conductivity of one tissue.</summary>
    public static FieldProblem With(FieldProblem problem, Tissue tissue, double conductivity)
    {
        var values = problem.Conductivities.Values.ToDictionary();
        values[tissue] = new(conductivity, conductivity);
        return problem with { Conductivities = problem.Conductivities with { Values = values } };
    }

    public static FieldTimes Measure(FieldProblem problem, int cells, int threads)
    {
        Network network = null!;
        LeadSolid[] solids = Solids(problem);
        var sizes = Sized(problem, cells);
        var assembly = Cost.Of(() => network = Assemble(problem, sizes, threads));
        ContactSolution solution = null!;
        var solve = Cost.Of(() => solution = ContactSolution.Solve(
            network, problem.Contacts.Count, StoredRegion.Of(problem, solids, network.Grid), ToTolerance, null,
            threads, (_, _) => { }, default));
        return new FieldTimes(network.Grid.Cells, assembly, solve, solution.Iterations, solution.Converged);
    }

    /// <summary>Seconds of smoothing on the finest grid, before and after the coarse one, in the best of some repeats.</summary>
    public static (int Cells, double Seconds) Smoother(FieldProblem problem, int cells, int threads, int repeats)
    {
        var network = Assemble(problem, Sized(problem, cells), threads);
        var multigrid = new Multigrid(Coarsening.Build(network), threads);
        for (var n = 0; n < multigrid.Finest.Source.Length; n++)
            multigrid.Finest.Source[n] = n % 17;
        var best = double.PositiveInfinity;
        for (var n = 0; n < repeats; n++)
        {
            var begun = Stopwatch.GetTimestamp();
            multigrid.SmoothFinest();
            best = Math.Min(best, Stopwatch.GetElapsedTime(begun).TotalSeconds);
        }

        return (network.Grid.Cells, best);
    }

    private static Network Assemble(FieldProblem problem, GridSizes sizes, int threads)
    {
        var solids = Solids(problem);
        return Network.Build(
            FieldGrid.For(problem, solids, sizes), new Conductor(problem.Body, problem.Conductivities, solids, null), threads, default);
    }

    /// <summary>Scales the spacing until the grid has the wanted number of cells, within 1 %.</summary>
    public static GridSizes Sized(FieldProblem problem, int cells)
    {
        var solids = Solids(problem);
        var usual = GridSizes.Of(FieldQuality.Standard) with { CellsMax = int.MaxValue };
        double low = 0.4, high = 4;
        for (var n = 0; n < 40 && high / low > 1.0001; n++)
        {
            var middle = Math.Sqrt(low * high);
            var found = FieldGrid.For(problem, solids, usual.Scaled(middle)).Cells;
            if (Math.Abs(found - cells) < 0.01 * cells)
                return usual.Scaled(middle);
            (low, high) = found > cells ? (middle, high) : (low, middle);
        }

        return usual.Scaled(high);
    }

    private static LeadSolid[] Solids(FieldProblem problem) => [.. problem.Leads.Select(lead => new LeadSolid(lead))];
}
