using System.Diagnostics;
using Epidura.Generator.Engine;
using Epidura.Generator.Programs;
using Epidura.Generator.Simulation;
using Epidura.Stimulation.Programs;
using Xunit.Abstractions;

namespace Epidura.Generator.Tests.Simulation;

/// <summary>A device under 32 kinds of faults, seed by seed. The long run is of category Campaign.</summary>
public class FaultRunTests(ITestOutputHelper output)
{
    private static readonly GeneratorConfiguration Device = Bench.Device();

    /// <summary>Clean programs, and some that the device has to refuse.</summary>
    private static readonly DeviceProgram[] Programs =
    [
        Bench.Program(),
        Bench.Program(Bench.Burst()),
        Bench.Program(Bench.TenKilohertz()),
        Bench.Program(Bench.Area(2000, 90, 1_000_000, max: 2500)),
        Bench.Program(
            Bench.Area(3000, 200, 19_999_998, max: 3500),
            Bench.Area(3500, 170, 3_333_333, offset: 1_000_000, max: 3900, fractions: [new(2, -1000), new(3, 1000)])),
        Bench.Program() with { CycleOnMilliseconds = 30_000, CycleOffMilliseconds = 90_000 },
        Bench.Program() with { DailyStartMinute = 300, DailyLengthMinutes = 60 },
        Bench.Program(Bench.Area(max: 0)),
        Bench.Program(Bench.Area(12_700, 1000, max: 12_700)),
        Bench.Program(Bench.Area(fractions: [new(1, -999), new(0, 1000)])),
        Bench.Program(Bench.Area(recharge: Recharge.Passive, width: 500, period: 600_000)),
    ];

    [Fact]
    [Trait("Requirement", "T1")]
    public void Forty_seeds_of_sixty_hours_break_no_invariant() => Campaign(1, 40, 60, "short");

    [Fact]
    [Trait("Category", "Campaign")]
    public void A_million_hours_in_two_thousand_seeds_break_no_invariant()
    {
        // Pairs that the machine never meets by itself, such as a ramp that ends while off, are visited by StateTableTests.
        // A part of it can be run by itself: EPIDURA_CAMPAIGN_SEEDS seeds of 500 hours.
        var text = Environment.GetEnvironmentVariable("EPIDURA_CAMPAIGN_SEEDS");
        var seeds = int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var few) ? few : 2_000;
        var faults = Campaign(10_001, seeds, 500, "faults");
        Assert.True(seeds < 2_000 || faults.All(count => count >= 100_000), $"least: {faults.Min()}");
    }

    [Fact]
    [Trait("Requirement", "T20")]
    public void The_same_seed_twice_gives_the_same_trace()
    {
        for (var seed = 501; seed <= 506; seed++)
        {
            var first = FaultRun.Run(seed, 20, Device, Programs);
            var second = FaultRun.Run(seed, 20, Device, Programs);
            Assert.Equal((first.TraceHash, first.Pulses, first.Commands), (second.TraceHash, second.Pulses, second.Commands));
        }

        Assert.NotEqual(FaultRun.Run(501, 20, Device, Programs).TraceHash, FaultRun.Run(502, 20, Device, Programs).TraceHash);
    }

    private long[] Campaign(int first, int seeds, long hours, string name)
    {
        var watch = Stopwatch.StartNew();
        var results = new FaultRunResult[seeds];
        Parallel.For(0, seeds, new ParallelOptions { MaxDegreeOfParallelism = 2 }, i =>
            results[i] = FaultRun.Run(first + i, hours, Device, Programs));
        var bad = results.FirstOrDefault(result => result.Violations.Count > 0);
        Assert.True(bad is null, $"seed {bad?.Seed}: {string.Join("; ", bad?.Violations.Take(3) ?? [])}");
        var faults = new long[Enum.GetValues<FaultKind>().Length];
        for (var k = 0; k < faults.Length; k++)
            faults[k] = results.Sum(result => result.Faults[k]);
        var events = Enum.GetValues<DeviceEvent>();
        List<string> unvisited = [];
        for (var i = 0; i < results[0].Visited.Count; i++)
            if (!results.Any(result => result.Visited[i]))
                unvisited.Add($"{(TherapyState)(i / events.Length)} × {events[i % events.Length]}");
        var trace = new TraceHash();
        foreach (var result in results)
            trace.Add((long)result.TraceHash);
        var line = FormattableString.Invariant(
            $"faults ({name}): {seeds * hours} device-hours, seeds {first} to {first + seeds - 1}, {results.Sum(r => r.Pulses)} pulses, ")
            + FormattableString.Invariant(
            $"{results.Sum(r => r.Commands)} commands, {results.Sum(r => r.Devices)} devices, 0 violations, ")
            + FormattableString.Invariant(
            $"least of a fault kind {faults.Min()}, pairs not visited {unvisited.Count} of {results[0].Visited.Count}, ")
            + FormattableString.Invariant($"trace {trace.Value:x16}, {watch.Elapsed.TotalSeconds:0} s");
        output.WriteLine(line);
        output.WriteLine(string.Join(", ", faults.Select((count, k) => $"{(FaultKind)k} {count}")));
        output.WriteLine(string.Join(", ", unvisited));
        Ledger.Write("generator-" + name, line);
        return faults;
    }
}
