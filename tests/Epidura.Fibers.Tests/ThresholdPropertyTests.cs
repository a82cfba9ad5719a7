using Epidura.Stimulation.Waveforms;

namespace Epidura.Fibers.Tests;

/// <summary>What must hold for every fibre beside point sources, over random cases; the seeds are fixed.</summary>
public class ThresholdPropertyTests
{
    private const int Count = 12;
    private const int Nodes = 15;
    private const double Tolerance = 2e-4;
    private static readonly ThresholdOptions Options = new(Tolerance: Tolerance, AmplitudeMax: 10, Window: 2e-3, Mode: SolverMode.Fast);

    [Fact]
    public void Thresholds_fall_with_the_pulse_width_and_charges_rise()
    {
        var cases = Draw(1);
        var (narrow, wide) = (Find(cases, Mono(80e-6)), Find(cases, Mono(210e-6)));
        All(i => Assert.True(wide[i] < narrow[i] && wide[i] * 210 > narrow[i] * 80));
    }

    [Fact]
    public void Thresholds_fall_with_the_fibre_diameter_beyond_an_internode()
    {
        var random = new Random(2);
        var drawn = Enumerable.Range(0, Count)
            .Select(_ => (D: 6 + (8 * random.NextDouble()), Distance: Distance(random) + 1.5e-3)).ToArray();
        var thin = Find([.. drawn.Select(x => Case(x.D, [(x.Distance, 0, 1)]))], Mono(210e-6));
        var thick = Find([.. drawn.Select(x => Case(x.D * 1.1, [(x.Distance, 0, 1)]))], Mono(210e-6));
        All(i => Assert.True(thick[i] < thin[i]));
    }

    [Fact]
    public void Thresholds_rise_with_the_distance()
    {
        var random = new Random(3);
        var drawn = Enumerable.Range(0, Count).Select(_ => (D: Diameter(random), Distance: Distance(random))).ToArray();
        var near = Find([.. drawn.Select(x => Case(x.D, [(x.Distance, 0, 1)]))], Mono(210e-6));
        var far = Find([.. drawn.Select(x => Case(x.D, [(1.1 * x.Distance, 0, 1)]))], Mono(210e-6));
        All(i => Assert.True(near[i] < far[i]));
    }

    [Fact]
    public void Two_halves_of_a_source_are_the_source()
    {
        var random = new Random(4);
        var drawn = Enumerable.Range(0, Count).Select(_ => (D: Diameter(random), Distance: Distance(random))).ToArray();
        var whole = Find([.. drawn.Select(x => Case(x.D, [(x.Distance, 0, 1)]))], Mono(100e-6));
        var halves = Find([.. drawn.Select(x => Case(x.D, [(x.Distance, 0, 0.5), (x.Distance, 0, 0.5)]))], Mono(100e-6));
        All(i => Same(whole[i], halves[i]));
    }

