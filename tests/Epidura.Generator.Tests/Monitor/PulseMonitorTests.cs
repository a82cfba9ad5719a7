using Epidura.Generator.Engine;
using Epidura.Generator.Monitor;

namespace Epidura.Generator.Tests.Monitor;

/// <summary>The second path to the output, asked directly with pulses that no engine should make.</summary>
public class PulseMonitorTests
{
    private static readonly GeneratorConfiguration Device = Bench.Device();

    private static GeneratorState State(long amplitude = 5_000_000, int width = 210)
    {
        var bench = new Bench().Running(Bench.Area((int)(amplitude / 1000), width, max: (int)(amplitude / 1000)));
        var state = bench.Generator.State.Copy();
        state.Areas[0].MonitorPhases = null;
        return state;
    }

    private static int Refusal(GeneratorState state, Func<Phase[], Phase[]>? change = null, long late = 0)
    {
        ref var area = ref state.Areas[0];
        area.Phases = change?.Invoke(area.Phases!) ?? area.Phases;
        return new PulseMonitor(Device).Check(state, 0, area.NextGroup + late)?.Requirement ?? 0;
    }

    private static Phase Currents(Phase phase, Func<int, long, long> change) =>
        phase with { Currents = [.. phase.Currents.Select((item, k) => item with { Nanoampere = change(k, item.Nanoampere) })] };

    [Fact]
    public void The_engines_own_pulse_passes() => Assert.Equal(0, Refusal(State()));

    [Fact]
    [Trait("Requirement", "I-13")]
    public void Currents_that_do_not_sum_to_zero_are_refused() =>
        Assert.Equal(13, Refusal(State(), phases => [Currents(phases[0], (k, i) => k == 0 ? i + 1 : i), phases[1]]));

    [Fact]
    [Trait("Requirement", "I-13")]
    public void Shares_that_differ_from_the_program_are_refused() =>
        Assert.Equal(13, Refusal(State(), phases =>
        [
            Currents(phases[0], (k, i) => k == 1 ? i + 1000 : k == 2 ? i - 1000 : i),
            Currents(phases[1], (k, i) => k == 1 ? i - 1000 : k == 2 ? i + 1000 : i),
        ]));

    [Fact]
    [Trait("Requirement", "I-08")]
    public void A_second_phase_that_does_not_take_all_charge_back_is_refused()
    {
        Assert.Equal(8, Refusal(State(), phases => [phases[0], Currents(phases[1], (_, i) => i - (i / 5))]));
        Assert.Equal(8, Refusal(State(), phases => [phases[0]]));
        Assert.Equal(8, Refusal(State(), phases => [phases[0], Currents(phases[1], (_, i) => -i)]));
    }

    [Fact]
    [Trait("Requirement", "I-03")]
    public void A_width_that_is_not_the_programs_is_refused() =>
        Assert.Equal(3, Refusal(State(), phases => [phases[0] with { WidthNanosecond = 211_000 }, phases[1]]));

    [Fact]
    [Trait("Requirement", "I-01")]
    public void A_contact_above_the_profile_is_refused()
    {
        var state = State();
        state.Limits = state.Limits with { ContactNanoampere = 4_999_999 };
        Assert.Equal(1, Refusal(state));
    }

    [Fact]
    [Trait("Requirement", "I-02")]
    public void A_total_above_the_profile_is_refused()
    {
        var state = State();
        state.Limits = state.Limits with { TotalNanoampere = 4_999_999 };
        Assert.Equal(2, Refusal(state));
    }

    [Fact]
    [Trait("Requirement", "I-05")]
    public void A_charge_above_the_profile_is_refused()
    {
        var state = State();
        state.Limits = state.Limits with { ChargeAttocoulomb = 1_049_999_999_999 };
        Assert.Equal(5, Refusal(state));
    }

    [Fact]
    [Trait("Requirement", "I-06")]
    public void A_density_above_the_profile_is_refused()
    {
        var state = State();
        state.Limits = state.Limits with { DensityAttocoulombPerSquareMicrometre = 85_000 };
        Assert.Equal(6, Refusal(state));
    }

    [Fact]
    [Trait("Requirement", "I-07")]
    public void A_Shannon_product_above_the_profile_is_refused()
    {
        var state = State();
        state.Limits = state.Limits with { ShannonProductNano = 8_998_000_000 };
        Assert.Equal(7, Refusal(state));
        state = State();
        state.Limits = state.Limits with { ShannonProductNano = 8_999_000_000 };
        Assert.Equal(0, Refusal(state));
    }

    [Fact]
    [Trait("Requirement", "I-14")]
    public void A_contact_twice_in_a_phase_is_refused() =>
        Assert.Equal(14, Refusal(State(), phases =>
            [phases[0] with { Currents = [phases[0].Currents[0], phases[0].Currents[1], phases[0].Currents[2] with { Contact = 0 }] },
                phases[1]]));

    [Fact]
    [Trait("Requirement", "I-04")]
    public void A_pulse_that_comes_early_is_refused() => Assert.Equal(4, Refusal(State(), late: -1));

    [Fact]
    [Trait("Requirement", "I-24")]
    public void A_pulse_off_its_grid_is_refused()
    {
        Assert.Equal(24, Refusal(State(), late: 1));
        Assert.Equal(24, Refusal(State(), phases => [phases[0], phases[1] with { OffsetNanosecond = phases[1].OffsetNanosecond + 1 }]));
    }

    [Fact]
    [Trait("Requirement", "I-19")]
    public void A_rise_faster_than_the_slew_limit_is_refused()
    {
        // 20 ms after the last pulse 2 mA/s and one tick allow 60 µA.
        var state = State();
        state.Areas[0].MonitorAmplitude = 4_940_000;
        Assert.Equal(0, Refusal(state));
        state = State();
        state.Areas[0].MonitorAmplitude = 4_939_999;
        Assert.Equal(19, Refusal(state));
    }

    [Fact]
    [Trait("Requirement", "I-18")]
    public void A_pulse_above_the_line_of_the_ramp_is_refused()
    {
        var state = State();
        state.State = TherapyState.Ramp;
        state.Areas[0].MonitorRampStart = state.Areas[0].NextGroup - 3_000_000_000;
        Assert.Equal(18, Refusal(state));
    }

    [Fact]
    [Trait("Requirement", "I-21")]
    public void A_pulse_above_the_patient_window_is_refused()
    {
        var state = State();
        var program = state.Running!.Program;
        state.Running = state.Running with { Program = program with { Areas = [program.Areas[0] with { PatientMaxMicroampere = 4975 }] } };
        Assert.Equal(21, Refusal(state));
    }

    [Theory]
    [InlineData(Latches.Mri, 32)]
    [InlineData(Latches.Magnet, 33)]
    [InlineData(Latches.Fault, 36)]
    [InlineData(Latches.EndOfService, 36)]
    [Trait("Requirement", "I-32")]
    [Trait("Requirement", "I-33")]
    [Trait("Requirement", "I-36")]
    public void No_pulse_passes_a_latch(Latches latch, int requirement)
    {
        var state = State();
        state.LatchBits |= latch;
        Assert.Equal(requirement, Refusal(state));
    }
}
