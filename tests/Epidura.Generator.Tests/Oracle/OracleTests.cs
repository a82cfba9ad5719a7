using Epidura.Generator.Engine;
using Xunit.Abstractions;

namespace Epidura.Generator.Tests.Oracle;

public class OracleTests(ITestOutputHelper output)
{
    public static TheoryData<string> Bugs => new(EngineBug.All.Select(bug => bug.Name));

    [Fact]
    [Trait("Requirement", "T2")]
    public void The_oracle_agrees_with_every_pulse_of_the_engine()
    {
        long pulses = 0;
        for (var seed = 1; seed <= 60; seed++)
        {
            var oracle = Script.Run(seed);
            Assert.True(oracle.Disagreements.Count == 0, $"seed {seed}: {string.Join("; ", oracle.Disagreements.Take(1))}");
            pulses += oracle.Pulses;
        }

        output.WriteLine($"seeds 1 to 60, {pulses} pulses, 0 disagreements");
        Assert.True(pulses > 500_000);
    }

    [Fact]
    [Trait("Category", "Campaign")]
    public void The_oracle_agrees_with_two_hundred_million_pulses()
    {
        long pulses = 0;
        var seed = 1000;
        for (; pulses < 200_000_000; seed++)
        {
            var oracle = Script.Run(seed, longest: 400_000);
            Assert.True(oracle.Disagreements.Count == 0, $"seed {seed}: {string.Join("; ", oracle.Disagreements.Take(1))}");
            pulses += oracle.Pulses;
        }

        var line = $"oracle: {pulses} pulses, seeds 1000 to {seed - 1}, 0 disagreements";
        output.WriteLine(line);
        Ledger.Write("generator-oracle", line);
    }

    [Theory]
    [MemberData(nameof(Bugs))]
    [Trait("Requirement", "T2")]
    public void The_oracle_finds_a_bug_of_an_engine_whose_monitor_is_blind(string name)
    {
        var bug = EngineBug.All.Single(item => item.Name == name);
        for (var seed = 1; seed <= 30; seed++)
            if (Finds(seed, configuration => new BuggyMachine(configuration, bug, isMonitorBlind: true)))
                return;
        Assert.Fail($"not found in 30 seeds: {name}");
    }

    [Fact]
    public void Most_bugs_are_stopped_by_the_devices_own_monitor_too()
    {
        Assert.False(IsStopped(new EngineBug("none")), "the machine without a bug faults");
        var stopped = EngineBug.All.Count(bug => IsStopped(bug));
        output.WriteLine($"{stopped} of {EngineBug.All.Count} seeded bugs end in a latched fault");
        Assert.True(stopped >= 20, $"{stopped} stopped");
    }

    private static bool Finds(int seed, Func<GeneratorConfiguration, Machine> machine)
    {
        try
        {
            return Script.Run(seed, machine, 3000).Disagreements.Count > 0;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }

    private bool IsStopped(EngineBug bug)
    {
        Epidura.Generator.Programs.DeviceArea[] areas =
        [
            Bench.Area(gap: 50, offset: 3_000_000),
            Bench.Burst() with { Fractions = [new(9, -333), new(10, -667), new(8, 1000)], PatientMaxMicroampere = 1000 },
        ];
        var configuration = Bench.Device();
        var bench = new Bench(configuration: configuration, machine: new BuggyMachine(configuration, bug, isMonitorBlind: false));
        Bench.Accepted(bench.Commit(Bench.Program(areas)));
        Bench.Accepted(bench.Ask(new Commands.Command.Start()));
        for (var i = 0; i < 40; i++)
        {
            bench.Pass(Bench.Second);
            bench.Ask(new Commands.Command.AdjustAmplitude(0, i % 2 == 0 ? 100 : -100));
        }

        output.WriteLine($"{bug.Name}: {bench.State} {bench.Generator.Status().Reason}");
        return bench.State == TherapyState.Fault;
    }
}
