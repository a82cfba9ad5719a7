using Epidura.Generator.Commands;
using Epidura.Generator.Link.Client;
using Epidura.Generator.Link.Commands;
using Epidura.Generator.Link.Handshake;
using Xunit.Abstractions;

namespace Epidura.Generator.Link.Tests;

/// <summary>Memory is measured for the whole process, so nothing else runs meanwhile.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

/// <summary>Wrong records, forged records, hostile handshakes and a day of attack on the battery, counted. The long runs are of
/// category Campaign.</summary>
[Collection(nameof(Alone))]
public class LinkCampaignTests(ITestOutputHelper log)
{
    [Fact]
    [Trait("Requirement", "L-03")]
    public void Two_million_unauthenticated_frames_change_nothing() => Frames(2_000_000, 1);

    [Fact]
    [Trait("Category", "Campaign")]
    public void A_hundred_million_unauthenticated_frames_change_nothing() => Frames(100_000_000, 2);

    [Fact]
    [Trait("Requirement", "AC-01")]
    public void Twenty_thousand_forged_replayed_reordered_records_change_nothing() => Records(20_000, 3);

    [Fact]
    [Trait("Category", "Campaign")]
    public void A_million_forged_replayed_reordered_records_change_nothing() => Records(1_000_000, 4);

    [Fact]
    [Trait("Requirement", "AC-02")]
    public void Two_thousand_hostile_handshakes_open_no_session() => Handshakes(2_000, 5);

    [Fact]
    [Trait("Category", "Campaign")]
    public void A_hundred_thousand_hostile_handshakes_open_no_session() => Handshakes(100_000, 6);

    [Fact]
    [Trait("Requirement", "AC-05")]
    public void A_day_of_attack_costs_at_most_a_thousandth_of_the_battery_and_a_stop_comes_in_two_seconds() => Battery(2, 7);

    [Fact]
    [Trait("Category", "Campaign")]
    public void A_hundred_days_of_attack_cost_at_most_a_thousandth_of_the_battery_each() => Battery(100, 8);

    [Fact]
    [Trait("Requirement", "L-15")]
    public void Authentic_nonsense_reaches_the_device_only_as_a_command_of_the_set()
    {
        const int count = 50_000;
        var fuzz = new Fuzz(9);
        using var bench = new Bench();
        using var session = bench.OpenClinician();
        var plaintext = new byte[LinkFormat.PlaintextMax];
        for (var index = 0; index < count; index++)
        {
            var length = 1 + fuzz.Below(fuzz.Below(10) == 0 ? LinkFormat.PlaintextMax : 40);
            fuzz.Fill(plaintext.AsSpan(0, length));
            if (fuzz.Below(2) == 0 && length > 13)
            {
                // Half of them look like commands as far as the body: id in order, any revision, no time.
                plaintext[0] &= 0x3F;
                plaintext.AsSpan(1, 13).Clear();
                BitConverter.TryWriteBytes(plaintext.AsSpan(2), session.TakeCommandId());
                plaintext.AsSpan(10, 4).Fill(0xFF);
                length = Math.Min(length, 14 + fuzz.Below(9));
            }
            bench.Output.Clear();
            bench.Link.Receive(1, session.Seal(RecordType.Data, plaintext.AsSpan(0, length)), bench.Now, bench.Output);
            Assert.True(bench.Output.Count == 1 && session.TryOpen(bench.Output.Record(0), out _));
        }
        Say("link-authentic-nonsense", $"{count} authentic nonsense commands: {bench.Target.Executed.Count} were commands, 0 exceptions");
        Assert.True(bench.Target.Executed.Count > 100);
        Assert.All(bench.Target.Executed, command => Assert.NotNull(CommandCodec.Encode(command).Body));
    }

