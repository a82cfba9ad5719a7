using Epidura.Generator.Commands;
using Epidura.Generator.Engine;
using Epidura.Generator.Memory;
using Epidura.Generator.Programs;
using Epidura.Stimulation;
using Epidura.Stimulation.Leads;
using Epidura.Stimulation.Programs;

namespace Epidura.Generator.Tests;

/// <summary>A device on a bench: two leads of eight reference contacts, and short ways to talk to it.</summary>
internal sealed class Bench
{
    public const long Second = 1_000_000_000, Minute = 60 * Second, Hour = 60 * Minute;
    private ulong _command;

    public Bench(IBlockStore? store = null, GeneratorConfiguration? configuration = null, Machine? machine = null)
    {
        Configuration = configuration ?? Device();
        Store = store ?? Blank();
        Generator = PulseGenerator.Start(Configuration, Store, ResetCause.PowerOn, machine ?? new Machine(Configuration));
    }

    public GeneratorConfiguration Configuration { get; }

    public IBlockStore Store { get; }

    public PulseGenerator Generator { get; private set; }

    public List<PulseRun> Pulses { get; } = [];

    public List<Happened> Happened { get; } = [];

    public TherapyState State => Generator.State.State;

    public static IBlockStore Blank()
    {
        var store = new MemoryBlockStore();
        Assert.True(PulseGenerator.Format(store));
        return store;
    }

    public static GeneratorConfiguration Device(string name = "reference-primary")
    {
        Assert.True(DeviceCatalogue.TryGet(name, out var device));
        Assert.True(LeadCatalogue.TryGet("octrode-3-1", out var lead));
        return GeneratorConfiguration.Create(device, [("left", lead), ("right", lead)]);
    }

    /// <summary>Cathode on contact 2, anodes on 1 and 3: 5 mA, 210 µs, 50 Hz unless said otherwise.</summary>
    public static DeviceArea Area(
        int amplitude = 5000, int width = 210, long period = 20_000_000, Recharge recharge = Recharge.Active, int pulses = 1,
        long inner = 0, long offset = 0, int gap = 0, int max = 6000, Therapy therapy = Therapy.Tonic, params DeviceFraction[] fractions) =>
        new(therapy, recharge, amplitude, 0, max, 100, width, gap, period, pulses, inner, offset,
            fractions.Length > 0 ? fractions : [new(1, -1000), new(0, 500), new(2, 500)]);

    public static DeviceProgram Program(params DeviceArea[] areas) => new("test", 0, 4000, 0, 0, 0, 0, areas.Length > 0 ? areas : [Area()]);

    public static DeviceArea Burst() =>
        Area(amplitude: 1000, width: 1000, period: 25_000_000, recharge: Recharge.Passive, pulses: 5, inner: 2_000_000, max: 1200,
            therapy: Therapy.Burst);

    public static DeviceArea TenKilohertz() =>
        Area(amplitude: 3000, width: 30, period: 100_000, gap: 20, max: 4000, therapy: Therapy.HighFrequency);

    public StepOutputs Pass(long nanosecond, Input? input = null)
    {
        var outputs = Generator.Advance(nanosecond, input ?? Input.None);
        Pulses.AddRange(outputs.Pulses);
        Happened.AddRange(outputs.Happened);
        return outputs;
    }

    public StepOutputs Tell(Input input) => Pass(0, input);

    public CommandResult Ask(Command command, Role role = Role.Clinician, int bond = 0) => Generator.Execute(
        new CommandContext(bond, role, ++_command, Generator.Status().Revision, Generator.TimeNanosecond), command);

    public CommandResult Stage(DeviceProgram program, int place = 0)
    {
        var image = ProgramImage.Encode(program)!;
        var hash = System.Security.Cryptography.SHA256.HashData(image);
        Ask(new Command.MeasureImpedance());
        Accepted(Ask(new Command.StageBegin(place, image.Length, hash)));
        for (var at = 0; at < image.Length; at += 256)
            Accepted(Ask(new Command.StageWrite(at, image.AsMemory(at, Math.Min(256, image.Length - at)))));
        return Ask(new Command.StageValidate());
    }

    public CommandResult Commit(DeviceProgram program, int place = 0)
    {
        var report = Stage(program, place);
        return report.IsAccepted
            ? Ask(new Command.Commit(System.Security.Cryptography.SHA256.HashData(ProgramImage.Encode(program)!)))
            : report;
    }

    /// <summary>Commits, starts, and waits until the ramp is over.</summary>
    public Bench Running(params DeviceArea[] areas)
    {
        Accepted(Commit(Program(areas)));
        Accepted(Ask(new Command.Start()));
        Pass(13 * Second);
        Assert.Equal(TherapyState.On, State);
        return this;
    }

    public void Restart(ResetCause cause = ResetCause.PowerOn) =>
        Generator = PulseGenerator.Start(Configuration, Store, cause, new Machine(Configuration));

    public static void Accepted(CommandResult result) => Assert.True(
        result.IsAccepted, $"{result.Status} I-{result.Requirement:00}: {result.Value} against {result.Limit}");
}
