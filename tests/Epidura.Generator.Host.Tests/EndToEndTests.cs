using System.Security.Cryptography;
using Epidura.Generator.Commands;
using Epidura.Generator.Engine;
using Epidura.Generator.Host.Client;
using Epidura.Generator.Link.Commands;
using Epidura.Generator.Programs;
using Epidura.Quantities;
using Epidura.Stimulation.Programs;

namespace Epidura.Generator.Host.Tests;

public class EndToEndTests
{
    private static byte[] Image(double milliampere)
    {
        var program = new StimulationProgram("Back", [new ProgramArea(
            [new ContactFraction(new ContactId("left", 3), -1000), new ContactFraction(new ContactId("left", 4), 1000)],
            Current.FromMilliamperes(milliampere), 300, 0, Frequency.FromHertz(50), Therapy.Tonic, Recharge.Active)]);
        var options = new LoweringOptions((int)(milliampere * 1000) + 1000, 100, 3000);
        var lowered = ProgramLowering.Lower(program, ServedDevice.Configuration(), options);
        Assert.Empty(lowered.Errors);
        return ProgramImage.Encode(lowered.Program!)!;
    }

    private static async Task<string> StageAsync(GeneratorClient client, byte[] image)
    {
        var reply = await client.SendAsync(new Command.StageBegin(0, image.Length, SHA256.HashData(image)), default);
        for (var at = 0; reply.IsOk && at < image.Length; at += CommandCodec.PieceMax)
        {
            var piece = image.AsMemory(at, Math.Min(CommandCodec.PieceMax, image.Length - at));
            reply = await client.SendAsync(new Command.StageWrite(at, piece), default);
        }
        if (reply.IsOk)
            reply = await client.SendAsync(new Command.StageValidate(), default);
        return LinkWords.Of(reply);
    }

    private static async Task<ServedDevice> PairedAsync()
    {
        var device = new ServedDevice();
        await device.OpenWindowAsync();
        await device.PairAsync("clinician", Role.Clinician);
        await device.PairAsync("patient", Role.Patient);
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        Assert.Equal("done", await device.SendAsync("clinician", new Command.SetClock(now)));
        await device.WorldAsync("magnet off");
        return device;
    }

    private static async Task<DeviceStatus> WaitAsync(ServedDevice device, string name, Func<DeviceStatus, bool> condition)
    {
        DeviceStatus status;
        for (var attempt = 0; ; attempt++)
        {
            status = await device.StatusAsync(name);
            if (condition(status) || attempt == 100)
                break;
            await Task.Delay(100);
        }
        Assert.True(condition(status), status.ToString());
        return status;
    }

    [Fact]
    [Trait("Requirement", "L-07")]
    public async Task A_clinician_programs_a_patient_steers_and_the_program_outlives_a_restart()
    {
        await using var device = await PairedAsync();
        var image = Image(2.0);
        var settled = await device.AsAsync("clinician", async client =>
        {
            Assert.Equal("done", LinkWords.Of(await client.SendAsync(new Command.MeasureImpedance(), default)));
            Assert.Equal("done", await StageAsync(client, image));
            var reply = await client.SendAsync(new Command.Commit(SHA256.HashData(image)), default);
            Assert.Equal("done", LinkWords.Of(reply));
            var stored = await client.AskAsync(Opcode.GetProgram, new byte[] { 0 }, default);
            Assert.Equal(SHA256.HashData(image), stored.Body[2..].ToArray());
            Assert.Equal("done", LinkWords.Of(await client.SendAsync(new Command.SelectProgram(0), default)));
            Assert.Equal("done", LinkWords.Of(await client.AskAsync(Opcode.ReleaseLock, default, default)));
            return await client.StatusAsync(default);
        });
        Assert.Equal(TherapyState.Off, settled.State);

        Assert.Equal("done", await device.SendAsync("patient", new Command.Start()));
        await WaitAsync(device, "patient", status => status is { State: TherapyState.On, Areas: [{ AmplitudeMicroampere: 2000 }] });
        Assert.Equal("done", await device.SendAsync("patient", new Command.AdjustAmplitude(0, 100)));
        await WaitAsync(device, "patient", status => status.Areas[0].AmplitudeMicroampere == 2100);
        Assert.Contains("I-", await device.SendAsync("patient", new Command.AdjustAmplitude(0, 5000)));
        Assert.Equal("this role may not do that", await device.SendAsync("patient", new Command.ClearFault()));
        Assert.Equal("done", await device.SendAsync("patient", new Command.Stop()));
        Assert.Equal(0, (await device.StatusAsync("patient")).Areas.Sum(area => area.AmplitudeMicroampere));

        await device.StopAsync();
        device.Start();
        var after = await device.StatusAsync("patient");
        Assert.Equal((TherapyState.Off, settled.Revision, 2u), (after.State, after.Revision, after.Boot));
        Assert.Equal(1, after.StoredPrograms);
    }

