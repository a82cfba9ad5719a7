using Epidura.Generator.Commands;
using Epidura.Generator.Engine;
using Epidura.Generator.Leads;
using Epidura.Generator.Memory;

namespace Epidura.Generator.Tests.Leads;

public class LeadFindingsTests
{
    private static readonly int[] Leads = [4, 4];

    private static List<ImpedanceRecord> History(params int[][] measurements) =>
        [.. measurements.Select((ohm, index) => new ImpedanceRecord((uint)index + 1, 1, index * 1000L, -1, ohm, -1, -1, 0))];

    private static int[] Even(int ohm = 800) => [.. Enumerable.Repeat(ohm, 9)];

    private static int[] With(int contact, int ohm)
    {
        var even = Even();
        even[contact] = ohm;
        return even;
    }

    [Fact]
    public void Steady_leads_give_no_finding() => Assert.Empty(LeadFindings.Of(History(Even(), Even(820), Even(790), Even()), Leads));

    [Fact]
    [Trait("Requirement", "I-27")]
    public void A_contact_that_opens_is_a_fracture_and_one_that_always_was_is_open()
    {
        Assert.Equal(
            [new LeadFinding(LeadFindingKind.Fracture, 2, -1, 20_000, 800)],
            LeadFindings.Of(History(Even(), With(2, 20_000)), Leads));
        Assert.Equal(
            [new LeadFinding(LeadFindingKind.Open, 2, -1, 20_000, 10_000)],
            LeadFindings.Of(History(With(2, 15_000), With(2, 20_000)), Leads));
        Assert.Empty(LeadFindings.Of(History(Even(), With(2, 2_400)), Leads));
    }

    [Fact]
    [Trait("Requirement", "I-29")]
    public void More_than_three_times_or_less_than_a_third_is_a_jump()
    {
        Assert.Equal(LeadFindingKind.Jump, Assert.Single(LeadFindings.Of(History(Even(), With(5, 2_401)), Leads)).Kind);
        Assert.Equal(LeadFindingKind.Jump, Assert.Single(LeadFindings.Of(History(Even(), With(5, 266)), Leads)).Kind);
        Assert.Empty(LeadFindings.Of(History(Even(), With(5, 2_400)), Leads));
        Assert.Empty(LeadFindings.Of(History(Even(), With(5, 267)), Leads));
    }

    [Fact]
    public void A_slow_rise_is_a_drift_and_a_rise_that_turns_back_is_not()
    {
        var drift = LeadFindings.Of(History(Even(), With(1, 950), With(1, 1_100), With(1, 1_250)), Leads);
        Assert.Equal([new LeadFinding(LeadFindingKind.Drift, 1, -1, 1_250, 800)], drift);
        Assert.Empty(LeadFindings.Of(History(Even(), With(1, 1_100), With(1, 900), With(1, 1_250)), Leads));
        Assert.Empty(LeadFindings.Of(History(Even(), With(1, 1_100), With(1, 1_250)), Leads));
        var down = LeadFindings.Of(History(Even(), With(1, 700), With(1, 600), With(1, 500)), Leads);
        Assert.Equal(LeadFindingKind.Drift, Assert.Single(down).Kind);
    }

    [Fact]
    public void A_lead_that_changes_on_half_of_its_contacts_may_have_moved()
    {
        int[] moved = [800, 800, 800, 800, 1_100, 560, 820, 800, 800];
        Assert.Equal([new LeadFinding(LeadFindingKind.Migration, 4, -1, 1_100, 800)], LeadFindings.Of(History(Even(), moved), Leads));
        Assert.Empty(LeadFindings.Of(History(Even(), With(4, 1_100)), Leads));
    }

    [Fact]
    [Trait("Requirement", "I-28")]
    public void A_bridge_shows_in_its_pair_and_in_the_pairs_beside_it()
    {
        var record = new ImpedanceRecord(1, 1, 0, -1, Even(), 0, 1, 50);
        Assert.Equal(48, record.PairOhm(0, 1));
        Assert.Equal(48, record.PairOhm(1, 0));
        Assert.Equal(412 + 800, record.PairOhm(0, 3));
        Assert.Equal(1_600, record.PairOhm(2, 3));
        var found = Assert.Single(LeadFindings.Of([record], Leads));
        Assert.Equal((LeadFindingKind.Short, 0, 1, 48), (found.Kind, found.Contact, found.Other, found.Ohm));
        Assert.Empty(LeadFindings.Of([record with { ShortOhm = 100 }], Leads));
    }

    [Fact]
    public void Records_survive_their_bytes_and_nothing_else_is_one()
    {
        var record = new ImpedanceRecord(7, 3, 12_345, 1_700_000_000_000, [100, 2_000, 30_000], 0, 2, 40);
        var bytes = record.ToBytes();
        var read = ImpedanceRecord.FromBytes(bytes)!;
        Assert.Equal(record with { Ohm = read.Ohm }, read);
        Assert.Equal(record.Ohm, read.Ohm);
        Assert.Null(ImpedanceRecord.FromBytes(bytes.AsSpan(0, bytes.Length - 1)));
        bytes[25] = 9;
        Assert.Null(ImpedanceRecord.FromBytes(bytes));
    }

    [Fact]
    public void Measurements_are_kept_over_starts_the_last_64_of_them()
    {
        var bench = new Bench();
        for (var i = 0; i < MemoryMap.ImpedanceRecords + 6; i++)
        {
            int[] ohm = [.. Enumerable.Repeat(700 + i, bench.Configuration.CaseIndex + 1)];
            bench.Tell(new Input.Impedances(ohm));
            Bench.Accepted(bench.Ask(new Command.MeasureImpedance()));
        }

        bench.Restart();
        var kept = bench.Generator.Impedances.ToList();
        Assert.Equal(MemoryMap.ImpedanceRecords, kept.Count);
        Assert.Equal(700 + MemoryMap.ImpedanceRecords + 5, kept[^1].Ohm[0]);
        Assert.Equal(706, kept[0].Ohm[0]);
        Assert.Equal(kept.Select(record => record.Sequence), Enumerable.Range(7, kept.Count).Select(number => (uint)number));
        Bench.Accepted(bench.Ask(new Command.MeasureImpedance()));
        Assert.Equal(kept[^1].Sequence + 1, bench.Generator.Impedances[^1].Sequence);
    }
}
