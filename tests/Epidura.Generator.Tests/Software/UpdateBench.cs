using System.Security.Cryptography;
using Epidura.Generator.Commands;
using Epidura.Generator.Engine;
using Epidura.Generator.Memory;
using Epidura.Generator.Software;

namespace Epidura.Generator.Tests.Software;

/// <summary>A device with a program, a selection and a latch, a maker, and short ways to update it.</summary>
internal sealed class UpdateBench
{
    public static readonly ECDsa Maker = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    public static readonly ECDsa Stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private ulong _command;

    public UpdateBench(IBlockStore? memory = null, IBlockStore? software = null, ResetCause cause = ResetCause.PowerOn)
    {
        Memory = memory ?? new MemoryBlockStore(Programmed());
        Software = software ?? new MemoryBlockStore(new byte[SoftwareMap.Size]);
        Device = Start(Memory, Software, cause);
        _command = 1000UL * Device.Boot;
    }

    public static GeneratorConfiguration Configuration { get; } = Bench.Device() with { MakerKey = Maker.ExportSubjectPublicKeyInfo() };

    public IBlockStore Memory { get; }

    public IBlockStore Software { get; }

    public PulseGenerator Device { get; private set; }

    public SoftwareStatus Now => Device.Software;

    public static SoftwareVersion Version(string text) => SoftwareVersion.TryParse(text, out var version)
        ? version
        : throw new ArgumentException(text);

    public static PulseGenerator Start(IBlockStore memory, IBlockStore? software, ResetCause cause = ResetCause.PowerOn) =>
        PulseGenerator.Start(Configuration, memory, cause, software);

    /// <summary>Memory with two programs, a selection and automatic resumption allowed.</summary>
    public static byte[] Programmed()
    {
        var bench = new Bench();
        Bench.Accepted(bench.Commit(Bench.Program(Bench.Area(1000))));
        Bench.Accepted(bench.Commit(Bench.Program(Bench.Area(1500)), 3));
        Bench.Accepted(bench.Ask(new Command.SelectProgram(3)));
        Bench.Accepted(bench.Ask(new Command.SetAutoResume(true)));
        return ((MemoryBlockStore)bench.Store).Bytes.ToArray();
    }

    /// <summary>A signed image with some bytes beside its manifest.</summary>
    public static byte[] Image(
        string version = "1.1", int rest = 200, uint? hardware = null, ECDsa? key = null,
        Func<SoftwareManifest, SoftwareManifest>? change = null)
    {
        var manifest = SoftwareManifest.Running;
        var beside = new byte[rest];
        new Random(rest).NextBytes(beside);
        return new SoftwareImage(
            Version(version), hardware ?? Configuration.Hardware, (byte[])[.. (change?.Invoke(manifest) ?? manifest).ToBytes(), .. beside])
            .Sign(key ?? Maker);
    }

    /// <summary>For another program: its self-test has to fail.</summary>
    public static byte[] UnfitImage(string version = "1.1") =>
        Image(version, change: manifest => manifest with { States = new byte[32] });

    public CommandResult Ask(Command command, Role role = Role.Service, bool isClinicianPresent = true) => Device.Execute(
        new CommandContext(2, role, ++_command, Device.Status().Revision, Device.TimeNanosecond, isClinicianPresent), command);

    public IEnumerable<Command> Commands(byte[] image)
    {
        var (version, hardware) = (BitConverter.ToUInt32(image, 8), BitConverter.ToUInt32(image, 12));
        yield return new Command.UpdateBegin(version, hardware, image.Length, SHA256.HashData(image));
        for (var at = 0; at < image.Length; at += 256)
            yield return new Command.UpdateWrite(at, image.AsMemory(at, Math.Min(256, image.Length - at)));
        yield return new Command.UpdateValidate();
        yield return new Command.UpdateActivate(SHA256.HashData(image));
    }

    /// <summary>Sends it all; the first refusal, or the answer to the activation.</summary>
    public CommandResult Send(byte[] image)
    {
        CommandResult? last = null;
        foreach (var command in Commands(image))
            if (!(last = Ask(command)).IsAccepted)
                return last;
        return last!;
    }

    public void Restart(ResetCause cause = ResetCause.Update) => Device = Start(Memory, Software, cause);

    public UpdateBench Updated(string version)
    {
        Bench.Accepted(Send(Image(version)));
        Restart();
        Assert.Equal(Version(version), Now.Version);
        return this;
    }

    /// <summary>Profile, programs, impedances and the link's part: what an update must not touch by a byte.</summary>
    public static byte[] Settings(ReadOnlySpan<byte> memory) =>
    [
        .. memory[..MemoryMap.JournalAddress], .. memory[MemoryMap.ImpedanceAddress..MemoryMap.Size],
    ];
}