    private void Frames(int count, ulong seed)
    {
        const int perBench = 250_000;
        var fuzz = new Fuzz(seed);
        var frame = new byte[LinkFormat.RecordMax];
        long shaped = 0, shapelessBytes = 0;
        var before = GC.GetTotalMemory(true);
        for (var done = 0; done < count; done += perBench)
        {
            using var bench = new Bench((int)seed + done);
            using var session = bench.OpenPatient();
            var isFast = done / perBench % 2 == 0;
            var opened = bench.Link.Counters.SessionsOpened;
            for (var index = 0; index < perBench; index++)
            {
                // Half of the runs let time pass quickly, so that budgets and back-off never hide what lies behind them.
                bench.Now += isFast ? 50 : index % 1000 == 0 ? 1 : 0;
                var length = fuzz.Frame(frame, session.Id);
                bench.Output.Clear();
                var bad = bench.Link.Counters.BadShape;
                var allocated = GC.GetAllocatedBytesForCurrentThread();
                bench.Link.Receive(fuzz.Below(DeviceLink.ConnectionsMax), frame.AsSpan(0, length), bench.Now, bench.Output);
                if (bench.Link.Counters.BadShape != bad)
                    shapelessBytes += GC.GetAllocatedBytesForCurrentThread() - allocated;
                else
                    shaped++;
            }
            var counters = bench.Link.Counters;
            Assert.Equal(0, bench.Target.Changes);
            Assert.Equal((opened, 0L, 0L), (counters.SessionsOpened, counters.CommandsExecuted, counters.CommandsRefused));
            Assert.Equal(1, counters.PublicKeyWork);
            if (isFast)
                continue;
            Bench.Is(LinkStatus.Ok, bench.Ask(session, new Command.Stop()));
        }
        var grown = GC.GetTotalMemory(true) - before;
        Say("link-frames", $"{count} unauthenticated frames, {shaped} past the shape check ({100.0 * shaped / count:F2} %): 0 accepted, "
            + $"0 exceptions, {shapelessBytes} bytes allocated by frames without shape, {grown} bytes of growth (seed {seed})");
        Assert.InRange(shaped, 1, (count * 3L) / 100);
        Assert.True(shapelessBytes < 4096);
        Assert.True(grown < 1_000_000);
    }

    private void Records(int count, ulong seed)
    {
        var fuzz = new Fuzz(seed);
        using var bench = new Bench((int)seed);
        using var session = bench.OpenPatient();
        using var other = bench.OpenReader();
        List<byte[]> seen = [];
        var kinds = new long[7];
        var genuine = 0;
        var before = GC.GetTotalMemory(true);
        for (var index = 0; index < count; index++)
        {
            if (index % 500 == 0)
            {
                // A true command in between: the session lives, and the harness notices what is accepted.
                var late = session.Seal(bench.Envelope(session, Opcode.GetStatus));
                var record = session.Seal(bench.Envelope(session, new Command.AdjustAmplitude(0, -25)));
                var reply = Assert.Single(bench.Send(record));
                Assert.True(session.TryOpen(reply, out _));
                Assert.Equal(++genuine, bench.Target.Executed.Count);
                var foreign = other.Seal(bench.Envelope(other, Opcode.GetStatus));
                Assert.Single(bench.Send(foreign, 2));
                seen = [record, late, reply, foreign];
                bench.Now += 100;
            }
            var kind = fuzz.Below(kinds.Length);
            kinds[kind]++;
            bench.Output.Clear();
            bench.Link.Receive(fuzz.Below(8), Forge(kind, seen, fuzz, session.Id), bench.Now, bench.Output);
            Assert.Equal(0, bench.Output.Count);
        }
        Assert.Equal(genuine, bench.Target.Executed.Count);
        var grown = GC.GetTotalMemory(true) - before;
        Say("link-records", $"{count} forged records (replayed {kinds[0]}, reordered {kinds[1]}, reflected {kinds[2]}, "
            + $"bits flipped {kinds[3]}, "
            + $"counter moved {kinds[4]}, of another session {kinds[5]}, cut {kinds[6]}), {genuine} true ones between: 0 accepted, "
            + $"0 exceptions, "
            + $"{grown} bytes of growth (seed {seed})");
        Assert.True(grown < 1_000_000);
    }

