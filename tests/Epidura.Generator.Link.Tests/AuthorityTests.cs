using Epidura.Generator.Commands;
using Epidura.Generator.Link.Commands;

namespace Epidura.Generator.Link.Tests;

public class AuthorityTests
{
    /// <summary>The table of docs/protocol/scs-link-v1.md, written a second time: P patient, C clinician, R reader, S service.</summary>
    private static readonly Dictionary<Opcode, string> Table = new()
    {
        [Opcode.GetInfo] = "PCRS",
        [Opcode.GetStatus] = "PCRS",
        [Opcode.GetLog] = "PCRS",
        [Opcode.Characterise] = "PCRS",
        [Opcode.GetUsage] = "PCRS",
        [Opcode.GetProgram] = "PCRS",
        [Opcode.GetImpedance] = "PCRS",
        [Opcode.GetSoftware] = "PCRS",
        [Opcode.Stop] = "PCRS",
        [Opcode.Start] = "PC",
        [Opcode.SelectProgram] = "PC",
        [Opcode.Up] = "PC",
        [Opcode.Down] = "PC",
        [Opcode.Heartbeat] = "PC",
        [Opcode.Boost] = "PC",
        [Opcode.EnterMri] = "PC",
        [Opcode.ExitMri] = "PC",
        [Opcode.SetAmplitude] = "C",
        [Opcode.StageBegin] = "C",
        [Opcode.StageWrite] = "C",
        [Opcode.StageValidate] = "C",
        [Opcode.Commit] = "C",
        [Opcode.SetPatientWindow] = "C",
        [Opcode.TestStart] = "C",
        [Opcode.MeasureImpedance] = "C",
        [Opcode.ClearFault] = "C",
        [Opcode.SetClock] = "C",
        [Opcode.ReleaseLock] = "CS",
        [Opcode.SetAutoResume] = "C",
        [Opcode.EnterShipping] = "C",
        [Opcode.LeaveShipping] = "C",
        [Opcode.BondList] = "C",
        [Opcode.BondRemove] = "C",
        [Opcode.PresentCertificate] = "C",
        [Opcode.SetLimitProfile] = "CS",
        [Opcode.UpdateBegin] = "S",
        [Opcode.UpdateWrite] = "S",
        [Opcode.UpdateValidate] = "S",
        [Opcode.UpdateActivate] = "S",
    };

    [Fact]
    [Trait("Requirement", "L-05")]
    public void Every_role_may_send_exactly_what_the_table_lists()
    {
        foreach (var value in Enumerable.Range(0, 256))
        {
            var opcode = (Opcode)value;
            var letters = Table.GetValueOrDefault(opcode, "");
            Assert.Equal(letters.Contains('P'), Authority.Allows(Role.Patient, opcode));
            Assert.Equal(letters.Contains('C'), Authority.Allows(Role.Clinician, opcode));
            Assert.Equal(letters.Contains('R'), Authority.Allows(Role.Reader, opcode));
            Assert.Equal(letters.Contains('S'), Authority.Allows(Role.Service, opcode));
            Assert.False(Authority.Allows(Role.Magnet, opcode));
            Assert.Equal(opcode == Opcode.Pair, Authority.Allows(Role.None, opcode));
            Assert.Equal(letters.Length > 0 || opcode == Opcode.Pair, Authority.IsKnown(opcode));
        }
    }

    [Fact]
    [Trait("Requirement", "L-15")]
    public void Unknown_opcodes_are_answered_as_unknown_and_reach_no_device()
    {
        using var bench = new Bench();
        using var session = bench.OpenClinician();
        foreach (var value in Enumerable.Range(0, 256).Where(value => !Authority.IsKnown((Opcode)value)))
            Bench.Is(LinkStatus.UnknownOpcode, bench.Ask(session, bench.Envelope(session, (Opcode)value)));
        Assert.Empty(bench.Target.Executed);
    }

    [Fact]
    [Trait("Requirement", "L-08")]
    public void Every_bonded_role_may_stop_in_every_situation_of_the_link()
    {
        using var bench = new Bench();
        using var clinician = bench.OpenClinician();
        bench.Ask(clinician, new Command.ClearFault());
        bench.Target.WallClockSecond = null;
        using var patient = bench.OpenPatient();
        using var reader = bench.OpenReader();
        foreach (var session in new[] { clinician, patient, reader })
        {
            var stop = bench.Envelope(session, new Command.Stop()) with { ExpectedRevision = 0 };
            Bench.Is(LinkStatus.Ok, bench.Ask(session, stop));
        }
        bench.Advance(280_000);
        Bench.Is(LinkStatus.Ok, bench.Ask(reader, new Command.Stop()));
        Assert.Equal(4, bench.Target.Executed.Count(command => command is Command.Stop));
    }

    [Fact]
    public void The_link_and_the_device_agree_on_what_reduces_raises_and_programs()
    {
        Command[] commands =
        [
            new Command.Stop(), new Command.Start(), new Command.SelectProgram(0), new Command.AdjustAmplitude(0, 25),
            new Command.AdjustAmplitude(0, -25), new Command.SetAmplitude(0, 25), new Command.Boost(0, 25, 5), new Command.EnterMri(),
            new Command.ExitMri(), new Command.StageBegin(0, 1, new byte[32]), new Command.StageWrite(0, new byte[1]),
            new Command.StageValidate(), new Command.Commit(new byte[32]), new Command.SetPatientWindow(0, 0, 0, 0, 0),
            new Command.TestStart(1), new Command.MeasureImpedance(), new Command.ClearFault(), new Command.SetClock(0),
            new Command.SetAutoResume(false), new Command.EnterShipping(), new Command.LeaveShipping(),
            new Command.UpdateBegin(1, 2, 3, new byte[32]), new Command.UpdateWrite(0, new byte[1]), new Command.UpdateValidate(),
            new Command.UpdateActivate(new byte[32]),
        ];
        foreach (var command in commands)
        {
            var opcode = CommandCodec.Encode(command).Opcode;
            Assert.Equal(command.IsRaising, Authority.IsRaising(opcode));
            Assert.Equal(command.IsProgramming, Authority.TakesLock(opcode));
            Assert.Equal(command.IsReducing, Authority.PassesLock(opcode) && Authority.HasEffect(opcode));
        }
    }
}