    [Fact]
    public void A_second_source_that_adds_its_potential_adds_itself()
    {
        var random = new Random(5);
        FibreCase[] one = [.. Enumerable.Range(0, Count).Select(_ => Case(9, [(Distance(random), 1e-3, 1)]))];
        FibreCase[] two = [.. Enumerable.Range(0, Count).Select(_ => Case(9, [(Distance(random), -1e-3, 0.7)]))];
        static double[] Add(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x + y)];
        var sum = Find(
            [.. one.Zip(two, (a, b) => a with { UnitPotential = Add(a.UnitPotential, b.UnitPotential) })], Mono(100e-6));
        var (first, second) = (Find(one, Mono(100e-6)), Find(two, Mono(100e-6)));
        // Both are cathodes: together they never need more than the better one alone.
        All(i => Assert.True(sum[i] <= Math.Min(first[i], second[i]) * (1 + (2 * Tolerance))));
    }

    [Fact]
    public void A_mirrored_fibre_has_the_same_threshold()
    {
        var cases = Draw(6);
        var mirrored = Find([.. cases.Select(c => c with { UnitPotential = [.. c.UnitPotential.Reverse()] })], Mono(100e-6));
        var straight = Find(cases, Mono(100e-6));
        All(i => Same(straight[i], mirrored[i]));
    }

    [Fact]
    public void The_order_of_the_fibres_changes_no_bit()
    {
        var cases = Draw(7);
        var shuffled = new Random(8).GetItems(Enumerable.Range(0, Count).ToArray(), 40);
        var (straight, mixed) = (Find(cases, Mono(100e-6)), Find([.. shuffled.Select(i => cases[i])], Mono(100e-6)));
        Assert.Equal(shuffled.Select(i => straight[i]), mixed);
    }

    [Fact]
    public void Threads_change_no_bit()
    {
        var cases = Draw(9);
        Assert.Equal(
            ThresholdSearch.Find(cases, Mono(100e-6), Options, 1), ThresholdSearch.Find(cases, Mono(100e-6), Options, 3));
    }

    [Fact]
    public void A_scaled_potential_scales_the_threshold_inversely()
    {
        var cases = Draw(10);
        var scaled = Find(
            [.. cases.Select((c, i) => c with { UnitPotential = [.. c.UnitPotential.Select(e => e * (i + 2))] })], Mono(100e-6));
        var straight = Find(cases, Mono(100e-6));
        All(i => Same(straight[i], scaled[i] * (i + 2)));
    }

    [Fact]
    public void In_the_limit_of_a_point_source_conductivity_and_current_scale_alike()
    {
        var random = new Random(11);
        var drawn = Enumerable.Range(0, Count).Select(_ => (D: Diameter(random), Distance: Distance(random))).ToArray();
        var usual = Find([.. drawn.Select(x => Case(x.D, [(x.Distance, 0, 1)]))], Mono(100e-6));
        var doubled = Find([.. drawn.Select(x => Case(x.D, [(x.Distance, 0, 1)], conductivity: 0.6))], Mono(100e-6));
        All(i => Same(2 * usual[i], doubled[i]));
    }

    [Fact]
    public void Far_from_a_point_source_thresholds_grow_with_the_cube_of_the_distance()
    {
        // The second difference along a straight fibre falls with the third power of the distance once that is many internodes.
        var (near, far) = (Find([Case(6, [(8e-3, 0, 1)], 61)], Mono(210e-6))[0], Find([Case(6, [(12e-3, 0, 1)], 61)], Mono(210e-6))[0]);
        Assert.InRange(Math.Log(far / near) / Math.Log(12.0 / 8), 2.3, 3.3);
    }

    [Fact]
    public void Anodes_need_more_than_cathodes()
    {
        var random = new Random(12);
        var drawn = Enumerable.Range(0, Count).Select(_ => (D: Diameter(random), Distance: Distance(random))).ToArray();
        var cathodes = Find([.. drawn.Select(x => Case(x.D, [(x.Distance, 0, 1)], 31))], Mono(100e-6));
        var anodes = Find([.. drawn.Select(x => Case(x.D, [(x.Distance, 0, -1)], 31))], Mono(100e-6));
        All(i => Assert.True(anodes[i] > 1.5 * cathodes[i]));
    }

    [Fact]
    public void A_second_phase_never_lowers_the_threshold_and_a_gap_gives_some_of_it_back()
    {
        var cases = Draw(13);
        var (mono, balanced) = (Find(cases, Mono(60e-6)), Find(cases, new Waveform.Biphasic(60e-6)));
        var gap = Find(cases, new Waveform.Biphasic(60e-6, 100e-6));
        All(i => Assert.True(balanced[i] > mono[i] && gap[i] < balanced[i] && gap[i] >= mono[i] * (1 - Tolerance)));
    }

    [Fact]
    public void Smaller_steps_lower_the_threshold_towards_the_reference_mode()
    {
        var cases = Draw(14)[..4];
        double[] At(SolverMode mode, double step) => Find(cases, Mono(100e-6), Options with { Mode = mode, Step = step });
        var (coarse, usual, fine) = (At(SolverMode.Neuron, 10e-6), At(SolverMode.Neuron, 5e-6), At(SolverMode.Neuron, 2.5e-6));
        var reference = At(SolverMode.Reference, 5e-6);
        for (var i = 0; i < cases.Length; i++)
        {
            Assert.True(coarse[i] > usual[i] && usual[i] > fine[i] && fine[i] > reference[i]);
            // First order: what the last halving gained is what is left.
            Assert.InRange((fine[i] - reference[i]) / (usual[i] - fine[i]), 0.8, 1.25);
        }
    }

    [Fact]
    public void More_nodes_than_the_field_reaches_change_nothing()
    {
        var random = new Random(15);
        var drawn = Enumerable.Range(0, Count).Select(_ => (D: Diameter(random), Distance: 0.5 * Distance(random))).ToArray();
        var usual = Find([.. drawn.Select(x => Case(x.D, [(x.Distance, 0, 1)], 21))], Mono(100e-6));
        var longer = Find([.. drawn.Select(x => Case(x.D, [(x.Distance, 0, 1)], 31))], Mono(100e-6));
        All(i => Assert.Equal(1, longer[i] / usual[i], 2e-3));
    }

    [Fact]
    public void A_constant_or_linear_potential_inside_a_long_fibre_excites_only_its_ends()
    {
        var geometry = FibreGeometry.Create(FibreModel.MrgInterpolation, 9e-6, 21);
        double[] level = [.. Enumerable.Repeat(30.0, geometry.Compartments)];
        double[] slope = [.. geometry.ArcPositions.ToArray().Select(z => 2000 * z)];
        Assert.Equal(ThresholdStatus.AboveMaximum, Result(new FibreCase(geometry, level)).Status);
        Assert.True(Result(new FibreCase(geometry, slope)).AtCutEnd);
    }

    [Fact]
    public void Modes_agree_within_their_errors_and_say_which_they_are()
    {
        var cases = Draw(16);
        foreach (var mode in Enum.GetValues<SolverMode>())
            Assert.All(ThresholdSearch.Find(cases, Mono(100e-6), Options with { Mode = mode }, 1), r => Assert.Equal(mode, r.Mode));
        var (fast, neuron) = (Find(cases, Mono(100e-6)), Find(cases, Mono(100e-6), Options with { Mode = SolverMode.Neuron }));
        All(i => Assert.Equal(1, fast[i] / neuron[i], 2 * Tolerance));
    }

    [Fact]
    public void An_alignment_off_the_node_never_lowers_the_threshold()
    {
        var random = new Random(17);
        var drawn = Enumerable.Range(0, Count).Select(_ => (D: Diameter(random), Distance: 0.5 * Distance(random))).ToArray();
        var above = Find([.. drawn.Select(x => Case(x.D, [(x.Distance, 0, 1)]))], Mono(100e-6));
        var between = Find([.. drawn.Select(x => Case(x.D, [(x.Distance, 0.5 * Geometry(x.D).Internode, 1)]))], Mono(100e-6));
        All(i => Assert.True(between[i] >= above[i] * (1 - Tolerance)));
    }

    private static Waveform.Monophasic Mono(double width) => new(width);

    private static void All(Action<int> check)
    {
        for (var i = 0; i < Count; i++)
            check(i);
    }

    private static void Same(double expected, double actual) => Assert.Equal(1, actual / expected, 2 * Tolerance);

    private static double[] Find(FibreCase[] cases, Waveform waveform, ThresholdOptions? options = null)
    {
        var results = ThresholdSearch.Find(cases, waveform, options ?? Options, 1);
        Assert.All(results, r => Assert.Equal(ThresholdStatus.Found, r.Status));
        return [.. results.Select(r => r.Threshold)];
    }

    private static ThresholdResult Result(FibreCase fibre) =>
        ThresholdSearch.Find([fibre], Mono(100e-6), Options with { AmplitudeMax = 0.1 }, 1)[0];

    private static double Diameter(Random random) => 5.8 + (9 * random.NextDouble());

    private static double Distance(Random random) => 1e-3 + (2e-3 * random.NextDouble());

    private static FibreCase[] Draw(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Count).Select(_ => Case(Diameter(random), [(Distance(random), 1e-3 * random.NextDouble(), 1)]))];
    }

    private static FibreGeometry Geometry(double diameter, int nodes = Nodes) =>
        FibreGeometry.Create(FibreModel.MrgInterpolation, diameter * 1e-6, nodes);

    private static FibreCase Case(
        double diameter, (double Distance, double Along, double Weight)[] sources, int nodes = Nodes, double conductivity = 0.3)
    {
        var geometry = Geometry(diameter, nodes);
        var middle = (nodes - 1) / 2 * geometry.Internode;
        var potential = new double[geometry.Compartments];
        foreach (var (distance, along, weight) in sources)
        {
            for (var i = 0; i < potential.Length; i++)
            {
                var z = geometry.ArcPositions[i] - middle - along;
                potential[i] -= weight / (4 * Math.PI * conductivity * Math.Sqrt((z * z) + (distance * distance)));
            }
        }

        return new FibreCase(geometry, potential);
    }
}