    private static byte[] Forge(int kind, List<byte[]> seen, Fuzz fuzz, uint live)
    {
        var record = seen[0].ToArray();
        switch (kind)
        {
            case 0:
                return record;
            case 1:
                return seen[1];
            case 2:
                return seen[2];
            case 3:
                var bits = 1 + fuzz.Below(3);
                record[8 + fuzz.Below(3)]++;
                for (var bit = 0; bit < bits; bit++)
                    record[LinkFormat.HeaderLength + fuzz.Below(record.Length - LinkFormat.HeaderLength)] ^= (byte)(1 << fuzz.Below(8));
                return record;
            case 4:
                BitConverter.TryWriteBytes(record.AsSpan(8), BitConverter.ToUInt32(record, 8) + 1 + (uint)fuzz.Below(140_000));
                return record;
            case 5:
                record = seen[3].ToArray();
                BitConverter.TryWriteBytes(record.AsSpan(4), live);
                BitConverter.TryWriteBytes(record.AsSpan(8), BitConverter.ToUInt32(seen[0], 8) + 1);
                return record;
            default:
                var body = LinkFormat.TagLength + 1 + fuzz.Below(record.Length - LinkFormat.HeaderLength - LinkFormat.TagLength - 1);
                record = record[..(LinkFormat.HeaderLength + body)];
                BitConverter.TryWriteBytes(record.AsSpan(2), (ushort)body);
                BitConverter.TryWriteBytes(record.AsSpan(8), BitConverter.ToUInt32(seen[0], 8) + 1);
                return record;
        }
    }

    private void Handshakes(int count, ulong seed)
    {
        var fuzz = new Fuzz(seed);
        using var bench = new Bench((int)seed);
        using var own = KeyPair.Draw(new SeededEntropy(77));
        byte[] captured = [];
        var kinds = new long[7];
        var before = GC.GetTotalMemory(true);
        for (var index = 0; index < count; index++)
        {
            bench.Now += 121_000;
            bench.Link.Disconnect(0);
            var kind = fuzz.Below(kinds.Length);
            kinds[kind]++;
            Attack(bench, kind, own, fuzz, ref captured);
            Assert.Equal(0, bench.Link.SessionCount);
        }
        var counters = bench.Link.Counters;
        var grown = GC.GetTotalMemory(true) - before;
        Say("link-handshakes",
            $"{count} hostile handshakes (random {kinds[0]}, wrong secret {kinds[1]}, replayed {kinds[2]}, stolen secret with "
            + $"another key {kinds[3]}, point off the curve {kinds[4]}, other suite {kinds[5]}, "
            + $"wrong confirmation {kinds[6]}): 0 sessions, "
            + $"MAC1 passed {counters.Mac1Passed}, public-key work {counters.PublicKeyWork}, "
                + $"0 exceptions, {grown} bytes of growth (seed {seed})");
        Assert.Equal((0L, 0), (counters.SessionsOpened, bench.Target.Changes));
        Assert.True(counters.PublicKeyWork <= counters.Mac1Passed && counters.PublicKeyWork > 0);
        Assert.True(grown < 1_000_000);
        using var session = bench.OpenPatient();
        Bench.Is(LinkStatus.Ok, bench.Ask(session, new Command.Stop()));
    }

    private static void Attack(Bench bench, int kind, KeyPair own, Fuzz fuzz, ref byte[] captured)
    {
        var bond = kind == 1 ? Bench.Patient with { Secret = new byte[32] } : Bench.Patient;
        using var handshake = ClientHandshake.ForSession(bond, kind == 3 ? own : Bench.PatientKey, bench.Entropy);
        var hello = handshake.Hello.ToArray();
        if (kind == 5)
            hello[^2] = 2;
        var first = handshake.OnChallenge(bench.Send(hello)[0])!;
        if (kind == 0)
            fuzz.Fill(first.AsSpan(LinkFormat.HeaderLength));
        if (kind == 2 && captured.Length > 0)
            first = captured;
        if (kind == 4)
        {
            first[84] ^= 1;
            var challenge = Challenge(bench, hello);
            var gate = KeySchedule.Gate(Bench.Secret(1));
            KeySchedule.BondTag(gate, challenge, first.AsSpan(LinkFormat.HeaderLength, 8));
            KeySchedule.Mac1(gate, challenge, first, first.AsSpan(KeySchedule.Mac1At, 8));
        }
        var answer = bench.Send(first);
        if (kind is 0 or 1 or 3 or 4 or 5)
            Assert.Empty(answer);
        if (answer.Count == 0 || handshake.OnHandshake2(answer[0]) is not { } session)
            return;
        // The attacker holds a whole genuine opening here, but not what confirms it; the client's own confirmation is altered on the way.
        captured = first;
        var confirmation = session.Confirm();
        confirmation[LinkFormat.HeaderLength + fuzz.Below(confirmation.Length - LinkFormat.HeaderLength)] ^= 1;
        Assert.Empty(bench.Send(confirmation));
        session.Dispose();
    }

