using Epidura.Fibers;
using Epidura.Planning.Recruitment;
using Epidura.Planning.Search;
using Epidura.Quantities;
using Epidura.Stimulation.Programs;
using Epidura.Stimulation.Waveforms;

namespace Epidura.Planning.Tests.Search;

/// <summary>The cable gets every phase of a program, not its first alone.</summary>
public class ProgramWaveTests
{
    private const double Step = 5e-6;

    private static Waveform Wave(Therapy therapy, double hertz, int width, int gap, Recharge recharge, double timeConstant = 2.3e-3) =>
        ProgramWave.Of(new PulseSettings(therapy, Frequency.FromHertz(hertz), gap, recharge), width, timeConstant);

    private static double[] Thresholds(Waveform waveform, params (string Lead, int Number, int PerMille)[] pattern)
    {
        var fields = StandIn.Fields(StandIn.TwoLeads());
        var population = StandIn.Cord(60e-3);
        var fibres = FibrePotentials.Sample(population, fields, 1, CancellationToken.None);
        SampledFibre[][] one = [[fibres[1][1], fibres[1][3]]];
        var fractions = fields.Fractions([.. pattern.Select(p => new ContactFraction(new ContactId(p.Lead, p.Number), p.PerMille))]);
        return new CableRecruitment(new ThresholdOptions(Tolerance: 1e-3), 1)
            .Run(one, fractions, waveform, null, null, CancellationToken.None).Rungs[0];
    }

    private static double[] Bipole(Waveform waveform) => Thresholds(waveform, ("left", 2, -1000), ("left", 3, 1000));

    [Fact]
    public void Active_recharge_has_a_second_phase_of_the_same_charge()
    {
        var samples = Wave(Therapy.Tonic, 50, 210, 100, Recharge.Active).Sample(Step);
        Assert.Equal(104, samples.Length);
        Assert.Equal(42, samples.Count(s => s == 1));
        Assert.Equal(42, samples.Count(s => s == -1));
        Assert.Equal(0, samples.Sum(), 1e-12);
    }

    [Fact]
    public void Passive_recharge_discharges_with_the_time_constant_and_is_cut_after_two_milliseconds()
    {
        var wave = Wave(Therapy.Tonic, 50, 300, 0, Recharge.Passive);
        Assert.Equal(2.3e-3, wave.Duration, 1e-12);
        var samples = wave.Sample(Step);
        Assert.Equal(60, samples.Count(s => s == 1));
        Assert.Equal(-300e-6 / 2.3e-3 / (1 - Math.Exp(-(20e-3 - 300e-6) / 2.3e-3)), samples[60], 1e-6);
        Assert.Equal(Math.Exp(-1e-3 / 2.3e-3), samples[260] / samples[60], 1e-9);
    }

    [Fact]
    public void A_burst_has_five_pulses_and_one_discharge_of_the_charge_of_all()
    {
        var samples = Wave(Therapy.Burst, 40, 1000, 0, Recharge.Passive).Sample(Step);
        Assert.Equal(1000, samples.Count(s => s == 1));
        Assert.Equal(5, Enumerable.Range(0, samples.Length).Count(i => samples[i] == 1 && (i == 0 || samples[i - 1] == 0)));
        var whole = new Waveform.PassiveBurst(1e-3, 5, 2e-3, 2.3e-3, 25e-3).Sample(1e-6);
        Assert.Equal(0, whole.Sum() / whole.Count(s => s == 1), 1e-3);
        Assert.Equal(whole[9010], samples[1802], 1e-7);
    }

    [Fact]
    public void At_ten_kilohertz_three_milliseconds_of_pulses_are_passed_and_at_fifty_hertz_one()
    {
        Assert.Equal(180, Wave(Therapy.HighFrequency, 10_000, 30, 20, Recharge.Active).Sample(Step).Count(s => s == 1));
        Assert.Equal(54, Wave(Therapy.HighDensity, 1000, 90, 100, Recharge.Active).Sample(Step).Count(s => s == 1));
        Assert.Equal(18, Wave(Therapy.Tonic, 50, 90, 100, Recharge.Active).Sample(Step).Count(s => s == 1));
    }

    [Fact]
    public void The_discharge_of_a_tonic_pulse_raises_thresholds_and_its_cut_tail_does_not_matter()
    {
        var first = Bipole(new Waveform.Monophasic(210e-6));
        var passed = Bipole(Wave(Therapy.Tonic, 50, 210, 0, Recharge.Passive));
        var whole = Bipole(new Waveform.PassiveRecharge(210e-6, 0, 2.3e-3, 20e-3));
        for (var i = 0; i < first.Length; i++)
        {
            Assert.InRange(passed[i] / first[i], 1.01, 1.05);
            Assert.InRange(passed[i] / whole[i], 0.998, 1.002);
        }
    }

    [Fact]
    public void A_burst_with_a_small_capacitor_fires_at_the_anode_far_below_the_threshold_of_one_pulse()
    {
        var first = Bipole(new Waveform.Monophasic(1e-3));
        var passed = Bipole(Wave(Therapy.Burst, 40, 1000, 0, Recharge.Passive));
        for (var i = 0; i < first.Length; i++)
            Assert.InRange(passed[i] / first[i], 0.3, 0.8);
    }

    [Fact]
    public void Ten_kilohertz_needs_less_than_a_single_pulse_of_thirty_microseconds()
    {
        var first = Bipole(new Waveform.Biphasic(30e-6, 20e-6));
        var passed = Bipole(Wave(Therapy.HighFrequency, 10_000, 30, 20, Recharge.Active));
        for (var i = 0; i < first.Length; i++)
            Assert.InRange(passed[i] / first[i], 0.5, 0.85);
    }

    [Fact]
    public void The_time_constant_is_the_current_weighted_resistance_of_the_contacts_times_the_capacitance()
    {
        var sources = StandIn.TwoLeads();
        var fields = StandIn.Fields(sources);
        var device = Stimulation.DeviceCatalogue.All[0];
        var gate = new SafetyGate(
            fields, _ => null, device, new PulseSettings(Therapy.Tonic, Frequency.FromHertz(50), 0, Recharge.Passive));
        var single = CurrentPattern.Create([new(sources[0].Id, -1000), new(ContactId.Case, 1000)], fields.Contacts);
        Assert.Equal(400 * device.BlockingCapacitanceFarad, gate.RechargeTimeConstant(single), 1e-12);
        var bipole = CurrentPattern.Create([new(sources[0].Id, -1000), new(sources[1].Id, 1000)], fields.Contacts);
        var each = 400 - StandIn.Volts(sources[0].At, sources[1].At);
        Assert.Equal(each * device.BlockingCapacitanceFarad, gate.RechargeTimeConstant(bipole), 1e-12);
    }
}
