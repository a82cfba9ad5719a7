using Epidura.Fibers.Cables;
using Epidura.Fibers.Runs;
using Epidura.Stimulation.Waveforms;

namespace Epidura.Fibers.Tests;

public class ReferenceModeTests
{
    [Fact]
    public void Potentials_and_gates_of_midpoint_steps_converge_with_the_square_of_the_step()
    {
        var geometry = FibreGeometry.Create(FibreModel.MrgDiscrete, 11.5e-6, 7);
        var exact = States(geometry, 0.3125e-6);
        double[] errors = [.. ((double[])[10e-6, 5e-6, 2.5e-6]).Select(step => Distance(States(geometry, step), exact))];
        Assert.InRange(errors[0] / errors[1], 3.5, 4.6);
        Assert.InRange(errors[1] / errors[2], 3.5, 4.6);
    }

    [Theory]
    [InlineData("T054")]
    [InlineData("T105")]
    [InlineData("T137")]
    [InlineData("T080")]
    public void Thresholds_at_the_usual_step_are_those_of_no_step(string id)
    {
        var study = Verification.ModeChecks.ReferenceCases(ReferenceFile.Text).Single(c => c.Id == id);
        var result = ThresholdSearch.Find(
            [study.Fibre], study.Waveform, study.Options with { Mode = SolverMode.Reference, AmplitudeMax = 1 }, 1)[0];
        Assert.Equal(1, result.Threshold / study.Threshold, 1e-3);
        Assert.Equal(SolverMode.Reference, result.Mode);
        Assert.Equal(5e-6, result.Step, 1e-12);
        Assert.NotNull(result.Scan);
        Assert.False(result.IsNonMonotonic);
        Assert.InRange(result.Upper - result.Lower, 0, 5.1e-4 * result.Upper);
        Assert.NotEqual(0, result.Extrapolation);
    }

    [Theory]
    [InlineData(210, 0, 1, 5, true)]
    [InlineData(33, 0, 1, 2.75, true)]
    [InlineData(30, 20, 1, 5.0 / 3, true)]
    [InlineData(300, 100, 8, 5, true)]
    public void Steps_fit_the_edges_of_a_pulse(double width, double gap, double ratio, double step, bool fits)
    {
        var grid = ReferenceGrid.Of(new Waveform.Biphasic(width * 1e-6, gap * 1e-6, ratio), 5e-6);
        Assert.Equal(step * 1e-6, grid.Step, 1e-12);
        Assert.Equal(fits, grid.IsExtrapolated);
    }

    [Fact]
    public void Edges_that_no_step_fits_are_not_extrapolated_but_take_a_finer_step()
    {
        var grid = ReferenceGrid.Of(new Waveform.Biphasic(63e-6, 37e-6), 5e-6);
        Assert.False(grid.IsExtrapolated);
        Assert.InRange(grid.Step, 1e-6, 2.5e-6);
        Assert.Equal(Math.Round(63e-6 / grid.Step), 63e-6 / grid.Step, 1e-6);
    }

    [Fact]
    public void Step_averages_keep_the_charge_of_every_waveform()
    {
        foreach (var (waveform, charge) in ((Waveform, double)[])
                 [
                     (new Waveform.Monophasic(33.3e-6), 33.3e-6), (new Waveform.Biphasic(60e-6, 13e-6, 4), 0),
                     (new Waveform.PassiveRecharge(210e-6, 40e-6, 1e-3, 20e-3), 0),
                     (new Waveform.Sinusoid(1e3, 1.25e-3), 1e-3 / (2 * Math.PI)),
                     (new Waveform.Train(new Waveform.Monophasic(1e-4), 3, 1e-3), 3e-4),
                     (new Waveform.Steps([0, 33e-6, 50e-6, 120e-6], [1, 0, -0.25, 0]), 33e-6 - (0.25 * 70e-6)),
                 ])
            Assert.Equal(charge, StepAverages.Of(waveform, 5e-6).Sum() * 5e-6, 1e-12);
        // An edge on the grid is shared by both of its steps.
        Assert.Equal([0.5, 1, 1, 0.5], StepAverages.Of(new Waveform.Monophasic(15e-6), 5e-6).Select(s => Math.Round(s, 9)));
    }

