using Epidura.Generator.Commands;
using Epidura.Generator.Engine;

namespace Epidura.Generator.Tests.Engine;

public class MachineTests
{
    [Fact]
    public void A_committed_program_ramps_and_delivers_its_rate()
    {
        var bench = new Bench();
        Bench.Accepted(bench.Commit(Bench.Program()));
        Bench.Accepted(bench.Ask(new Command.Start()));
        Assert.Equal(TherapyState.Ramp, bench.State);
        bench.Pass(10 * Bench.Second);
        Assert.Equal(TherapyState.On, bench.State);
        bench.Pulses.Clear();
        bench.Pass(Bench.Hour);
        Assert.Equal(180_000, bench.Pulses.Sum(run => run.Count));
        Assert.Equal(5_000_000, bench.Generator.State.AmplitudeNanoampere(0));
    }

    [Fact]
    public void Time_in_one_step_and_in_many_gives_the_same_registers_and_pulses()
    {
        Bench whole = new(), parts = new();
        var areas = new[] { Bench.Area(), Bench.Burst() with { OffsetNanosecond = 0, Fractions = [new(9, -1000), new(8, 1000)] } };
        foreach (var bench in new[] { whole, parts })
        {
            Bench.Accepted(bench.Commit(Bench.Program(areas)));
            Bench.Accepted(bench.Ask(new Command.Start()));
        }

        whole.Pass(Bench.Minute);
        for (var i = 0; i < 6_000; i++)
            parts.Pass(10_000_000);
        Assert.Equal(whole.Generator.State.Hash(), parts.Generator.State.Hash());
        Assert.Equal(Expand(whole.Pulses), Expand(parts.Pulses));
    }

    internal static List<(int Area, long Start, long Current)> Expand(IEnumerable<PulseRun> runs)
    {
        List<(int, long, long)> pulses = [];
        foreach (var run in runs)
            for (long group = 0; group < run.Groups; group++)
                for (var i = 0; i < run.PulsesPerGroup; i++)
                    pulses.Add((
                        run.Area, run.StartNanosecond + (group * run.PeriodNanosecond) + (i * run.InnerPeriodNanosecond),
                        run.Phases[0].Currents[0].Nanoampere));
        pulses.Sort();
        return pulses;
    }
}
