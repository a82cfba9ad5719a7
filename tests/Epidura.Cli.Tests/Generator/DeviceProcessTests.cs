using System.Security.Cryptography;
using Epidura.Generator.Commands;
using Epidura.Generator.Engine;
using Epidura.Generator.Host.Client;
using Epidura.Generator.Link.Commands;
using Epidura.Generator.Memory;
using Epidura.Generator.Tests;
using DeviceCommand = Epidura.Generator.Commands.Command;

namespace Epidura.Cli.Tests.Generator;

/// <summary>Damage, two clients, presses and endings, with the device as a process of its own.</summary>
public class DeviceProcessTests
{
    private static string[] As(DeviceProcess device, string name, params string[] words) =>
        ["generator", .. words, "--as", device.Bond(name)];

    private static async Task<string> ProgramAsync(DeviceProcess device)
    {
        Assert.Equal(0, (await CommandRun.Of(As(device, "clinician", "impedance"))).Code);
        var program = Path.Combine(AppContext.BaseDirectory, "examples", "program.json");
        var staged = await CommandRun.Of(As(device, "clinician", "stage", "--plan", program, "--patient-max-ma", "4", "--json"));
        Assert.True(staged.Code == 0, staged.Error);
        var commit = await CommandRun.Of(As(device, "clinician", "commit", "--json"));
        Assert.True(commit.Code == 0, commit.Error);
        return commit.Json().GetProperty("sha256").GetString()!;
    }

    private static byte[] Memory(DeviceProcess device) => File.ReadAllBytes(Path.Combine(device.Folder, "memory.bin"));

