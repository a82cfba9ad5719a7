using System.Text.Json;
using Epidura.Fibers;
using Epidura.Stimulation.Waveforms;

namespace Epidura.Bench;

/// <summary>Branching fibres for bench/peers/neuron/branches.sh: thresholds and times of the spike, as JSON.</summary>
internal static class BranchBench
{
    private const double Step = 5e-6;
    private const double Width = 200e-6;
    private const double Window = 4e-3;

    // Diameter µm, nodes, branches (node, diameter µm, internodes), distance mm, cathode along mm, name.
    private static readonly Shape[] Shapes =
    [
        new(12.8, 21, [(10, 5.7, 8)], 1, 0, "thin collateral under the cathode"),
        new(12.8, 21, [(10, 12.8, 8)], 1, 0, "equal collateral under the cathode"),
        new(10, 31, [(20, 5.7, 6)], 1.5, -8, "spike past a thin collateral"),
        new(10, 31, [(20, 10, 8), (20, 7.3, 8)], 1.5, -8, "spike through a fork of three"),
        new(8.7, 25, [(12, 5.7, 6), (14, 7.3, 5)], 2, -1, "two collaterals beside the cathode"),
        new(5.7, 31, [(20, 16, 6), (20, 16, 6), (20, 16, 6), (20, 16, 6), (20, 16, 6), (20, 16, 6), (20, 16, 6), (20, 16, 6)], 1, -4,
            "spike into eight thick daughters"),
    ];

    /// <summary>All cases on one line.</summary>
    public static string Json() => JsonSerializer.Serialize(Shapes.Select(shape =>
    {
        var trunk = FibreGeometry.Create(FibreModel.MrgDiscrete, shape.Diameter * 1e-6, shape.Nodes);
        var geometry = trunk.WithBranches(
            [.. shape.Branches.Select(b => new FibreBranch(b.Node, b.Diameter * 1e-6, b.Internodes))]);
        var fibre = new FibreCase(geometry, Potential(geometry, trunk, shape.Distance * 1e-3, shape.Along * 1e-3));
        var pulse = new Waveform.Monophasic(Width);
        var options = new ThresholdOptions(Step: Step, Tolerance: 1e-5, AmplitudeMax: 0.1, Window: Window, BothEnds: false);
        var near = new FibreCase(trunk, fibre.UnitPotential[..trunk.Compartments]);
        var found = ThresholdSearch.Find([fibre], pulse, options, 1)[0];
        var amplitude = 1.2 * (found.Status == ThresholdStatus.Found
            ? found.Threshold
            : ThresholdSearch.Find([near], pulse, options, 1)[0].Threshold);
        var (parent, last) = (shape.Branches[0].Node, shape.Nodes + shape.Branches[0].Internodes - 2);
        int[] watched = [(int)(0.9 * (shape.Nodes - 1)), parent - 1, parent + 1, last];
        var times = FibreResponse.SpikeTimes(
            [.. watched.Select(node => new FibreStimulus(fibre, pulse, amplitude, Window, node))], Step, 1);
        return new
        {
            name = shape.Name,
            diameter_um = shape.Diameter,
            nodes = shape.Nodes,
            branches = shape.Branches.Select(b => new double[] { b.Node, b.Diameter, b.Internodes }),
            distance_mm = shape.Distance,
            along_mm = shape.Along,
            width_ms = Width * 1e3,
            window_ms = Window * 1e3,
            step_ms = Step * 1e3,
            threshold_ma = found.Status == ThresholdStatus.Found ? found.Threshold * 1e3 : (double?)null,
            amplitude_ma = amplitude * 1e3,
            watched,
            spikes_ms = times.Select(t => t.Select(s => s * 1e3)),
        };
    }));

    /// <summary>A cathode beside the trunk; branches run straight away from it, at a right angle to the trunk.</summary>
    private static double[] Potential(FibreGeometry geometry, FibreGeometry trunk, double distance, double along)
    {
        var middle = (trunk.Nodes - 1) / 2 * trunk.Internode;
        var parents = geometry.Parents;
        var (z, x) = (new double[geometry.Compartments], new double[geometry.Compartments]);
        var potential = new double[geometry.Compartments];
        for (var i = 0; i < potential.Length; i++)
        {
            var isTrunk = i < trunk.Compartments;
            z[i] = isTrunk ? geometry.ArcPositions[i] - middle : z[parents[i]];
            x[i] = isTrunk ? 0 : x[parents[i]] + geometry.ArcPositions[i] - geometry.ArcPositions[parents[i]];
            potential[i] = -1 / (4 * Math.PI * 0.3 * Math.Sqrt(Math.Pow(z[i] - along, 2) + Math.Pow(x[i] + distance, 2)));
        }

        return potential;
    }

    private sealed record Shape(
        double Diameter, int Nodes, (int Node, double Diameter, int Internodes)[] Branches, double Distance, double Along, string Name);
}
