using System.Buffers.Binary;
using Epidura.Generator.Commands;
using Epidura.Generator.Monitor;
using Epidura.Generator.Programs;

namespace Epidura.Generator.Link.Commands;

/// <summary>Bodies of the commands that go to the device. Reading refuses every byte that is missing, left over or out of range.</summary>
public static class CommandCodec
{
    /// <summary>Longest piece of a staged program, bytes.</summary>
    public const int PieceMax = 256;

    private const int HashLength = 32;
    private const int ProgramMax = 15;
    private const int AreaMax = 3;
    private const int SecondsMax = 1800;

    /// <summary>Encodes a command.</summary>
    /// <returns>Its opcode and body.</returns>
    /// <exception cref="ArgumentException">A number does not fit its field.</exception>
    public static (Opcode Opcode, byte[] Body) Encode(Command command)
    {
        ArgumentNullException.ThrowIfNull(command);
        try
        {
            return Write(command);
        }
        catch (OverflowException)
        {
            throw new ArgumentException($"A number of {command} does not fit its field.", nameof(command));
        }
    }

    private static (Opcode Opcode, byte[] Body) Write(Command command) => command switch
    {
        Command.Stop => (Opcode.Stop, []),
        Command.Start => (Opcode.Start, []),
        Command.Heartbeat => (Opcode.Heartbeat, []),
        Command.EnterMri => (Opcode.EnterMri, []),
        Command.ExitMri => (Opcode.ExitMri, []),
        Command.StageValidate => (Opcode.StageValidate, []),
        Command.MeasureImpedance => (Opcode.MeasureImpedance, []),
        Command.ClearFault => (Opcode.ClearFault, []),
        Command.EnterShipping => (Opcode.EnterShipping, []),
        Command.LeaveShipping => (Opcode.LeaveShipping, []),
        Command.SelectProgram select => (Opcode.SelectProgram, [(byte)select.Program]),
        Command.AdjustAmplitude { DeltaMicroampere: > 0 } up => (Opcode.Up, [(byte)up.Area, .. Short(up.DeltaMicroampere)]),
        Command.AdjustAmplitude { DeltaMicroampere: < 0 } down => (Opcode.Down, [(byte)down.Area, .. Short(-down.DeltaMicroampere)]),
        Command.SetAmplitude set => (Opcode.SetAmplitude, [(byte)set.Area, .. Short(set.AmplitudeMicroampere)]),
        Command.Boost boost => (Opcode.Boost, [(byte)boost.Area, .. Short(boost.DeltaMicroampere), .. Short(boost.Seconds)]),
        Command.StageBegin begin => (Opcode.StageBegin, [(byte)begin.Program, .. Short(begin.Length), .. begin.Sha256.Span]),
        Command.StageWrite write => (Opcode.StageWrite, [.. Short(write.Offset), .. write.Bytes.Span]),
        Command.Commit commit => (Opcode.Commit, commit.StageHash.ToArray()),
        Command.SetPatientWindow window => (Opcode.SetPatientWindow,
            [
                (byte)window.Program, (byte)window.Area,
                .. Short(window.MinMicroampere), .. Short(window.MaxMicroampere), .. Short(window.StepMicroampere),
            ]),
        Command.TestStart test => (Opcode.TestStart, Short(test.Seconds)),
        Command.SetClock clock => (Opcode.SetClock, Long(clock.UnixMilliseconds)),
        Command.SetLimitProfile profile => (Opcode.SetLimitProfile, profile.Signed.ToArray()),
        Command.UpdateValidate => (Opcode.UpdateValidate, []),
        Command.UpdateBegin begin => (Opcode.UpdateBegin,
            [.. Word(begin.Version), .. Word(begin.Hardware), .. Word(checked((uint)begin.Length)), .. begin.Sha256.Span]),
        Command.UpdateWrite write => (Opcode.UpdateWrite, [.. Word(checked((uint)write.Offset)), .. write.Bytes.Span]),
        Command.UpdateActivate activate => (Opcode.UpdateActivate, activate.ImageHash.ToArray()),
        Command.SetAutoResume resume => (Opcode.SetAutoResume, [resume.IsAllowed ? (byte)1 : (byte)0]),
        _ => throw new ArgumentException($"{command} has no bytes.", nameof(command)),
    };

    /// <summary>Reads a body.</summary>
    /// <param name="opcode">Command.</param>
    /// <param name="body">Its bytes; anything is allowed.</param>
    /// <returns>Null when the bytes are not exactly one such command.</returns>
    public static Command? Decode(Opcode opcode, ReadOnlySpan<byte> body) =>
        body.IsEmpty
            ? DecodeBare(opcode)
            : DecodeOutput(opcode, body) ?? DecodeProgramming(opcode, body) ?? DecodeUpdate(opcode, body);