    [Fact]
    [Trait("Requirement", "I-39")]
    public async Task A_damaged_folder_gives_no_output_but_telemetry_and_nothing_is_overwritten_until_a_clinician_clears_it()
    {
        await using var device = await DeviceProcess.StartAsync();
        await device.PairAsync(("clinician", Role.Clinician), ("patient", Role.Patient));
        await ProgramAsync(device);
        await device.KillAsync();
        var damaged = Memory(device);
        damaged[MemoryMap.MarkAddress] ^= 0xFF;
        await File.WriteAllBytesAsync(Path.Combine(device.Folder, "memory.bin"), damaged);
        await device.StartAgainAsync();

        var status = (await CommandRun.Of(As(device, "patient", "status", "--json"))).Json().GetProperty("status");
        Assert.Equal("fault", status.GetProperty("state").GetString());
        Assert.Contains("mark", status.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.True(status.GetProperty("is_memory_read_only").GetBoolean());
        var start = await CommandRun.Of(As(device, "patient", "start"));
        Assert.Equal(1, start.Code);
        Assert.Equal(0, (await CommandRun.Of(As(device, "patient", "stop"))).Code);
        Assert.Equal(1, (await CommandRun.Of(As(device, "patient", "clear"))).Code);
        Assert.Equal(0, (await CommandRun.Of(As(device, "patient", "log"))).Code);
        Assert.Equal(0, (await CommandRun.Of(As(device, "patient", "characterise"))).Code);
        await device.KillAsync();
        Assert.Equal(damaged[..MemoryMap.LinkAddress], Memory(device)[..MemoryMap.LinkAddress]);

        await device.StartAgainAsync();
        await device.SetClockAsync("clinician");
        var clear = await CommandRun.Of(As(device, "clinician", "clear"));
        Assert.True(clear.Code == 0, clear.Error);
        var after = await device.StatusAsync("patient");
        Assert.False(after.IsMemoryReadOnly, after.Reason);
        Assert.Equal((TherapyState.Off, 0), (after.State, (int)after.StoredPrograms));
        await device.SetClockAsync("clinician");
        await ProgramAsync(device);
    }

    [Fact]
    public async Task A_folder_without_readable_bonds_is_refused_and_left_as_it_is()
    {
        await using var device = await DeviceProcess.StartAsync();
        await device.KillAsync();
        var path = Path.Combine(device.Folder, "memory.bin");
        var whole = Memory(device);
        await File.WriteAllBytesAsync(path, whole[..100_000]);
        var run = await CommandRun.Of("generator", "run", "--state", device.Folder);
        Assert.Equal(1, run.Code);
        Assert.Contains("Keys and bonds", run.Error, StringComparison.Ordinal);
        Assert.Equal(whole[..100_000], Memory(device));

        await File.WriteAllBytesAsync(path, whole);
        await File.WriteAllTextAsync(Path.Combine(device.Folder, "body.yaml"), "schema: epidura-body/1\nleads: nonsense\n");
        var wrong = await CommandRun.Of("generator", "run", "--state", device.Folder);
        Assert.Equal(2, wrong.Code);
        Assert.Contains("body.yaml:2:8: leads", wrong.Error, StringComparison.Ordinal);
        Assert.Equal(whole, Memory(device));
    }

    [Fact]
    [Trait("Requirement", "AC-11")]
    public async Task One_clinician_programs_at_a_time_and_stop_and_down_always_pass()
    {
        await using var device = await DeviceProcess.StartAsync();
        await device.PairAsync(("clinician", Role.Clinician), ("other", Role.Clinician), ("patient", Role.Patient));
        var hash = await ProgramAsync(device);
        Assert.Equal(0, (await CommandRun.Of(As(device, "patient", "start"))).Code);
        var program = Path.Combine(AppContext.BaseDirectory, "examples", "program.json");
        Assert.Equal(0, (await CommandRun.Of(As(device, "clinician", "stage", "--plan", program))).Code);

        var refused = await CommandRun.Of(As(device, "other", "stage", "--plan", program, "--json"));
        Assert.Equal(1, refused.Code);
        Assert.Equal("another session is programming", refused.Json().GetProperty("refusal").GetProperty("reason").GetString());
        Assert.Contains("release", refused.Error, StringComparison.Ordinal);
        Assert.Equal(1, (await CommandRun.Of(As(device, "patient", "up"))).Code);
        var down = await CommandRun.Of(As(device, "patient", "down"));
        Assert.True(down.Code == 0, down.Error);
        foreach (var name in new[] { "other", "patient" })
        {
            var stop = await CommandRun.Of(As(device, name, "stop", "--json"));
            Assert.True(stop.Code == 0, stop.Error);
            Assert.Equal("off", stop.Json().GetProperty("status").GetProperty("state").GetString());
        }

        Assert.Equal(0, (await CommandRun.Of(As(device, "clinician", "release"))).Code);
        // A program that the device does not take leaves no lock behind.
        var tooMuch = await CommandRun.Of(As(device, "clinician", "stage", "--plan", program, "--patient-max-ma", "12.7", "--json"));
        Assert.Equal(1, tooMuch.Code);
        Assert.Contains("I-", tooMuch.Out, StringComparison.Ordinal);
        Assert.Equal(0, (await CommandRun.Of(As(device, "other", "stage", "--plan", program))).Code);
        var status = (await CommandRun.Of(As(device, "patient", "status", "--json"))).Json();
        Assert.Equal(hash, status.GetProperty("programs")[0].GetProperty("sha256").GetString());
    }

    [Fact]
    public async Task Two_programmers_and_a_remote_at_the_same_time_leave_one_program_and_lose_no_stop()
    {
        await using var device = await DeviceProcess.StartAsync();
        await device.PairAsync(("clinician", Role.Clinician), ("other", Role.Clinician), ("patient", Role.Patient));
        await ProgramAsync(device);
        using var ending = new CancellationTokenSource();

        // The patient's session stands before the programmers come, so that stops fall among all their commits.
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var stops = Task.Run(() => device.AsAsync("patient", async client =>
        {
            var sent = 0;
            for (; !ending.IsCancellationRequested; sent++)
            {
                Assert.Equal("done", LinkWords.Of(await client.SendAsync(new DeviceCommand.Stop(), default)));
                stopping.TrySetResult();
                await Task.Delay(5);
            }

            return sent;
        }));
        await Task.WhenAny(stopping.Task, stops);
        var images = new[] { "clinician", "other" }.Select(name => Task.Run(() => device.AsAsync(name, CommitManyAsync))).ToList();
        var commits = await Task.WhenAll(images);
        await ending.CancelAsync();
        Assert.True(await stops > 5);
        Assert.True(commits.Sum() >= 5, $"{commits[0]} and {commits[1]} commits");
    }

    /// <summary>Stages and commits the same place again and again; every refusal must be the lock or a revision that moved on.</summary>
    private static async Task<int> CommitManyAsync(GeneratorClient client)
    {
        var done = 0;
        ushort[] allowed = [(ushort)CommandStatus.Locked, (ushort)CommandStatus.StaleRevision];
        for (var round = 0; round < 40 && done < 5; round++)
        {
            var image = TestImages.Image(1 + (0.025 * round), 300);
            var reply = await client.SendAsync(new DeviceCommand.StageBegin(3, image.Length, SHA256.HashData(image)), default);
            if (reply.IsOk)
                reply = await client.SendAsync(new DeviceCommand.StageWrite(0, image), default);
            if (reply.IsOk)
                reply = await client.SendAsync(new DeviceCommand.StageValidate(), default);
            if (reply.IsOk)
                reply = await client.SendAsync(new DeviceCommand.Commit(SHA256.HashData(image)), default);
            if (reply.IsOk)
            {
                done++;
                var stored = await client.AskAsync(Opcode.GetProgram, new byte[] { 3 }, default);
                Assert.Equal(SHA256.HashData(image), stored.Body[2..].ToArray());
            }
            else
                Assert.Contains(reply.Status, allowed);
            await client.AskAsync(Opcode.ReleaseLock, default, default);
            await Task.Delay(20);
        }

        return done;
    }

    [Fact]
    public async Task Presses_of_the_remote_are_timed_and_acknowledged()
    {
        await using var device = await DeviceProcess.StartAsync();
        await device.PairAsync(("clinician", Role.Clinician), ("patient", Role.Patient));
        await ProgramAsync(device);
        Assert.Equal(0, (await CommandRun.Of(As(device, "patient", "start"))).Code);
        for (var attempt = 0; (await device.StatusAsync("patient")).State != TherapyState.On; attempt++)
        {
            Assert.True(attempt < 200, "the ramp does not end");
            await Task.Delay(50);
        }

        var presses = await CommandRun.Of(As(device, "patient", "presses", "--count", "30", "--json"));
        Assert.True(presses.Code == 0, presses.Error);
        var found = presses.Json();
        Assert.True(found.GetProperty("p50_ms").GetDouble() <= found.GetProperty("p99_ms").GetDouble());
        var (half, most) = (found.GetProperty("p50_ms").GetDouble(), found.GetProperty("p99_ms").GetDouble());
        Ledger.Write("presses-short", FormattableString.Invariant($"30 presses, loopback: p50 {half:0.00} ms, p99 {most:0.00} ms"));
    }

    [Fact]
    public async Task Impedances_are_kept_over_a_start_and_a_broken_lead_and_a_short_are_named()
    {
        await using var device = await DeviceProcess.StartAsync();
        await device.PairAsync(("clinician", Role.Clinician));
        var first = (await CommandRun.Of(As(device, "clinician", "impedance", "--json"))).Json();
        Assert.Equal(1600, first.GetProperty("pairs")[0].GetProperty("ohm").GetInt32());
        Assert.Equal(0, first.GetProperty("findings").GetArrayLength());
        await device.KillAsync();
        await device.StartAgainAsync();
        await device.SetClockAsync("clinician");
        await device.WorldAsync("impedance left.3 20000");
        await device.WorldAsync("short left.5 left.6 40");
        var run = await CommandRun.Of(As(device, "clinician", "impedance", "--json"));
        Assert.True(run.Code == 0, run.Error);
        var kinds = run.Json().GetProperty("findings").EnumerateArray()
            .Select(item => (item.GetProperty("kind").GetString(), item.GetProperty("contact").GetString())).ToList();
        Assert.Equal([("fracture", "left.3"), ("short", "left.5")], kinds);
        Assert.Equal(2, run.Json().GetProperty("history").GetArrayLength());
        var shown = (await CommandRun.Of(As(device, "clinician", "impedance", "--history"))).Out;
        Assert.Contains("left.3 is open: 20000 ohm, 800 before", shown, StringComparison.Ordinal);
        Assert.Contains("left.5 and left.6 are short: 39 ohm", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_end_by_a_signal_comes_within_a_second_and_the_next_start_finds_everything()
    {
        await using var device = await DeviceProcess.StartAsync("--trial");
        await device.PairAsync(("clinician", Role.Clinician), ("patient", Role.Patient));
        var hash = await ProgramAsync(device);
        Assert.Equal(0, (await CommandRun.Of(As(device, "patient", "start"))).Code);
        await Task.Delay(1500);
        var (code, took) = await device.EndAsync();
        Assert.Equal(0, code);
        Assert.True(took < TimeSpan.FromSeconds(5), $"{took.TotalSeconds} s");
        Assert.False(File.Exists(Path.Combine(device.Folder, "run.pid")));
        await device.StartAgainAsync();
        var status = (await CommandRun.Of(As(device, "patient", "status", "--json"))).Json();
        Assert.Equal("off", status.GetProperty("status").GetProperty("state").GetString());
        Assert.True(status.GetProperty("device").GetProperty("is_trial").GetBoolean());
        Assert.Equal(hash, status.GetProperty("programs")[0].GetProperty("sha256").GetString());
        var log = (await CommandRun.Of(As(device, "patient", "log", "--json"))).Json();
        Assert.True(log.GetProperty("seconds_per_program")[0].GetInt32() >= 1, "delivered time was lost");
    }

    [Theory]
    [InlineData("tcp:0.0.0.0:7700")]
    [InlineData("tcp:192.168.1.5:7700")]
    [InlineData("tcp:localhost:7700")]
    [InlineData("udp:127.0.0.1:7700")]
    [InlineData("unix:")]
    public async Task An_address_that_is_not_of_this_machine_is_refused_with_a_sentence(string address)
    {
        using var folder = new ScratchFolder();
        var run = await CommandRun.Of("generator", "run", "--state", folder.File("device"), "--listen", address);
        Assert.Equal(2, run.Code);
        Assert.Contains($"{address} is not allowed: a device listens on this machine only", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.File("device")));
    }

    [Theory]
    [InlineData("stage", "--plan", "nowhere.json", "nowhere.json:1:1")]
    [InlineData("up", "--by-ma", "1", "There is no bond")]
    [InlineData("mri", "leave", "--json", "Write mri enter or mri exit")]
    [InlineData("run", "--speed", "0", "--speed is 0; allowed is 1 to")]
    public async Task A_wrong_command_line_ends_with_2_and_a_sentence(string command, string first, string second, string says)
    {
        using var folder = new ScratchFolder();
        string[] where = command == "run" ? ["--state", folder.File("device")] : ["--as", folder.File("nobody.json")];
        var run = await CommandRun.Of(["generator", command, first, second, .. where]);
        Assert.Equal(2, run.Code);
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
    }
}
