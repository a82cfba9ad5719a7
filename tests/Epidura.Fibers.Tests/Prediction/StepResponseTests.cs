using Epidura.Fibers.Cables;
using Epidura.Fibers.Prediction;
using Epidura.Fibers.Runs;
using Epidura.Stimulation.Waveforms;

namespace Epidura.Fibers.Tests.Prediction;

public class StepResponseTests
{
    private const double Step = 5e-6;

    [Theory]
    [InlineData(7, 50, 3)]
    [InlineData(10, 210, 4)]
    [InlineData(14, 210, 3)]
    public void The_filter_gives_the_polarisation_that_the_cable_shows_in_a_weak_field(double diameter, int width, int distanceMillimetre)
    {
        var geometry = PointFibre.Geometry(diameter);
        var unit = PointFibre.Potential(geometry, distanceMillimetre * 1e-3, 0.3e-3);
        var samples = new Waveform.Biphasic(width * 1e-6, 100e-6).Sample(Step);
        var (cathode, anode) = PulseFilter.Of(StepResponse.Of(geometry, Step), geometry.Internode, samples);
        foreach (var filter in (PulseFilter[])[cathode, anode])
        {
            const int node = 24;
            var expected = Weak(geometry, unit, samples, filter.Peak, node);
            double filtered = 0;
            for (var m = -StepResponse.Reach; m <= StepResponse.Reach; m++)
                filtered += filter.Taps[m + StepResponse.Reach] * unit[(node + m) * FibreGeometry.CompartmentsPerInternode];
            Assert.Equal(1, filtered / expected, 0.01);
        }
    }

    [Fact]
    public void The_decisive_times_of_a_biphasic_pulse_are_the_ends_of_its_phases()
    {
        var geometry = PointFibre.Geometry(10);
        var (cathode, anode) = PulseFilter.Of(
            StepResponse.Of(geometry, Step), geometry.Internode, new Waveform.Biphasic(200e-6, 100e-6).Sample(Step));
        Assert.InRange(cathode.Peak, 38, 40);
        Assert.InRange(anode.Peak, 98, 100);
        Assert.Equal(0, cathode.Taps.Sum(), 1e-12);
    }

    [Fact]
    public void A_single_rectangle_has_no_second_phase()
    {
        var geometry = PointFibre.Geometry(10);
        var (_, anode) = PulseFilter.Of(StepResponse.Of(geometry, Step), geometry.Internode, new Waveform.Monophasic(100e-6).Sample(Step));
        Assert.All(anode.Taps, tap => Assert.Equal(0, tap));
    }

    /// <summary>Half the difference of the answers to a weak field and to its reverse.</summary>
    private static double Weak(FibreGeometry geometry, double[] unit, double[] samples, int peak, int node)
    {
        const double amplitude = 1e-6;
        var rest = CableRest.Of(geometry);
        double sum = 0;
        SingleRun Run(double sign) => new(geometry, () => CableFibre.Create(geometry, Step, rest, unit), new LaneRun
        {
            FieldAmplitude = sign * amplitude,
            FieldSamples = samples,
            Steps = peak + 1,
            Detection = (node, -1),
            AfterStep = (bundle, lane, at) => sum += at == peak ? sign * bundle.Deviation(node, lane) / (2 * amplitude) : 0,
        });
        LanePool.Run([Run(1), Run(-1)], 1, null, CancellationToken.None);
        return sum;
    }
}
