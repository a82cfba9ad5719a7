using System.Diagnostics;
using System.Security.Cryptography;
using Epidura.Generator.Commands;
using Epidura.Generator.Engine;
using Epidura.Generator.Host.Client;
using Epidura.Generator.Link.Commands;
using Epidura.Generator.Tests;
using DeviceCommand = Epidura.Generator.Commands.Command;

namespace Epidura.Cli.Tests.Generator;

/// <summary>SIGKILL of a real device process at random moments of a commit over the link, then a restart.</summary>
public class KilledCommitTests
{
    private static readonly TimeSpan LatestKill = TimeSpan.FromMilliseconds(12);

    [Fact]
    [Trait("Requirement", "L-07")]
    public Task Twenty_kills_in_the_middle_of_a_commit_lose_nothing_acknowledged() => RunAsync(kills: 20, seed: 1);

    [Fact]
    [Trait("Category", "Campaign")]
    public Task Two_hundred_kills_in_the_middle_of_a_commit_lose_nothing_acknowledged() => RunAsync(kills: 200, seed: 1000);

    private static async Task RunAsync(int kills, int seed)
    {
        await using var device = await DeviceProcess.StartAsync();
        await device.PairAsync(("clinician", Role.Clinician));
        var random = new Random(seed);
        var stored = new string?[4];
        int acknowledged = 0, unanswered = 0, taken = 0;
        for (var kill = 0; kill < kills; kill++)
        {
            var slot = random.Next(stored.Length);
            var image = TestImages.Image(1.0 + (0.025 * (kill % 60)), random.Next(2) == 0 ? 300 : 210);
            var hash = Convert.ToHexStringLower(SHA256.HashData(image));
            var wait = LatestKill * random.NextDouble();
            var isRunning = random.Next(2) == 0 && stored.Any(item => item is not null);
            var done = await CommitAndKillAsync(device, slot, image, wait, isRunning);
            await device.StartAgainAsync();
            var status = await device.StatusAsync("clinician");
            Assert.Equal(TherapyState.Off, status.State);
            Assert.All(status.Areas, area => Assert.Equal(0, area.AmplitudeMicroampere));
            var found = await HashesAsync(device, stored.Length);
            for (var other = 0; other < stored.Length; other++)
            {
                if (other != slot)
                    Assert.Equal(stored[other], found[other]);
            }

            Assert.True(
                found[slot] == hash || (!done && found[slot] == stored[slot]), $"kill {kill}, seed {seed}, done {done}: {found[slot]}");
            acknowledged += done ? 1 : 0;
            unanswered += done ? 0 : 1;
            taken += !done && found[slot] == hash ? 1 : 0;
            stored = found;
            await device.SetClockAsync("clinician");
        }

        Ledger.Write(
            kills < 100 ? "commits-killed-short" : "commits-killed",
            $"{kills} kills of the process within {LatestKill.TotalMilliseconds} ms of the commit, seed {seed}: "
            + $"{acknowledged} acknowledged, {unanswered} not, of those {taken} stored all the same; 0 acknowledged lost, 0 mixed");
        Assert.True(
            acknowledged > 0 && unanswered > 0,
            $"{acknowledged} acknowledged, {unanswered} not: the kills come too early or too late");
    }

    /// <summary>True when the commit was acknowledged before the process was gone.</summary>
    private static Task<bool> CommitAndKillAsync(DeviceProcess device, int slot, byte[] image, TimeSpan wait, bool isRunning) =>
        device.AsAsync("clinician", async client =>
        {
            await ExpectAsync(client, new DeviceCommand.MeasureImpedance());
            if (isRunning)
                await ExpectAsync(client, new DeviceCommand.Start());
            await ExpectAsync(client, new DeviceCommand.StageBegin(slot, image.Length, SHA256.HashData(image)));
            await ExpectAsync(client, new DeviceCommand.StageWrite(0, image));
            await ExpectAsync(client, new DeviceCommand.StageValidate());
            var seen = await client.StatusAsync(default);
            var started = Stopwatch.GetTimestamp();
            var commit = client.SendAsync(new DeviceCommand.Commit(SHA256.HashData(image)), seen, default);
            while (Stopwatch.GetElapsedTime(started) < wait)
                Thread.Yield();
            await device.KillAsync();
            try
            {
                return (await commit).IsOk;
            }
            catch (IOException)
            {
                return false;
            }
        });

    private static async Task ExpectAsync(GeneratorClient client, DeviceCommand command) =>
        Assert.Equal("done", LinkWords.Of(await client.SendAsync(command, default)));

    private static Task<string?[]> HashesAsync(DeviceProcess device, int count) => device.AsAsync("clinician", async client =>
    {
        var hashes = new string?[count];
        for (var slot = 0; slot < count; slot++)
        {
            var reply = await client.AskAsync(Opcode.GetProgram, new[] { (byte)slot }, default);
            hashes[slot] = reply.Body.IsEmpty ? null : Convert.ToHexStringLower(reply.Body.Span[2..]);
        }

        return hashes;
    });
}
