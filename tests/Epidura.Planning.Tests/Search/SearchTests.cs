using Epidura.Anatomy.Levels;
using Epidura.Planning.Recruitment;
using Epidura.Planning.Search;
using Epidura.Quantities;
using Epidura.Stimulation;
using Epidura.Stimulation.Leads;
using Epidura.Stimulation.Programs;

namespace Epidura.Planning.Tests.Search;

public class SearchTests
{
    private static readonly PredictorConstants Constants = new(0.7, 0, 0.02, 0, 1);

    private static SearchSetting Setting(Dictionary<Cell, double> targets, double densityFactor = 1)
    {
        var sources = StandIn.TwoLeads();
        var fields = StandIn.Fields(sources);
        var population = StandIn.Cord();
        var fibres = FibrePotentials.Sample(population, fields, 1, CancellationToken.None);
        var predictors = new[] { 120, 300 }.ToDictionary(
            w => w, w => new LinearPredictor(fibres, sources.Length, f =>
                Constants with { Drive = 0.02 * (1 + (150.0 / w)) * 10e-6 / f.Geometry.Diameter }));
        var objective = new Objective(targets, new Criteria(8, 5, 31, 20, 8), (1, 0.5, 0.1), 20e-3, 0.1e-3, 50, 200e-6);
        ContactShape shape = new ContactShape.Band(Length.FromMillimetres(3 / densityFactor), Length.FromMillimetres(1.3));
        var gate = new SafetyGate(
            fields, id => id.IsCase ? null : shape, DeviceCatalogue.All[0],
            new PulseSettings(Therapy.Tonic, Frequency.FromHertz(50), 0, Recharge.Passive));
        return new SearchSetting(
            [.. sources.Select(s => s.Id)], [.. sources.Select(s => s.At)], new RecruitmentLayout(population), predictors, objective,
                gate, 2);
    }

    private static Dictionary<Cell, double> LeftLeg() => new()
    {
        [new Cell(SpinalSegment.L5, Side.Left)] = 0.5,
        [new Cell(SpinalSegment.L4, Side.Left)] = 0.5,
    };

    [Fact]
    public void Never_worse_than_the_best_of_a_thousand_random_programs_on_twenty_seeds()
    {
        var setting = Setting(LeftLeg());
        var search = new CandidateSearch(setting);
        var best = search.Run(CancellationToken.None).Ranked[0];
        for (var seed = 1; seed <= 20; seed++)
        {
            var random = search.BestRandom(1000, seed, CancellationToken.None);
            Assert.NotNull(random);
            Assert.True(best.Judgement.Score >= random.Judgement.Score - 1e-9,
                $"seed {seed}: {best.Judgement.Score} < {random.Judgement.Score}");
        }
    }

    [Fact]
    public void The_bound_is_never_passed_by_a_pattern_in_the_reduced_model()
    {
        var setting = Setting(LeftLeg());
        var random = new Random(3);
        foreach (var (width, predictor) in setting.Predictors)
        {
            var program = new DriveProgram(setting.Contacts, setting.Layout, predictor, setting.Objective, width * 1e-6);
            var bound = program.Solve().Bound;
            Assert.InRange(bound, 0, 1);
            for (var trial = 0; trial < 300; trial++)
                Assert.True(program.Score(CandidatePatterns.Random(setting.Contacts, random)) <= bound + 1e-9);
        }
    }

    [Fact]
    public void The_same_search_gives_the_same_ranking_for_any_number_of_threads()
    {
        var one = new CandidateSearch(Setting(LeftLeg()) with { Threads = 1 }).Run(CancellationToken.None);
        var two = new CandidateSearch(Setting(LeftLeg()) with { Threads = 2 }).Run(CancellationToken.None);
        Assert.Equal(one.Ranked.Select(c => (c.Label, c.Judgement.Score)), two.Ranked.Select(c => (c.Label, c.Judgement.Score)));
    }

    [Fact]
    public void The_best_program_for_the_left_has_its_cathodes_left()
    {
        var best = new CandidateSearch(Setting(LeftLeg())).Run(CancellationToken.None).Ranked[0];
        var left = best.Pattern.Contacts.Where(c => c.PerMille < 0 && c.Contact.Lead == "left").Sum(c => -c.PerMille);
        Assert.True(left > 500, best.Label);
    }

    [Fact]
    public void No_candidate_that_breaks_a_limit_is_ranked_and_the_limit_is_named()
    {
        // Contacts of a thirtieth of the length: nearly everything breaks the charge density.
        var result = new CandidateSearch(Setting(LeftLeg(), 30)).Run(CancellationToken.None);
        var gate = Setting(LeftLeg(), 30).Gate;
        Assert.All(result.Ranked, c =>
            Assert.DoesNotContain(gate.Check(gate.Area(c.Pattern, c.WidthMicrosecond, c.Judgement.Amplitude)), f => f.IsHard));
        Assert.NotEmpty(result.Stopped);
        Assert.Contains(result.Stopped, c => c.Stop!.Finding.Requirement is "I-06" or "I-07");
        Assert.All(result.Stopped, c => Assert.True(c.Stop!.Finding.IsHard));
    }

    [Fact]
    public void Node_drive_equals_the_sum_written_out()
    {
        var random = new Random(5);
        var potential = Enumerable.Range(0, (11 * 14) + 1).Select(_ => random.NextDouble()).ToArray();
        var drive = new double[15];
        NodeDrive.Spread(potential, 0.6, drive);
        for (var n = 1; n < 14; n++)
        {
            double sum = 0;
            for (var m = 1; m < 14; m++)
                sum += Math.Pow(0.6, Math.Abs(n - m)) * (potential[(m - 1) * 11] - (2 * potential[m * 11]) + potential[(m + 1) * 11]);
            Assert.Equal(sum, drive[n], 1e-12);
        }
    }

    [Fact]
    public void Patterns_sum_to_whole_poles()
    {
        var setting = Setting(LeftLeg());
        var random = new Random(1);
        var patterns = CandidatePatterns.Enumerate(setting.Contacts, setting.Centres)
            .Concat(Enumerable.Range(0, 500).Select(_ => CandidatePatterns.Random(setting.Contacts, random))).ToArray();
        Assert.All(patterns, p =>
        {
            Assert.Equal(-1000, p.Contacts.Where(c => c.PerMille < 0).Sum(c => c.PerMille));
            Assert.Equal(1000, p.Contacts.Where(c => c.PerMille > 0).Sum(c => c.PerMille));
        });
        var around = patterns.SelectMany(p => CandidatePatterns.Around(p, setting.Contacts, 100).Take(5));
        Assert.All(around, p => Assert.Equal(0, p.Contacts.Sum(c => c.PerMille)));
    }

    [Fact]
    public void Impedance_of_a_bipole_is_the_sum_of_both_self_resistances_less_the_mutual_ones()
    {
        var sources = StandIn.TwoLeads();
        var fields = StandIn.Fields(sources);
        ContactFraction[] bipole = [new(sources[0].Id, -1000), new(sources[1].Id, 1000)];
        Assert.Equal(800 - (2 * StandIn.Volts(sources[0].At, sources[1].At)), fields.Impedance(bipole), 1e-9);
    }
}
