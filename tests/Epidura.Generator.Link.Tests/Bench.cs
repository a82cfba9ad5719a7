using System.Security.Cryptography;
using Epidura.Generator.Commands;
using Epidura.Generator.Link.Bonds;
using Epidura.Generator.Link.Client;
using Epidura.Generator.Link.Commands;
using Epidura.Generator.Link.Handshake;

namespace Epidura.Generator.Link.Tests;

/// <summary>A device with four bonds (patient, clinician, reader, second clinician) and clients that talk to it in memory.</summary>
internal sealed class Bench : IDisposable
{
    public static readonly byte[] Card = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];

    private static readonly KeyPair[] Keys = [.. Enumerable.Range(0, 6).Select(index => KeyPair.Draw(new SeededEntropy(100 + index)))];
    private static readonly ECDsa RootKey = MakeRoot();

    public Bench(int seed = 1, byte suites = 3, bool bonded = true, byte clientSuites = 3)
    {
        ClientSuites = clientSuites;
        Entropy = new SeededEntropy(seed);
        var options = new DeviceLinkOptions(
            new DeviceIdentity(0xD0D1D2D3D4D5D6D7, 0x0001_0000, new byte[16], 3), Card, DeviceLinkOptions.LocalStream, suites);
        Table = bonded ? Bonded() : new BondTable();
        Link = new DeviceLink(options, DeviceKey, Table, Entropy, Target);
    }

    public static KeyPair DeviceKey => Keys[0];

    public static KeyPair PatientKey => Keys[1];

    public static KeyPair ClinicianKey => Keys[2];

    public static KeyPair ReaderKey => Keys[3];

    public static KeyPair OtherClinicianKey => Keys[4];

    public static KeyPair SpareKey => Keys[5];

    public static byte[] RootPoint { get; } = PointOf(RootKey);

    public byte ClientSuites { get; }

    public SeededEntropy Entropy { get; }

    public FakeTarget Target { get; } = new();

    public BondTable Table { get; }

    public DeviceLink Link { get; }

    public LinkOutput Output { get; } = new();

    public long Now { get; set; } = 1000;

    public static ClientBond Patient => ClientOf(1, 0);

    public static ClientBond Clinician => ClientOf(2, 902);

    public static ClientBond Reader => ClientOf(3, 0);

    public static ClientBond OtherClinician => ClientOf(4, 904);

    public static byte[] Secret(int index) => [.. Enumerable.Repeat((byte)(0x40 + index), 32)];

    public static ClinicianCertificate Certificate(KeyPair key, ulong id, long issued = 1_799_000_000, long life = 2_000_000) =>
        new ClinicianCertificate(id, 11, 22, key.Point.ToArray(), issued, issued + life, new byte[64]).SignedBy(RootKey);

    public static ClinicianCertificate SignedByStranger(ClinicianCertificate certificate)
    {
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return certificate.SignedBy(stranger);
    }

    /// <summary>Hands records in and returns what the device sends back.</summary>
    public List<byte[]> Send(ReadOnlySpan<byte> record, int connection = 0)
    {
        Output.Clear();
        Link.Receive(connection, record, Now, Output);
        return Sent();
    }

    public List<byte[]> Advance(long millisecond)
    {
        Output.Clear();
        Now += millisecond;
        Link.Advance(Now, Output);
        return Sent();
    }

    public ClientSession? TryOpen(ClientBond bond, KeyPair key, int connection = 0)
    {
        using var handshake = ClientHandshake.ForSession(bond, key, Entropy, suites: ClientSuites);
        return TryOpen(handshake, connection);
    }

    public ClientSession? TryOpen(ClientHandshake handshake, int connection = 0)
    {
        var challenge = Send(handshake.Hello.Span, connection);
        if (challenge.Count != 1 || handshake.OnChallenge(challenge[0]) is not { } first)
            return null;
        var second = Send(first, connection);
        if (second.Count != 1 || handshake.OnHandshake2(second[0]) is not { } session)
            return null;
        var confirmed = Send(session.Confirm(), connection);
        return confirmed.Count > 0 && session.TryOpen(confirmed[^1], out var reply) && reply.IsOk ? session : null;
    }

    public ClientSession OpenPatient(int connection = 0) => TryOpen(Patient, PatientKey, connection)!;

    public ClientSession OpenClinician(int connection = 1) => TryOpen(Clinician, ClinicianKey, connection)!;

    public ClientSession OpenReader(int connection = 2) => TryOpen(Reader, ReaderKey, connection)!;

    public ClientSession OpenOtherClinician(int connection = 3) => TryOpen(OtherClinician, OtherClinicianKey, connection)!;

    public CommandEnvelope Envelope(ClientSession session, Command command)
    {
        var (opcode, body) = CommandCodec.Encode(command);
        return Envelope(session, opcode, body);
    }

    public CommandEnvelope Envelope(ClientSession session, Opcode opcode, params byte[] body) =>
        new(opcode, session.TakeCommandId(), CommandEnvelope.AnyRevision, Authority.IsRaising(opcode) ? Now : null, body);

    public ReplyEnvelope Ask(ClientSession session, Command command, int connection = 0) =>
        Ask(session, Envelope(session, command), connection);

    public ReplyEnvelope Ask(ClientSession session, CommandEnvelope envelope, int connection = 0)
    {
        var sent = Send(session.Seal(envelope), connection);
        Assert.NotEmpty(sent);
        Assert.True(session.TryOpen(sent[0], out var reply));
        return reply;
    }

    public static void Is(LinkStatus status, ReplyEnvelope reply) => Assert.Equal(status, (LinkStatus)reply.Status);

    public void Dispose() => Link.Dispose();

    private List<byte[]> Sent() => [.. Enumerable.Range(0, Output.Count).Select(index => Output.Record(index).ToArray())];

    private static BondTable Bonded() => new(
        [
            new Bond(0, Role.Patient, PatientKey.Point, Secret(1), null, new CommandLedger()),
            new Bond(1, Role.Clinician, ClinicianKey.Point, Secret(2), Certificate(ClinicianKey, 902), new CommandLedger()),
            new Bond(2, Role.Reader, ReaderKey.Point, Secret(3), null, new CommandLedger()),
            new Bond(3, Role.Clinician, OtherClinicianKey.Point, Secret(4), Certificate(OtherClinicianKey, 904), new CommandLedger()),
        ],
        null,
        RootPoint);

    private static ClientBond ClientOf(int index, ulong certificate) => new(DeviceKey.Point.ToArray(), Secret(index), certificate);

    private static ECDsa MakeRoot()
    {
        var scalar = new byte[32];
        scalar[31] = 77;
        return ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = scalar });
    }

    private static byte[] PointOf(ECDsa key)
    {
        var q = key.ExportParameters(false).Q;
        return [4, .. q.X!, .. q.Y!];
    }
}
