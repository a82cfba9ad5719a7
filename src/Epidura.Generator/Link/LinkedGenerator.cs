using System.Buffers.Binary;
using System.Security.Cryptography;
using Epidura.Generator.Commands;
using Epidura.Generator.Engine;
using Epidura.Generator.Link.Bonds;
using Epidura.Generator.Link.Commands;
using Epidura.Generator.Link.Handshake;
using Epidura.Generator.Link.Telemetry;
using Epidura.Generator.Memory;

namespace Epidura.Generator.Link;

/// <summary>A whole device with its link: what a host gives records and time. Pure like its parts.</summary>
public sealed class LinkedGenerator : ILinkTarget, IDisposable
{
    private const long Millisecond = 1_000_000;
    private const int RefusalLength = 17;

    private const ushort NotePaired = 1;
    private const ushort NoteTestLinkLost = 2;

    private readonly LinkMemory _memory;
    private readonly IBlockStore _store;
    private readonly KeyPair _key;
    private readonly Queue<Input> _pending = new();
    private bool _isErased;

    /// <summary>Puts a device behind its link.</summary>
    /// <param name="device">Device; time and the world reach it through <see cref="Advance"/>.</param>
    /// <param name="memory">Keys and bonds.</param>
    /// <param name="entropy">Source of challenges, session ids and ephemeral keys.</param>
    /// <param name="store">Memory of the device, which a clinician may have erased when it is damaged.</param>
    public LinkedGenerator(PulseGenerator device, LinkMemory memory, ILinkEntropy entropy, IBlockStore store)
    {
        _store = store;
        Device = device;
        _memory = memory;
        KeyPair.TryFromScalar(memory.Scalar, out var key);
        _key = key ?? throw new ArgumentException("The link's memory holds no key.", nameof(memory));
        var profile = SHA256.HashData(ProfileBytes(device))[..DeviceIdentity.ProfileLength];
        var identity = new DeviceIdentity(memory.DeviceId, device.Software.Version.Value, profile, device.Boot);
        Link = new DeviceLink(new DeviceLinkOptions(identity, memory.Card), _key, memory.Bonds, entropy, this);
    }

    /// <summary>The device.</summary>
    public PulseGenerator Device { get; }

    /// <summary>Its end of the link.</summary>
    public DeviceLink Link { get; }

    /// <summary>True when damaged memory was erased or an update was activated: the host starts the device again.</summary>
    public bool IsRestartRequested => _isErased || Device.IsUpdateActivated;

    /// <inheritdoc/>
    public uint Revision => Device.State.RevisionNumber;

    /// <inheritdoc/>
    public bool MagnetPresent => Device.State.IsMagnet;

    /// <inheritdoc/>
    public long? WallClockSecond =>
        Device.State.IsClockValid ? ((Device.State.Time / Millisecond) + Device.State.WallOffsetMilliseconds) / 1000 : null;

    /// <summary>Takes one record from a connection at the device's present time.</summary>
    public void Receive(int connection, ReadOnlySpan<byte> record, LinkOutput output) =>
        Link.Receive(connection, record, Device.TimeNanosecond / Millisecond, output);

    /// <summary>Lets time pass and tells the device what happened.</summary>
    /// <returns>What the device did.</returns>
    public StepOutputs Advance(long elapsedNanosecond, Input input, LinkOutput output)
    {
        var wasOpen = Device.Status().IsPairingWindowOpen;
        while (_pending.TryDequeue(out var pending))
            Device.Advance(0, pending);
        var outputs = Device.Advance(elapsedNanosecond, input);
        var now = Device.TimeNanosecond / Millisecond;
        Link.Advance(now, output);
        if (!wasOpen && Device.Status().IsPairingWindowOpen)
            Link.OpenPairingWindow(now);
        while (_pending.TryDequeue(out var pending))
            Device.Advance(0, pending);
        return outputs;
    }

    /// <inheritdoc/>
    public CommandAnswer Answer(in LinkQuery query) => query.Opcode switch
    {
        Opcode.GetInfo => Done(new DeviceInfo(
            Device.Configuration.IsTrial, Device.Configuration.Device.Name,
            [.. Device.Configuration.Contacts.Select(item => item.Id)]).ToBytes()),
        Opcode.GetStatus => Done(StatusCodec.Encode(Device.Status())),
        Opcode.GetLog => Done(LogPage.Encode(Device.Log, query.Argument)),
        Opcode.GetUsage => Done(UsageReport.From(Device.DeliveredNanosecond, Device.AmplitudeHistogramNanosecond).ToBytes()),
        Opcode.GetProgram => Stored((int)query.Argument),
        Opcode.GetImpedance => Measured((int)query.Argument),
        Opcode.GetSoftware => Done(Device.Software.ToBytes()),
        Opcode.Characterise => Characterise(query.Argument),
        _ => new CommandAnswer((ushort)LinkStatus.UnknownOpcode, Revision, default),
    };