    private static byte[] Challenge(Bench bench, byte[] hello) => bench.Send(hello)[0][LinkFormat.HeaderLength..(
        LinkFormat.HeaderLength + 8)];

    private void Battery(int days, ulong seed)
    {
        const double capacityCoulomb = 0.215 * 3600;
        double worst = 0;
        long slowest = 0, slowestInSession = 0, overBudget = 0;
        for (var day = 0; day < days; day++)
        {
            var fuzz = new Fuzz(seed + ((ulong)day << 32));
            using var bench = new Bench((int)seed + day);
            var frame = new byte[LinkFormat.RecordMax];
            var session = bench.OpenPatient(7);
            for (var tenth = 0; tenth < 24 * 3600 * 10; tenth++)
            {
                bench.Now += 100;
                var connection = fuzz.Below(7);
                if (fuzz.Below(2) == 0)
                    bench.Link.Disconnect(connection);
                bench.Output.Clear();
                bench.Link.Receive(connection, frame.AsSpan(0, Hostile(frame, fuzz, session.Id)), bench.Now, bench.Output);
                if (tenth % 36_000 != 35_990)
                    continue;
                var (wait, again) = Stop(bench);
                session.Dispose();
                session = again;
                slowest = Math.Max(slowest, wait);
                var start = bench.Now;
                Bench.Is(LinkStatus.Ok, bench.Ask(session, new Command.Stop(), 7));
                slowestInSession = Math.Max(slowestInSession, bench.Now - start);
            }
            session.Dispose();
            overBudget += bench.Link.Counters.OverBudget;
            worst = Math.Max(worst, bench.Link.Radio.SpentPicocoulomb * 1e-12 / capacityCoulomb);
        }
        Say("link-battery", $"{days} days of attack: at most {worst * 100:F4} % of 774 C a day, "
            + $"stop with a new handshake after {slowest} ms, "
            + $"inside a session after {slowestInSession} ms; {overBudget} frames over budget (seed {seed})");
        Assert.True(worst <= 0.001);
        Assert.True(slowest <= 2000);
    }

    /// <summary>HELLO, HS1 of right shape, and forged records of the live session: the dearest things a stranger can send.</summary>
    private static int Hostile(Span<byte> frame, Fuzz fuzz, uint live)
    {
        var (type, suite, body, session, counter) = fuzz.Below(4) switch
        {
            0 => (RecordType.Hello, LinkSuite.None, 2, 0u, 0u),
            1 or 2 => (RecordType.Handshake1, LinkSuite.AesGcm, 113, 0u, 1u),
            _ => (RecordType.Data, LinkSuite.AesGcm, 64, live, 60_000u),
        };
        fuzz.Fill(frame[..(LinkFormat.HeaderLength + body)]);
        new RecordHeader(type, suite, body, session, counter).Write(frame);
        if (type == RecordType.Hello)
            (frame[12], frame[13]) = (1, 0);
        return LinkFormat.HeaderLength + body;
    }

    private static (long Wait, ClientSession Session) Stop(Bench bench)
    {
        var start = bench.Now;
        for (var attempt = 0; attempt < 100; attempt++)
        {
            if (bench.TryOpen(Bench.Patient, Bench.PatientKey, 7) is { } session)
            {
                Bench.Is(LinkStatus.Ok, bench.Ask(session, new Command.Stop(), 7));
                return (bench.Now - start, session);
            }
            bench.Now += 250;
        }
        throw new InvalidOperationException("No session in 25 seconds.");
    }

    private void Say(string name, string line)
    {
        log.WriteLine(line);
        Ledger.Write(name, line);
    }
}