    [Fact]
    [Trait("Requirement", "L-08")]
    public async Task A_stop_from_a_new_process_needs_no_handshake_and_the_magnet_stops_without_any_client()
    {
        await using var device = await PairedAsync();
        await device.StatusAsync("patient");
        Assert.True(await device.AsAsync("patient", client => Task.FromResult(client.IsResumed)));
        var image = Image(1.0);
        await device.AsAsync("clinician", async client =>
        {
            await client.SendAsync(new Command.MeasureImpedance(), default);
            await StageAsync(client, image);
            await client.SendAsync(new Command.Commit(SHA256.HashData(image)), default);
            await client.SendAsync(new Command.SelectProgram(0), default);
            return await client.SendAsync(new Command.Start(), default);
        });
        await WaitAsync(device, "patient", status => status.State is TherapyState.Ramp or TherapyState.On);
        await device.WorldAsync("magnet on");
        await WaitAsync(device, "patient", status => status.State == TherapyState.Off);
    }

    [Fact]
    public async Task Strangers_and_nonsense_on_the_socket_change_nothing()
    {
        await using var device = await PairedAsync();
        var before = await device.StatusAsync("patient");
        var random = new Random(3);
        for (var peer = 0; peer < 30; peer++)
        {
            await using var stream = await GeneratorClient.ConnectAsync(device.Address, default);
            var bytes = new byte[random.Next(1, 400)];
            random.NextBytes(bytes);
            await stream.WriteAsync(bytes);
        }
        var after = await device.StatusAsync("patient");
        Assert.Equal((before.State, before.Revision, before.Boot), (after.State, after.Revision, after.Boot));
    }

    [Fact]
    [Trait("Requirement", "L-13")]
    public async Task Damaged_memory_gives_no_stimulation_but_telemetry_until_a_clinician_clears_it()
    {
        await using var device = await PairedAsync();
        await device.StopAsync();
        var path = Path.Combine(device.Folder, "memory.bin");
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[0] ^= 0xFF;
        await File.WriteAllBytesAsync(path, bytes);
        device.Start();
        var status = await device.StatusAsync("patient");
        Assert.Equal(TherapyState.Fault, status.State);
        Assert.True(status.IsMemoryReadOnly);
        Assert.Contains("mark", status.Reason, StringComparison.Ordinal);
        Assert.NotEqual("done", await device.SendAsync("patient", new Command.Start()));
        Assert.Equal(bytes[..1024], (await File.ReadAllBytesAsync(Copy(path)))[..1024]);
        Assert.Equal("done", await device.SendAsync("patient", new Command.Stop()));
    }

    /// <summary>The server holds the file for itself; a copy is read through the shell's cp in its place.</summary>
    private static string Copy(string path)
    {
        var copy = path + ".copy";
        using var process = System.Diagnostics.Process.Start("cp", [path, copy])!;
        process.WaitForExit();
        return copy;
    }
}
