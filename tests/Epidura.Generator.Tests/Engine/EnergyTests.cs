using Epidura.Generator.Commands;
using Epidura.Generator.Engine;
using Epidura.Generator.Programs;
using Epidura.Quantities;
using Epidura.Stimulation;
using Epidura.Stimulation.Programs;

namespace Epidura.Generator.Tests.Engine;

public class EnergyTests
{
    private static int[] Ohm(int ohm) => [.. Enumerable.Repeat(ohm, 17)];

    /// <summary>Drains a device for an hour and gives the mean battery current, nA.</summary>
    private static double Drain(DeviceArea area, int pathOhm, string device = "reference-primary")
    {
        var bench = new Bench(configuration: Bench.Device(device));
        bench.Tell(new Input.Impedances(Ohm(pathOhm / 2)));
        bench.Running(area);
        var before = (bench.Generator.State.UsedPicocoulomb * 1e6) + bench.Generator.State.UsedAttocoulomb;
        bench.Pass(Bench.Hour);
        return ((bench.Generator.State.UsedPicocoulomb * 1e6) + bench.Generator.State.UsedAttocoulomb - before) / Bench.Hour;
    }

    private static readonly DeviceFraction[] Bipole = [new(1, -1000), new(0, 1000)];

    [Fact]
    public void The_three_worked_values_come_out_of_the_running_device()
    {
        // 5 mA, 300 µs, 50 Hz, 800 ohm: 141 µA and 10 µA; burst 1 mA: 125 µA; 10 kHz, 3 mA: 1.95 mA. One phase drawn, or two.
        Assert.Equal(151, Drain(Bench.Area(5000, 300, recharge: Recharge.Passive, max: 5000, fractions: Bipole), 800) / 1e3, 0.5);
        Assert.Equal(135, Drain(
            Bench.Burst() with { Fractions = Bipole, PatientMaxMicroampere = 1000 }, 800) / 1e3, 0.5);
        Assert.Equal(1.95 + 0.01, Drain(
            Bench.TenKilohertz() with { Fractions = Bipole, PatientMaxMicroampere = 3000 }, 800, "reference-rechargeable") / 1e6, 0.01);
    }

    [Theory]
    [InlineData(5000, 300, 20_000_000, 800)]
    [InlineData(2000, 90, 1_000_000, 1200)]
    [InlineData(3100, 210, 16_666_667, 2000)]
    public void The_integers_agree_with_the_planners_equation(int amplitude, int width, long period, int pathOhm)
    {
        var bench = Bench.Area(amplitude, width, period, max: amplitude, fractions: Bipole);
        Assert.True(DeviceCatalogue.TryGet("reference-primary", out var device));
        var area = new ProgramArea(
            [new(new ContactId("left", 2), -1000), new(new ContactId("left", 1), 1000)], Current.FromMilliamperes(amplitude / 1000.0),
                width, 0,
            Frequency.FromHertz(1e9 / period), Therapy.Tonic, Recharge.Active);
        var planned = Energy.Estimate(device, [(area, Resistance.FromOhms(pathOhm))], 1).CurrentDrain.Amperes * 1e9;
        Assert.InRange(Drain(bench, pathOhm), planned * 0.9999, planned * 1.0001);
    }

    [Fact]
    public void A_rechargeable_device_goes_off_when_empty_and_comes_back_with_charge()
    {
        var bench = new Bench(configuration: Bench.Device("reference-rechargeable")).Running(Bench.TenKilohertz());
        bench.Pass(6 * 24 * Bench.Hour);
        Assert.Equal(0, bench.Generator.Status().ChargePermille);
        Assert.Equal(TherapyState.Off, bench.State);
        bench.Tell(new Input.Battery(3700, IsCharging: true));
        bench.Pass(4 * Bench.Hour);
        Assert.InRange(bench.Generator.Status().ChargePermille, 900, 1000);
        bench.Tell(new Input.Battery(3700));
        Bench.Accepted(bench.Ask(new Command.Start()));
    }

    [Fact]
    public void The_characterisation_table_has_its_four_loads_and_respects_the_limits()
    {
        var bench = new Bench().Running();
        var rows = OutputTable.Of(bench.Generator);
        Assert.Equal([500, 1000, 2000, 10_000], rows.Select(row => row.LoadOhm));
        foreach (var row in rows)
        {
            Assert.True(row.MaxMillivolt <= 17_500 && row.MaxShannonMilli <= 1850 && row.CommandedNetAttocoulomb == 0);
            Assert.True(row.MaxDensityAttocoulombPerSquareMicrometre <= 300_000);
        }

        Assert.Equal(12_700, rows[0].MaxContactMicroampere);
        Assert.Equal(875, rows[3].MaxContactMicroampere);

        // 5 mA and twice 2.5 mA into 500 ohm, two phases of 210 µs at 50 Hz: 0.394 mW.
        Assert.Equal(393_750, rows[0].AveragePowerNanowatt);
    }

    [Fact]
    public void One_year_of_a_patient_is_simulated_event_by_event()
    {
        var bench = new Bench().Running(Bench.Area(2000, 210, max: 2000));
        for (var day = 0; day < 365; day++)
            bench.Generator.Advance(24 * Bench.Hour, Input.None);
        Assert.InRange(bench.Generator.State.PulseCount(0), 365L * 24 * 3600 * 50, (365L * 24 * 3600 * 50) + 1000);
        Assert.Equal(TherapyState.On, bench.State);
    }
}
