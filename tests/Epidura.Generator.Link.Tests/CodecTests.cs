using Epidura.Generator.Commands;
using Epidura.Generator.Link.Client;
using Epidura.Generator.Link.Commands;
using Epidura.Generator.Monitor;
using FsCheck;
using FsCheck.Fluent;

namespace Epidura.Generator.Link.Tests;

public class CodecTests
{
    private static readonly Opcode[] Device =
    [
        .. Enum.GetValues<Opcode>().Where(opcode => opcode is not (Opcode.Confirm or Opcode.GetInfo or Opcode.GetStatus or Opcode.GetLog
            or Opcode.Characterise or Opcode.GetUsage or Opcode.GetProgram or Opcode.GetImpedance or Opcode.GetSoftware
            or Opcode.ReleaseLock or Opcode.Pair
            or Opcode.BondList
                or Opcode.BondRemove
            or Opcode.PresentCertificate)),
    ];

    private static byte[] Bytes(int seed, int length)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    /// <summary>Every command of the set, with numbers drawn over their whole fields.</summary>
    private static Command Draw(Opcode opcode, int seed)
    {
        var random = new Random(seed);
        int Micro() => random.Next(1, 65_536);
        return opcode switch
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
            Opcode.SelectProgram => new Command.SelectProgram(random.Next(16)),
            Opcode.Up => new Command.AdjustAmplitude(random.Next(4), Micro()),
            Opcode.Down => new Command.AdjustAmplitude(random.Next(4), -Micro()),
            Opcode.SetAmplitude => new Command.SetAmplitude(random.Next(4), Micro() - 1),
            Opcode.Boost => new Command.Boost(random.Next(4), Micro(), random.Next(1, 1801)),
            Opcode.StageBegin => new Command.StageBegin(random.Next(16), random.Next(1, 513), Bytes(seed, 32)),
            Opcode.StageWrite => new Command.StageWrite(random.Next(512), Bytes(seed, random.Next(1, 257))),
            Opcode.Commit => new Command.Commit(Bytes(seed, 32)),
            Opcode.SetPatientWindow => new Command.SetPatientWindow(random.Next(16), random.Next(4), Micro(), Micro(), Micro()),
            Opcode.TestStart => new Command.TestStart(random.Next(1, 1801)),
            Opcode.SetClock => new Command.SetClock(random.NextInt64(long.MaxValue)),
            Opcode.SetLimitProfile => new Command.SetLimitProfile(Bytes(seed, LimitProfile.SignedLength)),
            Opcode.SetAutoResume => new Command.SetAutoResume(random.Next(2) == 1),
            Opcode.UpdateBegin => new Command.UpdateBegin(
                (uint)random.NextInt64(1L << 32), (uint)random.NextInt64(1L << 32), random.Next(), Bytes(seed, 32)),
            Opcode.UpdateWrite => new Command.UpdateWrite(random.Next(), Bytes(seed, random.Next(1, 257))),
            Opcode.UpdateValidate => new Command.UpdateValidate(),
            Opcode.UpdateActivate => new Command.UpdateActivate(Bytes(seed, 32)),
            _ => throw new ArgumentOutOfRangeException(nameof(opcode), opcode, "No such command."),
        };
    }

    [Fact]
    [Trait("Requirement", "L-15")]
    public void Every_command_reads_back_from_its_bytes_as_the_same_bytes()
    {
        foreach (var opcode in Device)
        {
            Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
            {
                var command = Draw(opcode, seed);
                var (written, body) = CommandCodec.Encode(command);
                var read = CommandCodec.Decode(written, body)!;
                var again = CommandCodec.Encode(read);
                return written == opcode && again.Opcode == opcode && again.Body.AsSpan().SequenceEqual(body)
                    && read.GetType() == command.GetType();
            }).QuickCheckThrowOnFailure();
        }
    }

    [Fact]
    [Trait("Requirement", "L-15")]
    public void A_body_with_one_byte_more_or_less_is_refused()
    {
        foreach (var opcode in Device)
        {
            var (_, body) = CommandCodec.Encode(Draw(opcode, 3));
            var isPiece = opcode is Opcode.StageWrite or Opcode.UpdateWrite;
            if (!isPiece)
                Assert.Null(CommandCodec.Decode(opcode, [.. body, 0]));
            if (body.Length > 0 && !(isPiece && body.Length > 5))
                Assert.Null(CommandCodec.Decode(opcode, body.AsSpan(0, body.Length - 1)));
        }
        Assert.Null(CommandCodec.Decode(Opcode.StageWrite, new byte[2 + CommandCodec.PieceMax + 1]));
        Assert.Null(CommandCodec.Decode(Opcode.UpdateWrite, new byte[4 + CommandCodec.PieceMax + 1]));
    }

    [Theory]
    [InlineData(Opcode.SelectProgram, "10")]
    [InlineData(Opcode.Up, "040100")]
    [InlineData(Opcode.Up, "000000")]
    [InlineData(Opcode.Down, "000000")]
    [InlineData(Opcode.Boost, "0001000000")]
    [InlineData(Opcode.Boost, "0001000907")]
    [InlineData(Opcode.TestStart, "0000")]
    [InlineData(Opcode.TestStart, "0907")]
    [InlineData(Opcode.SetAutoResume, "02")]
    [InlineData(Opcode.SetClock, "FFFFFFFFFFFFFFFF")]
    [InlineData(Opcode.StageWrite, "000201")]
    [InlineData(Opcode.SetPatientWindow, "1000000000000000")]
    [InlineData(Opcode.SetPatientWindow, "0004000000000000")]
    [InlineData(Opcode.UpdateWrite, "0000008001")]
    [InlineData(Opcode.UpdateWrite, "00000000")]
    [InlineData(Opcode.UpdateBegin, "00000100000000000000008000000000000000000000000000000000000000000000000000000000000000000000")]
    public void Bytes_out_of_range_are_not_a_command(Opcode opcode, string body) =>
        Assert.Null(CommandCodec.Decode(opcode, Convert.FromHexString(body)));

    [Fact]
    public void A_number_that_does_not_fit_is_never_cut()
    {
        Assert.Throws<ArgumentException>(() => CommandCodec.Encode(new Command.AdjustAmplitude(0, 65_536)));
        Assert.Throws<ArgumentException>(() => CommandCodec.Encode(new Command.AdjustAmplitude(0, 0)));
        Assert.Throws<ArgumentException>(() => CommandCodec.Encode(new Command.SelectProgram(256)));
        Assert.Throws<ArgumentException>(() => CommandCodec.Encode(new Command.SetAmplitude(-1, 1)));
    }

    [Fact]
    public void Random_bytes_that_decode_encode_to_themselves()
    {
        var random = new Random(11);
        var decoded = 0;
        for (var index = 0; index < 200_000; index++)
        {
            var body = Bytes(index, random.Next(0, 12));
            var opcode = (Opcode)random.Next(0, 0x48);
            if (CommandCodec.Decode(opcode, body) is not { } command)
                continue;
            decoded++;
            Assert.Equal(body, CommandCodec.Encode(command).Body);
        }
        Assert.True(decoded > 1000);
    }

    [Fact]
    public void Envelopes_and_replies_round_trip()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var random = new Random(seed);
            var body = Bytes(seed, random.Next(CommandEnvelope.BodyMax + 1));
            var command = new CommandEnvelope(
                (Opcode)random.Next(256), 1 + (ulong)random.NextInt64(), (uint)random.NextInt64(1L << 32),
                random.Next(2) == 0 ? null : random.NextInt64(), body);
            var bytes = new byte[command.Length];
            command.Write(bytes);
            var same = CommandEnvelope.TryRead(bytes, out var read) && read with { Body = default } == command with { Body = default }
                && read.Body.Span.SequenceEqual(body);
            var reply = new ReplyEnvelope((ulong)random.NextInt64(), (ushort)random.Next(65_536), (uint)random.NextInt64(1L << 32), body);
            var answer = new byte[ReplyEnvelope.FixedLength + body.Length];
            reply.Write(answer);
            return same && ReplyEnvelope.TryRead(answer, out var other) && other.Status == reply.Status
                && other.Revision == reply.Revision && other.CommandId == reply.CommandId && other.Body.Span.SequenceEqual(body);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    [Trait("Requirement", "L-15")]
    public void Unknown_flags_a_zero_id_and_a_negative_time_are_refused()
    {
        var bytes = new byte[22];
        new CommandEnvelope(Opcode.Start, 9, 7, 5, default).Write(bytes);
        Assert.True(CommandEnvelope.TryRead(bytes, out _));
        for (var bit = 1; bit < 8; bit++)
        {
            var forged = bytes.ToArray();
            forged[1] |= (byte)(1 << bit);
            Assert.False(CommandEnvelope.TryRead(forged, out _));
        }
        var noId = bytes.ToArray();
        noId.AsSpan(2, 8).Clear();
        Assert.False(CommandEnvelope.TryRead(noId, out _));
        var past = bytes.ToArray();
        past[21] = 0x80;
        Assert.False(CommandEnvelope.TryRead(past, out _));
        for (var length = 0; length < 22; length++)
            Assert.False(CommandEnvelope.TryRead(bytes.AsSpan(0, length), out _));
    }

    [Fact]
    public void A_header_round_trips_and_only_the_shapes_of_the_table_are_read()
    {
        var bytes = new byte[LinkFormat.HeaderLength];
        var accepted = 0;
        foreach (var type in Enumerable.Range(0, 256))
        {
            foreach (var suite in Enumerable.Range(0, 16))
            {
                foreach (var length in new[] { 0, 1, 2, 9, 16, 17, 113, 121, 512, 513 })
                {
                    foreach (var (session, counter) in new[] { (0u, 0u), (0u, 1u), (5u, 0u), (5u, 1u), (5u, 9u) })
                    {
                        var header = new RecordHeader((RecordType)type, (LinkSuite)suite, length, session, counter);
                        header.Write(bytes);
                        if (!RecordHeader.TryRead(bytes, out var read))
                            continue;
                        Assert.Equal(header, read);
                        accepted++;
                    }
                }
            }
        }
        // HELLO 1, CHALLENGE 2, HS1 2, HS2 2, DATA 2 suites × 4 lengths × 3 counters, CLOSE 2 × 3, error 1.
        Assert.Equal(1 + 2 + 2 + 2 + 24 + 6 + 1, accepted);
    }

    [Fact]
    public void A_remote_command_fits_four_radio_packets_of_nineteen_bytes()
    {
        foreach (var opcode in new[] { Opcode.Stop, Opcode.Start, Opcode.Up, Opcode.Down, Opcode.SelectProgram, Opcode.Boost })
        {
            var (_, body) = CommandCodec.Encode(Draw(opcode, 1));
            var length = CommandEnvelope.FixedLength + 8 + body.Length;
            Assert.True(length <= LinkFormat.RemotePlaintextMax);
            Assert.True(LinkFormat.SealedLength(length) <= 4 * 19);
        }
    }

    [Fact]
    public void A_stored_session_reads_back_and_wrong_bytes_do_not()
    {
        using var bench = new Bench();
        using var session = bench.OpenPatient();
        var state = session.Export(64);
        using var again = ClientSession.Import(state);
        Assert.NotNull(again);
        Assert.Equal(session.Id, again.Id);
        Assert.True(again.NextCommandId >= session.NextCommandId + 64);
        Assert.Null(ClientSession.Import(state.AsSpan(1)));
        state[0] = 0x13;
        Assert.Null(ClientSession.Import(state));
    }
}
