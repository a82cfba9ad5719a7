using Epidura.Generator.Commands;
using Epidura.Generator.Engine;
using Epidura.Generator.Programs;
using Epidura.Stimulation.Programs;

namespace Epidura.Generator.Tests.Oracle;

/// <summary>Draws a program and a course of an hour or so, runs it, and lets the oracle judge every pulse.</summary>
internal static class Script
{
    public static PulseOracle Run(int seed, Func<GeneratorConfiguration, Machine>? machine = null, int longest = 20_000)
    {
        var random = new Random(seed);
        var configuration = Bench.Device();
        var program = Draw(random, configuration);
        var bench = new Bench(configuration: configuration, machine: machine?.Invoke(configuration));
        Bench.Accepted(bench.Commit(program));
        List<Act> acts = [];
        void Do(string kind, Command command, int area = 0, decimal milliampere = 0)
        {
            var at = bench.Generator.TimeNanosecond / 1_000_000m;
            if (bench.Ask(command).IsAccepted)
                acts.Add(new Act(at, kind, area, milliampere));
        }

        bench.Pass(random.NextInt64(1, Bench.Second));
        for (var round = 0; round < 2; round++)
        {
            Do("start", new Command.Start());
            for (var left = 6; left > 0 && bench.State == TherapyState.Ramp; left--)
                bench.Pass(random.NextInt64(2, 5) * Bench.Second);
            for (var i = 0; i < 6; i++)
            {
                bench.Pass(random.NextInt64(1, longest * 1_000_000L));
                var area = random.Next(program.Areas.Count);
                var delta = random.Next(2) == 0 ? 100 : -25 * random.Next(1, 40);
                Do("step", new Command.AdjustAmplitude(area, delta), area, delta / 1000m);
                bench.Pass(random.NextInt64(Bench.Second));
            }

            Do("stop", new Command.Stop());
            bench.Pass(random.NextInt64(Bench.Second));
        }

        var oracle = new PulseOracle(
            program, [.. configuration.Contacts.Select(contact => contact.SquareMicrometre / 100_000_000m)], acts);
        oracle.Check(bench.Pulses, bench.Generator.TimeNanosecond / 1_000_000m);
        return oracle;
    }

    /// <summary>One to three areas of any therapy that the monitor finds clean.</summary>
    private static DeviceProgram Draw(Random random, GeneratorConfiguration configuration)
    {
        int[] ohm = [.. Enumerable.Repeat(800, 17)];
        while (true)
        {
            var areas = new DeviceArea[random.Next(1, 4)];
            for (var i = 0; i < areas.Length; i++)
                areas[i] = DrawArea(random, i);
            var program = Bench.Program(areas) with { RampMilliseconds = random.Next(3000, 10_001) };
            var verdict = Epidura.Generator.Monitor.ProgramMonitor.Check(
                program, configuration, Epidura.Generator.Monitor.LimitProfile.Ceiling, ohm);
            if (verdict.IsClean)
                return program;
        }
    }

    private static DeviceArea DrawArea(Random random, int index)
    {
        var amplitude = 25 * random.Next(40, 280);
        DeviceFraction[] fractions = random.Next(3) switch
        {
            0 => [new(index, -1000), new(index + 1, 1000)],
            1 => [new(index, -333), new(index + 3, -667), new(index + 8, 1000)],
            _ => [new(index + 4, -1000), new(16, 1000)],
        };
        var period = 1_000_000_000L / new[] { 40, 50, 100 }[random.Next(3)];
        var area = random.Next(3) switch
        {
            0 => Bench.Area(Math.Min(amplitude, 1500), 1000, 25_000_000, Recharge.Passive, 5, 2_000_000, fractions: fractions),
            1 => Bench.Area(amplitude, random.Next(30, 300), period, Recharge.Passive, fractions: fractions),
            _ => Bench.Area(amplitude, random.Next(30, 300), period, gap: random.Next(0, 100), fractions: fractions),
        };
        return area with
        {
            OffsetNanosecond = random.NextInt64(area.PeriodNanosecond / 1000) * 1000,
            PatientMaxMicroampere = area.AmplitudeMicroampere + 500,
        };
    }
}
