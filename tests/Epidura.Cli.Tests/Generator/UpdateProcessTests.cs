using System.Security.Cryptography;
using Epidura.Generator.Commands;
using Epidura.Generator.Engine;
using Epidura.Generator.Host.Client;
using Epidura.Generator.Host.Storage;
using Epidura.Generator.Software;
using Epidura.Generator.Tests;
using DeviceCommand = Epidura.Generator.Commands.Command;

namespace Epidura.Cli.Tests.Generator;

/// <summary>The update of a device in a process of its own, by the commands a person types, and killed on its way.</summary>
public class UpdateProcessTests
{
    private static string[] As(DeviceProcess device, string bond, params string[] words) =>
        ["generator", .. words, "--as", device.Bond(bond), "--at", device.Address.ToString()];

    private static async Task<string> ImageAsync(DeviceProcess device, string version, params string[] words)
    {
        var path = device.File($"{version}-{words.Length}.bin");
        var run = await CommandRun.Of(
            ["generator", "image", "--version", version, "--state", device.Folder, "--out", path, "--json", .. words]);
        Assert.True(run.Code == 0, run.Error);
        Assert.Equal(version, run.Json().GetProperty("version").GetString());
        return path;
    }

    private static async Task<string?> VersionAsync(DeviceProcess device) =>
        (await CommandRun.Of(As(device, "service", "status", "--json"))).Json().GetProperty("software").GetProperty("version").GetString();

    [Fact]
    [Trait("Requirement", "I-40")]
    public async Task A_device_is_updated_by_a_service_while_a_clinician_is_there_and_refuses_everything_else()
    {
        await using var device = await DeviceProcess.StartAsync();
        await device.PairAsync(("clinician", Role.Clinician), ("service", Role.Service));
        var image = await ImageAsync(device, "1.3");
        using var stranger = SigningKey.Open(device.File("stranger.pem"));
        var forged = await ImageAsync(device, "1.3", "--key", device.File("stranger.pem"));
        var trial = await ImageAsync(device, "1.3", "--device", "reference-rechargeable/trial", "--unfit");
        await RefusedAsync(device, "service", forged, "a signature is wrong", "I-40");
        await RefusedAsync(device, "service", trial, "another kind of device", "I-40");
        await RefusedAsync(device, "clinician", image, "this role may not do that", "I-40");
        Assert.Equal("1.0", await VersionAsync(device));

        var done = await CommandRun.Of(As(device, "service", "update", image, "--json"));
        Assert.True(done.Code == 0, done.Error);
        Assert.Equal("1.0", done.Json().GetProperty("from").GetString());
        Assert.Equal("a", done.Json().GetProperty("software").GetProperty("bank").GetString());
        Assert.Equal("1.3", await VersionAsync(device));

        // The clock is gone with the start, so no clinician has rights: nobody is there.
        await RefusedAsync(device, "service", image, "no clinician has a session open", "--as clinician");
        await device.SetClockAsync("clinician");
        await RefusedAsync(device, "service", await ImageAsync(device, "1.2"), "older than the software", "I-40");
        var unfit = await CommandRun.Of(As(device, "service", "update", await ImageAsync(device, "1.4", "--unfit"), "--json"));
        Assert.Equal(1, unfit.Code);
        var last = unfit.Json().GetProperty("software").GetProperty("last_update");
        Assert.Equal(("1.4", "states"), (last.GetProperty("version").GetString(), last.GetProperty("self_test").GetString()));
        Assert.Equal("1.3", await VersionAsync(device));
        var log = (await CommandRun.Of(As(device, "service", "log"))).Out;
        Assert.Contains("begin update refused: this role may not do that, I-40 (update)", log, StringComparison.Ordinal);
        Assert.Contains("update to 1.4 was taken back", log, StringComparison.Ordinal);
        Assert.Contains("Update", log, StringComparison.Ordinal);

        var cut = device.File("cut.bin");
        await System.IO.File.WriteAllBytesAsync(cut, (await System.IO.File.ReadAllBytesAsync(image))[..100]);
        var wrong = await CommandRun.Of(As(device, "service", "update", cut));
        Assert.Equal(2, wrong.Code);
        Assert.Contains("not a whole image", wrong.Error, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "I-40")]
    public async Task A_folder_from_before_the_updates_goes_on_and_another_makers_key_is_refused()
    {
        await using var device = await DeviceProcess.StartAsync();
        await device.PairAsync(("clinician", Role.Clinician), ("service", Role.Service));
        await device.KillAsync();
        foreach (var name in new[] { "software.bin", "maker.pem", "maker.pub.pem" })
            System.IO.File.Delete(Path.Combine(device.Folder, name));
        await device.StartAgainAsync();
        Assert.Equal("1.0", await VersionAsync(device));
        await device.SetClockAsync("clinician");
        Assert.Equal(0, (await CommandRun.Of(As(device, "service", "update", await ImageAsync(device, "1.1")))).Code);
        await device.KillAsync();
        using var stranger = SigningKey.Open(device.File("stranger.pem"));
        var run = await CommandRun.Of("generator", "run", "--state", device.Folder, "--maker", device.File("stranger.pem"));
        Assert.Equal(1, run.Code);
        Assert.Contains("pinned for good", run.Error, StringComparison.Ordinal);
        await device.StartAgainAsync();
        Assert.Equal("1.1", await VersionAsync(device));
    }

