using System.Security.Cryptography;
using Epidura.Generator.Commands;
using Epidura.Generator.Software;

namespace Epidura.Generator.Engine;

/// <summary>
/// The update of the device's software, I-40: received whole in working memory, checked, then stored, then activated. It needs the
/// state Off and moves no state: what changes is which bank the next start looks at.
/// </summary>
public partial class Machine
{
    /// <summary>Number of the first update command; the other three follow in the order of their opcodes.</summary>
    internal const ushort UpdateCode = 23;

    private const int Update40 = 40, UpdatePieceMax = 256;

    /// <summary>The number of a command on the wire and in the log.</summary>
    public static ushort CommandCode(Command command) => command switch
    {
        Command.Stop => 1,
        Command.Start => 2,
        Command.SelectProgram => 3,
        Command.AdjustAmplitude => 4,
        Command.SetAmplitude => 5,
        Command.Boost => 6,
        Command.EnterMri => 7,
        Command.ExitMri => 8,
        Command.StageBegin => 9,
        Command.StageWrite => 10,
        Command.StageValidate => 11,
        Command.Commit => 12,
        Command.SetPatientWindow => 13,
        Command.TestStart => 14,
        Command.Heartbeat => 15,
        Command.MeasureImpedance => 16,
        Command.ClearFault => 17,
        Command.SetClock => 18,
        Command.SetLimitProfile => 19,
        Command.SetAutoResume => 20,
        Command.EnterShipping => 21,
        Command.LeaveShipping => 22,
        Command.UpdateBegin => 23,
        Command.UpdateWrite => 24,
        Command.UpdateValidate => 25,
        Command.UpdateActivate => 26,
        _ => 0,
    };

    private CommandResult Update(GeneratorState state, CommandContext context, Command command, StepOutputs outputs) =>
        ForbidsUpdate(state, context) ?? command switch
        {
            Command.UpdateBegin begin => BeginUpdate(state, begin),
            Command.UpdateWrite write => WriteUpdate(state, write),
            Command.UpdateValidate => ValidateUpdate(state, outputs),
            Command.UpdateActivate activate => ActivateUpdate(state, activate, outputs),
            _ => Refuse(state, CommandStatus.BadArgument, Update40),
        };

    /// <summary>Who may send it, and when; asked again for every piece.</summary>
    private static CommandResult? ForbidsUpdate(GeneratorState state, CommandContext context)
    {
        if (context.Role != Role.Service)
            return Refuse(state, CommandStatus.NotAuthorised, Update40, (long)context.Role, (long)Role.Service);
        if (!context.IsClinicianPresent)
            return Refuse(state, CommandStatus.ClinicianAbsent, Update40, 0, 1);
        return state.State != TherapyState.Off
            ? Refuse(state, CommandStatus.WrongState, Update40, (long)state.State, (long)TherapyState.Off)
            : null;
    }

    private CommandResult BeginUpdate(GeneratorState state, Command.UpdateBegin begin)
    {
        const int shortest = SoftwareImage.HeaderLength + SoftwareImage.SignatureLength;
        if (begin.Length is < shortest or > SoftwareImage.LengthMax || begin.Sha256.Length != 32)
            return Refuse(state, CommandStatus.BadArgument, Update40, begin.Length, SoftwareImage.LengthMax);
        if (CheckUpdate(state, begin.Hardware, begin.Version) is { } refused)
            return refused;
        state.Update = new UpdateBuffer(begin.Version, begin.Hardware, begin.Sha256.ToArray(), new byte[begin.Length], 0, false);
        return Accept(state);
    }

    private static CommandResult WriteUpdate(GeneratorState state, Command.UpdateWrite write)
    {
        if (state.Update is not { } update)
            return Refuse(state, CommandStatus.StageIncomplete, Update40);
        if (write.Bytes.Length is < 1 or > UpdatePieceMax || write.Offset < 0 || write.Offset > update.Written
            || write.Bytes.Length > update.Bytes.Length - write.Offset)
            return Refuse(state, CommandStatus.BadArgument, Update40, (long)write.Offset + write.Bytes.Length, update.Bytes.Length);
        var bytes = (byte[])update.Bytes.Clone();
        write.Bytes.Span.CopyTo(bytes.AsSpan(write.Offset));
        state.Update = update with
        {
            Bytes = bytes,
            Written = Math.Max(update.Written, write.Offset + write.Bytes.Length),
            IsValidated = false,
        };
        return Accept(state);
    }

    private CommandResult ValidateUpdate(GeneratorState state, StepOutputs outputs)
    {
        if (state.Update is not { } update || update.Written < update.Bytes.Length)
            return Refuse(state, CommandStatus.StageIncomplete, Update40, state.Update?.Written ?? 0, state.Update?.Bytes.Length ?? 0);
        if (!SoftwareImage.IsSigned(update.Bytes, _configuration.MakerKey.Span))
            return Refuse(state, CommandStatus.BadSignature, Update40);
        if (!SHA256.HashData(update.Bytes).AsSpan().SequenceEqual(update.Hash.Span)
            || SoftwareImage.Read(update.Bytes) is not { } image || image.Version.Value != update.Version
            || image.Hardware != update.Hardware)
            return Refuse(state, CommandStatus.StageIncomplete, Update40, update.Written, update.Bytes.Length);
        if (CheckUpdate(state, image.Hardware, image.Version.Value) is { } refused)
            return refused;
        state.Update = update with { IsValidated = true };
        outputs.UpdateToInstall = update.Bytes;
        return Accept(state);
    }

    private static CommandResult ActivateUpdate(GeneratorState state, Command.UpdateActivate activate, StepOutputs outputs)
    {
        if (state.Update is not { IsValidated: true } update || !activate.ImageHash.Span.SequenceEqual(update.Hash.Span))
            return Refuse(state, CommandStatus.StageIncomplete, Update40);
        state.Update = null;
        outputs.UpdateToActivate = update.Hash;
        return Accept(state);
    }

    private CommandResult? CheckUpdate(GeneratorState state, uint hardware, uint version)
    {
        if (hardware != _configuration.Hardware)
            return Refuse(state, CommandStatus.WrongHardware, Update40, hardware, _configuration.Hardware);
        return version < state.SoftwareFloor.Value
            ? Refuse(state, CommandStatus.SoftwareOlder, Update40, version, state.SoftwareFloor.Value)
            : null;
    }
}
