using Epidura.Anatomy.Levels;
using Epidura.Planning.Recruitment;
using Epidura.Planning.Search;
using Epidura.Stimulation.Programs;

namespace Epidura.Planning.Tests.Search;

/// <summary>What covers none of the pain is never proposed above what covers some.</summary>
public class ProposalTests
{
    private static readonly ContactId[] Contacts = [new("lead", 1), new("lead", 2), new("lead", 3)];

    private static Candidate Of(int cathode, double score, double coverage) => new(
        CurrentPattern.Create([new(Contacts[cathode], -1000), new(ContactId.Case, 1000)], Contacts), 210,
        new Judgement(score, 1e-3, "", 2e-3, "", 1.5e-3, coverage, 0.4, 0, []), null);

    [Fact]
    public void An_amplitude_that_covers_some_of_the_pain_goes_before_a_cheaper_one_that_covers_none()
    {
        // Pain in the left L5; the right L5 is felt at 1 mA, everything else at 2.5 mA, the left L5 only at 3 mA.
        var population = StandIn.Cord(40e-3, SpinalSegment.L5, SpinalSegment.L4, SpinalSegment.T12);
        double[] at = [3e-3, 2.5e-3, 2.5e-3, 1e-3, 2.5e-3, 2.5e-3];
        var recruitment = new RecruitmentLayout(population).Recruit([.. at.Select(a => Enumerable.Repeat(a, 4).ToArray())], 25.5e-3);
        var pain = new Dictionary<Cell, double> { [new Cell(SpinalSegment.L5, Side.Left)] = 1 };
        var objective = new Objective(pain, new Criteria(8, 5, 1000, 1000, 8), (0.1, 1, 0.1), 20e-3, 0.1e-3, 50, 200e-6);
        var verdict = objective.Judge(recruitment, 210e-6);
        Assert.Equal(1e-3, verdict.Perception, 1e-9);
        Assert.Equal(1, verdict.Coverage);
        Assert.Equal(3e-3, verdict.Amplitude, 1e-9);
        Assert.True(verdict.Score < objective.Score(0, 0.2, 1e-3, 210e-6), $"score {verdict.Score}");
    }

    [Fact]
    public void A_program_without_coverage_stands_behind_every_one_that_covers_whatever_their_scores()
    {
        Candidate[] candidates = [Of(0, 0.1, 0), Of(1, -0.5, 0.05), Of(2, 0.02, 0)];
        var ordered = Candidate.Order(candidates).ToArray();
        Assert.Equal(candidates[1], ordered[0]);
        Assert.Equal(candidates[0], ordered[1]);
    }

    [Fact]
    public void A_program_without_coverage_is_not_proposed_while_another_covers()
    {
        (Candidate, bool)[] decided = [(Of(0, 0.1, 0), false), (Of(1, -0.5, 0.05), false), (Of(2, 0.02, 0), true)];
        Assert.Equal([1, 2], Candidate.Proposed(decided, 3, false));
    }

    [Fact]
    public void A_given_program_that_covers_is_enough_to_leave_out_those_that_do_not()
    {
        (Candidate, bool)[] decided = [(Of(0, 0.1, 0), false), (Of(1, -0.5, 0.05), true)];
        Assert.Equal([1], Candidate.Proposed(decided, 3, false));
    }

    [Fact]
    public void When_nothing_covers_the_least_bad_are_listed_and_a_therapy_that_is_not_felt_is_not_judged_by_coverage()
    {
        (Candidate, bool)[] decided = [(Of(0, -0.1, 0), false), (Of(1, 0.2, 0), false), (Of(2, 0.1, 0), false)];
        Assert.Equal([1, 2], Candidate.Proposed(decided, 2, false));
        Assert.Equal([1, 2, 0], Candidate.Proposed(decided, 3, true));
    }
}