    [Fact]
    [Trait("Requirement", "H-20")]
    public Task Six_kills_on_the_way_of_an_update_leave_one_whole_software() => KillAsync([0, 20, 60, 99, 100, 100], 5, "short");

    [Fact]
    [Trait("Category", "Campaign")]
    public Task A_kill_at_each_percent_of_an_update_leaves_one_whole_software() =>
        KillAsync([.. Enumerable.Range(0, 101), .. Enumerable.Repeat(100, 50)], 1005, "long");

    private static async Task KillAsync(int[] percents, int seed, string name)
    {
        await using var device = await DeviceProcess.StartAsync();
        await device.PairAsync(("clinician", Role.Clinician), ("service", Role.Service));
        using var maker = SigningKey.Open(Path.Combine(device.Folder, "maker.pem"));
        var random = new Random(seed);
        var (version, acknowledged, taken) = ("1.0", 0, 0);
        for (var kill = 0; kill < percents.Length; kill++)
        {
            Assert.True(SoftwareVersion.TryParse($"1.{kill + 1}", out var next));
            var bytes = new SoftwareImage(
                next, SoftwareImage.HardwareOf("reference-rechargeable", false),
                (byte[])[.. SoftwareManifest.Running.ToBytes(), .. new byte[4000]]).Sign(maker);
            await device.SetClockAsync("clinician");
            var isDone = await SendAndKillAsync(device, bytes, percents[kill], TimeSpan.FromMilliseconds(12) * random.NextDouble());
            await device.StartAgainAsync();
            var software = await device.AsAsync("service", client => SoftwareUpload.ReadAsync(client, default));
            var found = $"{software!.Version}";
            Assert.True(
                (found == $"{next}" && percents[kill] == 100) || (!isDone && found == version),
                $"kill {kill} at {percents[kill]} %, seed {seed}, done {isDone}: {found} after {version}");
            Assert.False(software.IsTrial);
            Assert.Equal(TherapyState.Off, (await device.StatusAsync("service")).State);
            acknowledged += isDone ? 1 : 0;
            taken += !isDone && found == $"{next}" ? 1 : 0;
            version = found;
        }

        Ledger.Write(
            "updates-killed-" + name,
            $"{percents.Length} kills of the process at 0 to 100 % of an update, seed {seed}: {acknowledged} acknowledged, of the others "
            + $"{taken} taken all the same; 0 acknowledged lost, 0 without one whole software");
    }

    /// <summary>True when the activation was acknowledged before the process was gone.</summary>
    private static Task<bool> SendAndKillAsync(DeviceProcess device, byte[] bytes, int percent, TimeSpan wait) =>
        device.AsAsync("service", async client =>
        {
            var seen = await client.StatusAsync(default);
            var image = SoftwareImage.Read(bytes)!;
            List<DeviceCommand> commands =
                [new DeviceCommand.UpdateBegin(image.Version.Value, image.Hardware, bytes.Length, SHA256.HashData(bytes))];
            for (var at = 0; at < bytes.Length; at += 256)
                commands.Add(new DeviceCommand.UpdateWrite(at, bytes.AsMemory(at, Math.Min(256, bytes.Length - at))));
            commands.Add(new DeviceCommand.UpdateValidate());
            foreach (var command in commands.Take(commands.Count * percent / 100))
                Assert.Equal("done", LinkWords.Of(await client.SendAsync(command, seen, default)));
            var activation = percent < 100
                ? null
                : client.SendAsync(new DeviceCommand.UpdateActivate(SHA256.HashData(bytes)), seen, default);
            var started = System.Diagnostics.Stopwatch.GetTimestamp();
            while (System.Diagnostics.Stopwatch.GetElapsedTime(started) < wait)
                Thread.Yield();
            await device.KillAsync();
            try
            {
                return activation is not null && (await activation).IsOk;
            }
            catch (IOException)
            {
                return false;
            }
        });

    private static async Task RefusedAsync(DeviceProcess device, string bond, string image, params string[] says)
    {
        var run = await CommandRun.Of(As(device, bond, "update", image));
        Assert.Equal(1, run.Code);
        Assert.All(says, words => Assert.Contains(words, run.Error, StringComparison.Ordinal));
    }
}