    [Fact]
    public void Steps_given_one_by_one_are_the_pulse_they_describe()
    {
        var steps = new Waveform.Steps([0, 60e-6, 80e-6, 200e-6], [1, 0, -0.5, 0]);
        var pulse = new Waveform.Biphasic(60e-6, 20e-6, 2);
        Assert.Equal(pulse.Sample(5e-6), steps.Sample(5e-6));
        Assert.Equal(pulse.Sample(3e-6), steps.Sample(3e-6));
        Assert.Equal(ReferenceGrid.Of(pulse, 5e-6), ReferenceGrid.Of(steps, 5e-6));
        Assert.Equal(
            StepAverages.Of(pulse, 4e-6).Select(s => Math.Round(s, 9)), StepAverages.Of(steps, 4e-6).Select(s => Math.Round(s, 9)));
        Assert.Throws<ArgumentException>(() => new Waveform.Steps([0, 1e-4], [1, 1]));
        Assert.Throws<ArgumentException>(() => new Waveform.Steps([0, 1e-4, 1e-4], [1, 0, 0]));
        Assert.Throws<ArgumentException>(() => new Waveform.Steps([0, 1e-4], [double.NaN, 0]));
    }

    [Fact]
    public void A_spike_arrives_when_it_does_with_small_steps()
    {
        // Backward Euler at 0.5 us delays it by about 0.2 %; a half step forgotten would show as 2.5 us.
        var study = Verification.ModeChecks.ReferenceCases(ReferenceFile.Text).Single(c => c.Id == "T103");
        Assert.Equal(Arrival(study, SolverMode.Neuron, 0.5e-6), Arrival(study, SolverMode.Reference, 5e-6), 1.5e-6);
    }

    private static double Arrival(Verification.StudyCase study, SolverMode mode, double step)
    {
        var geometry = study.Fibre.Geometry;
        var run = new SingleRun(
            geometry,
            () => LoweredFibre.Create(geometry, step, FibreRest.Of(geometry), study.Fibre.UnitPotential, mode),
            new LaneRun
            {
                FieldAmplitude = 2 * study.Threshold,
                FieldSamples = mode == SolverMode.Reference ? StepAverages.Of(study.Waveform, step) : study.Waveform.Sample(step),
                Steps = (int)Math.Round(1e-3 / step),
                Detection = (14, -1),
            });
        LanePool.Run([run], 1, null, CancellationToken.None);
        return Assert.Single(run.Outcome!.First);
    }

    private static double[] States(FibreGeometry geometry, double step)
    {
        const double Until = 400e-6;
        var potential = new double[geometry.Compartments];
        for (var i = 0; i < potential.Length; i++)
        {
            var z = geometry.ArcPositions[i] - (0.4 * geometry.Length);
            potential[i] = -1 / (4 * Math.PI * 0.3 * Math.Sqrt((z * z) + 1e-6));
        }

        var fibre = CableFibre.Create(geometry, step, CableRest.Of(geometry), potential, SolverMode.Reference);
        var bundle = (CableBundle)fibre.CreateBundle();
        var samples = StepAverages.Of(new Waveform.Biphasic(100e-6, 50e-6), step);
        double At(int i) => i < samples.Length ? 1.2e-4 * samples[i] : 0;
        for (var lane = 0; lane < 8; lane++)
        {
            bundle.Load(lane, fibre);
            bundle.Begin(lane, fibre, At(0), -0.030);
        }

        // The grid begins half a step early, so the gates, half a step ahead of the potentials, are known at whole steps.
        for (var i = 0; i < (int)Math.Round(Until / step); i++)
        {
            bundle.Solve(Same(At(i)), Same(i));
            bundle.Prepare(Same(At(i + 1)));
        }

        var states = new double[geometry.Nodes];
        for (var node = 1; node < geometry.Nodes - 1; node++)
            states[node] = bundle.Gate(node, 0, 1) + bundle.Gate(node, 0, 2);
        return states;
    }

    private static double[] Same(double value) => [.. Enumerable.Repeat(value, 8)];

    private static double Distance(double[] one, double[] other) => one.Zip(other, (a, b) => Math.Abs(a - b)).Max();
}