    /// <summary>Reads the body of a question: a log position or a load, nothing for the others.</summary>
    /// <returns>Null when the bytes are not exactly that.</returns>
    public static uint? DecodeQuery(Opcode opcode, ReadOnlySpan<byte> body) => opcode switch
    {
        Opcode.GetInfo or Opcode.GetStatus or Opcode.GetUsage or Opcode.GetSoftware when body.IsEmpty => 0,
        Opcode.GetProgram when body.Length == 1 && body[0] <= ProgramMax => body[0],
        Opcode.GetImpedance when body.Length == 1 && body[0] < Memory.MemoryMap.ImpedanceRecords => body[0],
        Opcode.GetLog or Opcode.Characterise when body.Length == 4 => BinaryPrimitives.ReadUInt32LittleEndian(body),
        _ => null,
    };

    private static Command? DecodeBare(Opcode opcode) => opcode switch
    {
        Opcode.Stop => new Command.Stop(),
        Opcode.Start => new Command.Start(),
        Opcode.Heartbeat => new Command.Heartbeat(),
        Opcode.EnterMri => new Command.EnterMri(),
        Opcode.ExitMri => new Command.ExitMri(),
        Opcode.StageValidate => new Command.StageValidate(),
        Opcode.MeasureImpedance => new Command.MeasureImpedance(),
        Opcode.ClearFault => new Command.ClearFault(),
        Opcode.EnterShipping => new Command.EnterShipping(),
        Opcode.LeaveShipping => new Command.LeaveShipping(),
        Opcode.UpdateValidate => new Command.UpdateValidate(),
        _ => null,
    };

    private static Command? DecodeOutput(Opcode opcode, ReadOnlySpan<byte> body) => opcode switch
    {
        Opcode.SelectProgram when body.Length == 1 && body[0] <= ProgramMax => new Command.SelectProgram(body[0]),
        Opcode.Up when IsArea(body, 3) && Short(body, 1) > 0 => new Command.AdjustAmplitude(body[0], Short(body, 1)),
        Opcode.Down when IsArea(body, 3) && Short(body, 1) > 0 => new Command.AdjustAmplitude(body[0], -Short(body, 1)),
        Opcode.SetAmplitude when IsArea(body, 3) => new Command.SetAmplitude(body[0], Short(body, 1)),
        Opcode.Boost when IsArea(body, 5) && Short(body, 1) > 0 && Short(body, 3) is >= 1 and <= SecondsMax =>
            new Command.Boost(body[0], Short(body, 1), Short(body, 3)),
        Opcode.TestStart when body.Length == 2 && Short(body, 0) is >= 1 and <= SecondsMax => new Command.TestStart(Short(body, 0)),
        _ => null,
    };

    private static Command? DecodeProgramming(Opcode opcode, ReadOnlySpan<byte> body) => opcode switch
    {
        Opcode.StageBegin when body.Length == 3 + HashLength && body[0] <= ProgramMax
            && Short(body, 1) is >= 1 and <= ProgramImage.LengthMax => new Command.StageBegin(body[0], Short(body, 1), body[3..].ToArray()),
        Opcode.StageWrite when body.Length is >= 3 and <= 2 + PieceMax && Short(body, 0) < ProgramImage.LengthMax =>
            new Command.StageWrite(Short(body, 0), body[2..].ToArray()),
        Opcode.Commit when body.Length == HashLength => new Command.Commit(body.ToArray()),
        Opcode.SetPatientWindow when body.Length == 8 && body[0] <= ProgramMax && body[1] <= AreaMax =>
            new Command.SetPatientWindow(body[0], body[1], Short(body, 2), Short(body, 4), Short(body, 6)),
        Opcode.SetClock when body.Length == 8 && BinaryPrimitives.ReadInt64LittleEndian(body) >= 0 =>
            new Command.SetClock(BinaryPrimitives.ReadInt64LittleEndian(body)),
        Opcode.SetLimitProfile when body.Length == LimitProfile.SignedLength => new Command.SetLimitProfile(body.ToArray()),
        Opcode.SetAutoResume when body.Length == 1 && body[0] <= 1 => new Command.SetAutoResume(body[0] == 1),
        _ => null,
    };

    /// <summary>Lengths and versions are the device's to judge, so that it says why.</summary>
    private static Command? DecodeUpdate(Opcode opcode, ReadOnlySpan<byte> body) => opcode switch
    {
        Opcode.UpdateBegin when body.Length == 12 + HashLength && Word(body, 8) <= int.MaxValue =>
            new Command.UpdateBegin(Word(body, 0), Word(body, 4), (int)Word(body, 8), body[12..].ToArray()),
        Opcode.UpdateWrite when body.Length is >= 5 and <= 4 + PieceMax && Word(body, 0) <= int.MaxValue =>
            new Command.UpdateWrite((int)Word(body, 0), body[4..].ToArray()),
        Opcode.UpdateActivate when body.Length == HashLength => new Command.UpdateActivate(body.ToArray()),
        _ => null,
    };

    private static bool IsArea(ReadOnlySpan<byte> body, int length) => body.Length == length && body[0] <= AreaMax;

    private static int Short(ReadOnlySpan<byte> body, int at) => BinaryPrimitives.ReadUInt16LittleEndian(body[at..]);

    private static uint Word(ReadOnlySpan<byte> body, int at) => BinaryPrimitives.ReadUInt32LittleEndian(body[at..]);

    private static byte[] Word(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }

    private static byte[] Short(int value)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)value);
        return bytes;
    }

    private static byte[] Long(long value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return bytes;
    }
}
