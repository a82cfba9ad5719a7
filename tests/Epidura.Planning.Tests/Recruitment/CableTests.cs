using Epidura.Anatomy.Levels;
using Epidura.Fibers;
using Epidura.Planning.Recruitment;
using Epidura.Planning.Search;
using Epidura.Quantities;
using Epidura.Stimulation.Programs;
using Epidura.Stimulation.Waveforms;

namespace Epidura.Planning.Tests.Recruitment;

/// <summary>The real cable under point sources with closed-form potentials.</summary>
public class CableTests
{
    private static readonly Waveform Pulse = new Waveform.Biphasic(210e-6, 100e-6);

    private static (Population Population, ContactFields Fields, IReadOnlyList<SampledFibre[]> Fibres) Bundle(double length)
    {
        var sources = StandIn.TwoLeads();
        var fields = StandIn.Fields(sources);
        var population = StandIn.Cord(length, SpinalSegment.S1, SpinalSegment.L2, SpinalSegment.T12);
        return (population, fields, FibrePotentials.Sample(population, fields, 1, CancellationToken.None));
    }

    private static double[] Fractions(ContactFields fields, params (string Lead, int Number, int PerMille)[] pattern) =>
        fields.Fractions([.. pattern.Select(p => new ContactFraction(new ContactId(p.Lead, p.Number), p.PerMille))]);

    private static CableOutcome Run(IReadOnlyList<SampledFibre[]> fibres, double[] fractions, int threads = 1) =>
        new CableRecruitment(new ThresholdOptions(), threads).Run(fibres, fractions, Pulse, null, null, CancellationToken.None);

    [Fact]
    public void A_window_of_60_mm_gives_the_thresholds_of_120_mm_to_half_a_percent()
    {
        var (population, fields, fibres) = Bundle(120e-3);
        var fractions = Fractions(fields, ("left", 2, -1000), ("left", 3, 1000));
        SampledFibre[][] one = [[fibres[1][1], fibres[1][3]]];
        SampledFibre[][] cut = [[.. one[0].Select(f => f.Crop(population.Sites[1].Track, -30e-3, 30e-3))]];
        Assert.True(cut[0][0].Geometry.Nodes < one[0][0].Geometry.Nodes * 0.6);
        double[] full = Run(one, fractions).Rungs[0], window = Run(cut, fractions).Rungs[0];
        for (var i = 0; i < full.Length; i++)
            Assert.InRange(window[i] / full[i], 0.995, 1.005);
    }

    [Fact]
    public void Thresholds_between_the_rungs_are_interpolated_to_a_percent()
    {
        var (population, fields, fibres) = Bundle(60e-3);
        var fractions = Fractions(fields, ("right", 2, -1000), ("right", 3, 1000));
        var site = population.Sites[4];
        var rungs = Run([fibres[4]], fractions).Rungs[0];
        double[] wanted = [7.55e-6, 10.25e-6, 12.75e-6];
        var interpolated = new double[3];
        new DiameterInterpolation(site.Ladder, wanted).Evaluate(rungs, 25.5e-3, interpolated);
        SampledFibre[][] direct = [[.. wanted.Select(d => FibrePotentials.Lay(4, 0, site, (0, site.Track.Length), d, fields))]];
        var thresholds = Run(direct, fractions).Rungs[0];
        for (var i = 0; i < wanted.Length; i++)
            Assert.InRange(interpolated[i] / thresholds[i], 0.99, 1.01);
    }

    [Fact]
    public void Thresholds_are_the_same_bits_for_one_and_two_threads()
    {
        var (_, fields, fibres) = Bundle(40e-3);
        var fractions = Fractions(fields, ("left", 2, -1000), ("right", 2, 1000));
        Assert.Equal(Run(fibres, fractions, 1).Rungs, Run(fibres, fractions, 2).Rungs);
    }

    [Fact]
    public void The_predictor_follows_the_cable_to_ten_percent_on_a_pattern_it_was_not_fitted_to()
    {
        var (population, fields, fibres) = Bundle(60e-3);
        double[][] fitted =
        [
            Fractions(fields, ("left", 2, -1000), ("left", 3, 1000)),
            Fractions(fields, ("right", 1, 500), ("right", 2, -1000), ("right", 3, 500)),
        ];
        var calibration = new PredictorCalibration(population, fibres, fitted, [210], true, (pattern, _) =>
            Run(fibres, fitted[pattern], 2));
        var predictor = new LinearPredictor(fibres, fields.Contacts.Count, f => calibration.Of(f.Site, f.Rung, 210));
        var other = Fractions(fields, ("left", 3, -600), ("right", 3, -400), ("left", 1, 1000));
        var (predicted, cable) = (predictor.Thresholds(other), Run(fibres, other, 2).Rungs);
        var errors = predicted.SelectMany((site, i) => site.Select((p, r) => Math.Abs((p / cable[i][r]) - 1))).Order().ToArray();
        Assert.True(errors[errors.Length / 2] < 0.1, $"median {errors[errors.Length / 2]}");
    }

    [Fact]
    public void A_thinner_branch_is_harder_to_excite_and_the_root_part_is_untouched()
    {
        var fields = StandIn.Fields((new ContactId("lead", 1), Position.FromMillimetres(0, 4, 10)));
        var whole = StandIn.Site(SpinalSegment.L5, Side.Left, 0, 80e-3);
        var branched = whole with { Branch = new ColumnBranch(40e-3, 0.65) };
        SampledFibre Lay(FibreSite site) => FibrePotentials.Lay(0, 0, site, (0, site.Track.Length), 15e-6, fields);
        SampledFibre a = Lay(whole), b = Lay(branched);
        for (var i = 0; i < a.Geometry.Compartments; i++)
            if (a.Start + a.Geometry.ArcPositions[i] <= 40e-3)
                Assert.Equal(a.ByContact[i], b.ByContact[i]);
        double[] fractions = [-1];
        double thick = Run([[a]], fractions).Rungs[0][0], thin = Run([[b]], fractions).Rungs[0][0];
        Assert.True(thin > 1.3 * thick, $"{thin} against {thick}");
    }
}