    /// <inheritdoc/>
    public CommandAnswer Execute(in AuthorisedCommand command)
    {
        if (command.Command is Command.ClearFault && Device.Status().IsMemoryReadOnly)
            return EraseDamaged();
        var envelope = command.Envelope;
        uint? revision = envelope.ExpectedRevision == CommandEnvelope.AnyRevision ? null : envelope.ExpectedRevision;
        var context = new CommandContext(
            command.Bond.Slot, command.Bond.Role, envelope.CommandId, revision, envelope.BasedOnMillisecond * Millisecond,
            command.IsClinicianPresent);
        return Translate(Device.Execute(context, command.Command));
    }

    /// <inheritdoc/>
    public CommandAnswer? Recall(Bond bond, ulong commandId) =>
        Device.Recall(bond.Slot, commandId) is { } result ? Translate(result) : null;

    /// <inheritdoc/>
    public bool StoreCommandMark(Bond bond) => _memory.Save();

    /// <inheritdoc/>
    /// <remarks>The device's journal keeps results itself, before it answers.</remarks>
    public void StoreResult(Bond bond, in KeptResult result)
    {
    }

    /// <inheritdoc/>
    public bool StoreBonds(BondTable bonds)
    {
        if (!_memory.Save())
            return false;
        Device.Note(NotePaired, bonds.Bonds.Count);
        return true;
    }

    /// <inheritdoc/>
    public void NoteRefusedUpdate(Bond bond, Opcode opcode) =>
        Device.NoteRefused((ushort)(Machine.UpdateCode + (opcode - Opcode.UpdateBegin)), 40, CommandStatus.NotAuthorised);

    /// <inheritdoc/>
    public void TestLinkLost()
    {
        // Queued, because it may be found while the device is answering.
        _pending.Enqueue(new Input.LinkLost());
        Device.Note(NoteTestLinkLost, 0);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Link.Dispose();
        _key.Dispose();
    }

    private static byte[] ProfileBytes(PulseGenerator device) =>
        System.Text.Encoding.UTF8.GetBytes(device.State.Limits.ToString());

    /// <summary>The one way to overwrite damaged memory: a clinician's clear. Bonds stay; programs and log are gone.</summary>
    private CommandAnswer EraseDamaged()
    {
        _isErased = Device.EraseDamagedMemory(_store);
        return _isErased ? Done([]) : new CommandAnswer((ushort)CommandStatus.MemoryFailed, Revision, new byte[RefusalLength]);
    }

    private CommandAnswer Done(byte[] body) => new((ushort)LinkStatus.Ok, Revision, body);

    /// <summary>Length and SHA-256 of a stored program, for a client that compares after a commit; empty when there is none.</summary>
    private CommandAnswer Stored(int program)
    {
        var image = Device.StoredImage(program);
        if (image.IsEmpty)
            return Done([]);
        var body = new byte[2 + LinkFormat.KeyLength];
        BinaryPrimitives.WriteUInt16LittleEndian(body, (ushort)image.Length);
        SHA256.HashData(image.Span, body.AsSpan(2));
        return Done(body);
    }

    /// <summary>A kept measurement; empty when there are not so many.</summary>
    private CommandAnswer Measured(int back) =>
        Done(back < Device.Impedances.Count ? Device.Impedances[Device.Impedances.Count - 1 - back].ToBytes() : []);

    /// <summary>The row of the output table for one of its loads.</summary>
    private CommandAnswer Characterise(uint ohm) =>
        OutputTable.Of(Device).FirstOrDefault(row => row.LoadOhm == ohm) is { } found
            ? Done(OutputRowCodec.Encode(found))
            : new CommandAnswer((ushort)CommandStatus.BadArgument, Revision, new byte[RefusalLength]);

    private static CommandAnswer Translate(Generator.Commands.CommandResult result)
    {
        if (result.IsAccepted)
            return new CommandAnswer((ushort)LinkStatus.Ok, result.Revision, result.Payload);
        var body = new byte[RefusalLength];
        body[0] = (byte)result.Requirement;
        BinaryPrimitives.WriteInt64LittleEndian(body.AsSpan(1), result.Value);
        BinaryPrimitives.WriteInt64LittleEndian(body.AsSpan(9), result.Limit);
        return new CommandAnswer((ushort)result.Status, result.Revision, body);
    }
}
