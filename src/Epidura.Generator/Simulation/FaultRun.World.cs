using Epidura.Generator.Commands;
using Epidura.Generator.Engine;
using Epidura.Generator.Memory;

namespace Epidura.Generator.Simulation;

/// <summary>What patients, clinicians and the world do.</summary>
public sealed partial class FaultRun
{
    /// <summary>An ordinary act, or the repair of what is broken.</summary>
    private void Live()
    {
        switch (_random.Next(24))
        {
            case < 5:
                Ask(new Command.Start(), 1, Role.Patient);
                break;
            case < 9:
                Ask(new Command.AdjustAmplitude(_random.Next(3), 25 * _random.Next(-30, 6)), 1, Role.Patient);
                break;
            case < 11:
                for (var i = 0; i < 8; i++)
                {
                    Ask(new Command.AdjustAmplitude(_random.Next(2), 100), 1, Role.Patient);
                    Pass(_random.NextInt64(Second / 4), Input.None);
                }

                break;
            case 11:
                Ask(new Command.Stop(), 1, Role.Patient);
                break;
            case 12:
                Ask(new Command.SelectProgram(_random.Next(4)), 1, Role.Patient);
                break;
            case < 15:
                Stage(_programs[_random.Next(_programs.Count)], _random.Next(4));
                break;
            case 15:
                Ask(new Command.SetPatientWindow(
                    _random.Next(4), _random.Next(2), 0, 25 * _random.Next(300), 25 * _random.Next(20)));
                break;
            case 16:
                Test();
                break;
            case 17:
                Ask(new Command.Boost(_random.Next(2), 25 * _random.Next(1, 20), _random.Next(1, 2000)), 1, Role.Patient);
                break;
            case 18:
                Ask(_random.Next(3) switch
                {
                    0 => new Command.SetAutoResume(_random.Next(2) == 0),
                    1 => new Command.SetClock(1_800_000_000_000 + _random.NextInt64(1_000_000_000)),
                    _ => new Command.SetAmplitude(_random.Next(2), 25 * _random.Next(300)),
                });
                break;
            case 19:
                Ask(_random.Next(3) == 0 ? new Command.EnterShipping() : new Command.LeaveShipping());
                break;
            default:
                Repair();
                break;
        }
    }

    private void Repair()
    {
        Tell(new Input.Impedances(Ohm(800)));
        Tell(new Input.Drive(0, 0));
        Tell(new Input.Temperature(37_000, 37_000));
        Tell(new Input.Battery(_battery.BatteryMillivolt));
        Tell(new Input.Magnet(false));
        Ask(new Command.ExitMri());
        Ask(new Command.LeaveShipping());
        Ask(new Command.ClearFault());
        if (_device.State.Selected < 0)
            Ask(new Command.SelectProgram(_random.Next(4)));
    }

    private readonly BatteryNumbers _battery = BatteryNumbers.From(Stimulation.DeviceCatalogue.All[0]);

    private void Test()
    {
        Ask(new Command.Stop());
        Stage(_programs[_random.Next(_programs.Count)], 0, commit: false);
        Ask(new Command.TestStart(_random.Next(1, 1801)));
        for (var i = _random.Next(8); i > 0; i--)
        {
            Pass(_random.NextInt64(Second), Input.None);
            Ask(new Command.Heartbeat());
        }
    }

    private int[] Ohm(int ohm, int contact = -1, int other = 0)
    {
        int[] all = [.. Enumerable.Repeat(ohm, _configuration.CaseIndex + 1)];
        if (contact >= 0)
            all[contact] = other;
        return all;
    }

    private void Inject(FaultKind kind)
    {
        switch (kind)
        {
            case FaultKind.PacketLoss:
                _id++;
                break;
            case FaultKind.Duplication:
                Ask(new Command.AdjustAmplitude(0, 100), 1, Role.Patient);
                Again();
                break;
            case FaultKind.Reorder:
                Ask(new Command.AdjustAmplitude(0, 25), 1, Role.Patient);
                Ask(new Command.Start(), 1, Role.Patient);
                break;
            case FaultKind.Delay:
                var context = new CommandContext(1, Role.Patient, ++_id, _device.State.RevisionNumber, _device.TimeNanosecond);
                Pass(_random.NextInt64(12 * Second), Input.None);
                Send(context, new Command.Start());
                break;
            case FaultKind.Truncation:
                Stage(_programs[_random.Next(_programs.Count)], 0, image => image[..^1]);
                break;
            case FaultKind.TransferBitFlip:
                Stage(_programs[_random.Next(_programs.Count)], 0, FlipOne);
                break;
            case FaultKind.HalfOpen:
                Test();
                Pass(_random.NextInt64(5 * Second), Input.None);
                break;
            case FaultKind.PeerCrash:
                Test();
                Tell(new Input.LinkLost());
                break;
            case FaultKind.PeerReplay:
                Again();
                break;
            case FaultKind.TwoProgrammers:
                Ask(new Command.SelectProgram(_random.Next(4)), 2);
                Send(
                    new CommandContext(3, Role.Clinician, ++_id, _device.State.RevisionNumber - Math.Min(1, _device.State.RevisionNumber),
                        _device.TimeNanosecond),
                    new Command.SelectProgram(_random.Next(4)));
                break;
            case FaultKind.ClockStep:
                Tell(new Input.ClockJump(_random.NextInt64(-10_000_000, 10_000_000)));
                break;
            case FaultKind.ClockStop:
                Tell(new Input.ClockJump(-60_000));
                break;
            case FaultKind.ClockDrift:
                Tell(new Input.ClockJump(_random.Next(-1500, 1500)));
                break;
            default:
                InjectHardware(kind);
                break;
        }
    }

