using System.Security.Cryptography;
using Epidura.Generator.Commands;
using Epidura.Generator.Engine;
using Epidura.Generator.Programs;
using Xunit.Abstractions;

namespace Epidura.Generator.Tests.Simulation;

/// <summary>A malicious clinician's client: authentic commands, drawn without mercy. The long run is of category Campaign.</summary>
public class HostileTests(ITestOutputHelper output)
{
    [Fact]
    [Trait("Requirement", "T5")]
    public void Twenty_thousand_hostile_commands_break_no_invariant() => Run(1, 20_000, "hostile-short");

    [Fact]
    [Trait("Category", "Campaign")]
    public void Five_million_hostile_commands_break_no_invariant() => Run(2, 5_000_000, "hostile");

    private void Run(int seed, int commands, string name)
    {
        var random = new Random(seed);
        var bench = new Bench();
        Bench.Accepted(bench.Commit(Bench.Program()));
        long accepted = 0, pulses = 0;
        for (var n = 0; n < commands; n++)
        {
            if (n % 2000 == 1999)
            {
                bench = new Bench();
                Bench.Accepted(bench.Commit(Bench.Program()));
            }

            var status = bench.Generator.Status();
            var result = bench.Generator.Execute(
                new CommandContext(
                    random.Next(8), (Role)random.Next(6), (ulong)n + 1_000_000,
                        random.Next(20) == 0 ? (uint)random.Next() : status.Revision,
                    status.TimeNanosecond - random.Next(20)),
                Draw(random));
            accepted += result.IsAccepted ? 1 : 0;
            var outputs = bench.Generator.Advance(random.NextInt64(Bench.Second), Input.None);
            foreach (var run in outputs.Pulses)
            {
                pulses += run.Count;
                Judge(bench, run);
            }
        }

        var line = FormattableString.Invariant(
            $"hostile commands ({name}): {commands}, seed {seed}, {accepted} accepted, {pulses} pulses judged, 0 violations");
        output.WriteLine(line);
        Ledger.Write("generator-" + name, line);
        Assert.True(accepted > commands / 20);
    }

    private static void Judge(Bench bench, PulseRun run)
    {
        foreach (var phase in run.Phases)
            Assert.Equal(0, phase.Currents.Sum(item => item.Nanoampere));
        for (var k = 0; k < run.Phases[0].Currents.Count; k++)
        {
            var (contact, current) = run.Phases[0].Currents[k];
            var charge = Math.Abs((decimal)current * run.Phases[0].WidthNanosecond) / 1e12m;
            if (contact >= 16)
                continue;
            var square = bench.Configuration.Contacts[contact].SquareMicrometre / 1e8m;
            Assert.True(Math.Abs(current) <= 12_700_000 && charge / square <= 30m && charge * charge / square <= 70.7945784385m);
            if (run.Phases.Count > 1)
                Assert.Equal(0, run.Phases.Sum(phase => (decimal)phase.Currents[k].Nanoampere * phase.WidthNanosecond));
        }

        Assert.True(run.Phases[0].Currents.Where(item => item.Nanoampere < 0).Sum(item => -item.Nanoampere) <= 25_500_000);
    }

    private byte[] _image = [];

    private Command Draw(Random random) => random.Next(24) switch
    {
        0 => new Command.Stop(),
        1 or 2 or 3 => new Command.Start(),
        4 => new Command.SelectProgram(random.Next(-1, 17)),
        5 or 6 => new Command.AdjustAmplitude(random.Next(-1, 5), Number(random)),
        7 => new Command.SetAmplitude(random.Next(-1, 5), Number(random)),
        8 => new Command.Boost(random.Next(-1, 5), Number(random), Number(random)),
        9 => random.Next(10) == 0 ? new Command.EnterMri() : new Command.ExitMri(),
        10 or 11 => Begin(random),
        12 or 13 or 14 => Write(random),
        15 or 16 => new Command.StageValidate(),
        17 => new Command.Commit(random.Next(9) == 0 ? new byte[random.Next(40)] : SHA256.HashData(_image)),
        18 => new Command.SetPatientWindow(random.Next(-1, 17), random.Next(-1, 5), Number(random), Number(random), Number(random)),
        19 => new Command.TestStart(Number(random)),
        20 => new Command.Heartbeat(),
        21 => new Command.MeasureImpedance(),
        22 => new Command.ClearFault(),
        _ => random.Next(3) switch
        {
            0 => new Command.SetClock(random.NextInt64(long.MinValue, long.MaxValue)),
            1 => new Command.SetLimitProfile(new byte[random.Next(200)]),
            _ => random.Next(2) == 0 ? new Command.EnterShipping() : new Command.LeaveShipping(),
        },
    };

    private static int Number(Random random) => random.Next(5) switch
    {
        0 => int.MinValue + random.Next(2),
        1 => int.MaxValue - random.Next(2),
        2 => 25 * random.Next(-40, 1100),
        _ => 25 * random.Next(-4, 260),
    };

    private Command.StageBegin Begin(Random random)
    {
        var area = Bench.Area(
            25 * random.Next(0, 600), random.Next(5, 1100), random.NextInt64(90_000, 40_000_000), max: 25 * random.Next(0, 700),
            fractions: [new(random.Next(18), -1000), new(random.Next(18), 1000)]);
        _image = random.Next(4) == 0
            ? [.. Enumerable.Range(0, random.Next(1, 512)).Select(_ => (byte)random.Next(256))]
            : ProgramImage.Encode(Bench.Program(area))!;
        return new Command.StageBegin(random.Next(-1, 17), random.Next(20) == 0 ? Number(random) : _image.Length, SHA256.HashData(_image));
    }

    private Command.StageWrite Write(Random random)
    {
        if (_image.Length == 0 || random.Next(10) == 0)
            return new Command.StageWrite(Number(random), new byte[random.Next(300)]);
        var at = _image.Length > 256 && random.Next(2) == 0 ? 256 : 0;
        return new Command.StageWrite(at, _image.AsMemory(at, Math.Min(256, _image.Length - at)));
    }
}