    private void InjectHardware(FaultKind kind)
    {
        var contact = _random.Next(_configuration.CaseIndex);
        switch (kind)
        {
            case FaultKind.BrownOutInWrite:
                _store.CutAfter(_random.Next(2000));
                Stage(_programs[_random.Next(_programs.Count)], _random.Next(4));
                break;
            case FaultKind.PowerLoss:
                PowerLoss(ResetCause.PowerOn);
                break;
            case FaultKind.SlowMemory:
                Tell(new Input.Stall(_random.NextInt64(Second / 100)));
                break;
            case FaultKind.StuckMemoryBit:
                if (_random.Next(10) == 0)
                    _store.StuckBit = _random.Next(MemoryMap.Slot(4, 0) * 8);
                break;
            case FaultKind.BitRot:
                RotProgram();
                break;
            case FaultKind.JournalFull:
                for (var i = 0; i < 40; i++)
                    Ask(new Command.SetAutoResume(i % 2 == 0), i % 8);
                break;
            case FaultKind.WorkingMemoryFlip:
                Tell(new Input.BitFlip(_random.Next(2), _random.Next(64 + 600)));
                break;
            case FaultKind.WatchdogMiss:
                Tell(new Input.WatchdogFailed());
                break;
            case FaultKind.EngineStall:
                Tell(new Input.Stall(_random.NextInt64(Second / 5)));
                break;
            case FaultKind.DacStuck:
                Tell(new Input.Drive(0, 0, IsPhaseStuck: true));
                break;
            case FaultKind.DacOffset:
                Tell(new Input.Drive(_random.Next(-20_000, 20_000), _random.Next(-20_000, 20_000), false, _random.Next(-150, 150)));
                break;
            case FaultKind.LeadOpen:
                Tell(new Input.Impedances(Ohm(800, contact, 20_000)));
                break;
            case FaultKind.LeadShort:
                Tell(new Input.Impedances(Ohm(800), new Bridge(contact, (contact + 1) % _configuration.CaseIndex, _random.Next(200))));
                break;
            case FaultKind.ImpedanceDrift:
                Tell(new Input.Impedances(Ohm(_random.Next(200, 3500), contact, _random.Next(100, 9000))));
                break;
            case FaultKind.OverTemperature:
                Tell(new Input.Temperature(_random.Next(36_000, 42_000), _random.Next(36_000, 40_000), _random.Next(5) != 0));
                break;
            case FaultKind.BatterySag:
                Tell(new Input.Battery(_random.Next(200) == 0 ? 1500 : _random.Next(2000, 3300)));
                break;
            case FaultKind.Magnet:
                Tell(new Input.Magnet(true));
                Pass(_random.NextInt64(7 * Second), new Input.Magnet(_random.Next(8) == 0));
                break;
            case FaultKind.Mri:
                Ask(_random.Next(2) == 0 ? new Command.EnterMri() : new Command.ExitMri(), 1, Role.Patient);
                break;
            case FaultKind.InterferenceReset:
                PowerLoss(ResetCause.Other);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such fault.");
        }
    }

    private byte[] FlipOne(byte[] image)
    {
        var changed = (byte[])image.Clone();
        var bit = _random.Next(changed.Length * 8);
        changed[bit / 8] ^= (byte)(1 << (bit % 8));
        return changed;
    }

    private void Again()
    {
        if (_last is { } last)
            Send(last.Context, last.Command);
    }

    /// <summary>One bit of a copy of a program; the witness no longer relies on that program.</summary>
    private void RotProgram()
    {
        var program = _random.Next(4);
        _store.Rot((MemoryMap.Slot(program, _random.Next(2)) * 8) + _random.Next(616 * 8));
        _witness.Doubt(program);
    }
}
