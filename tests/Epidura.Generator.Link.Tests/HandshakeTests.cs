using Epidura.Generator.Commands;
using Epidura.Generator.Link.Client;
using Epidura.Generator.Link.Commands;
using Epidura.Generator.Link.Handshake;

namespace Epidura.Generator.Link.Tests;

public class HandshakeTests
{
    [Fact]
    [Trait("Requirement", "L-04")]
    public void Nothing_is_executed_before_the_client_confirmed_the_whole_handshake()
    {
        using var bench = new Bench();
        using var handshake = ClientHandshake.ForSession(Bench.Patient, Bench.PatientKey, bench.Entropy);
        var first = handshake.OnChallenge(bench.Send(handshake.Hello.Span)[0])!;
        using var session = handshake.OnHandshake2(bench.Send(first)[0])!;
        var early = session.Seal(bench.Envelope(session, new Command.Start()));
        Assert.Empty(bench.Send(early));
        Assert.Empty(bench.Target.Executed);
        Assert.Equal(0, bench.Link.SessionCount);
        Assert.Empty(bench.Send(session.Confirm()));
    }

    [Fact]
    [Trait("Requirement", "L-03")]
    public void A_replayed_first_handshake_record_passes_no_gate()
    {
        using var bench = new Bench();
        using var handshake = ClientHandshake.ForSession(Bench.Patient, Bench.PatientKey, bench.Entropy);
        var first = handshake.OnChallenge(bench.Send(handshake.Hello.Span)[0])!;
        Assert.Single(bench.Send(first));
        Assert.Empty(bench.Send(first));
        bench.Send(handshake.Hello.Span, connection: 4);
        Assert.Empty(bench.Send(first, connection: 4));
        Assert.Equal(1, bench.Link.Counters.PublicKeyWork);
    }

    [Fact]
    public void A_client_whose_challenge_another_one_used_may_come_back_at_once()
    {
        using var bench = new Bench();
        using var quick = ClientHandshake.ForSession(Bench.Patient, Bench.PatientKey, bench.Entropy);
        using var late = ClientHandshake.ForSession(Bench.Patient, Bench.PatientKey, bench.Entropy);
        var first = quick.OnChallenge(bench.Send(quick.Hello.Span)[0])!;
        var lost = late.OnChallenge(bench.Send(late.Hello.Span, connection: 4)[0])!;
        Assert.Single(bench.Send(first));
        Assert.Empty(bench.Send(lost, connection: 4));
        var again = late.OnChallenge(bench.Send(late.Hello.Span, connection: 4)[0])!;
        Assert.Single(bench.Send(again, connection: 4));
        Assert.Equal(0, bench.Link.Counters.BackedOff);
    }

    [Fact]
    [Trait("Requirement", "AC-02")]
    public void Every_bit_flip_of_the_first_handshake_record_is_dropped_without_public_key_work()
    {
        using var bench = new Bench();
        for (var bit = 0; bit < 125 * 8; bit++)
        {
            using var handshake = ClientHandshake.ForSession(Bench.Patient, Bench.PatientKey, bench.Entropy);
            bench.Link.Disconnect(0);
            var first = handshake.OnChallenge(bench.Send(handshake.Hello.Span)[0])!;
            first[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Empty(bench.Send(first));
        }
        Assert.Equal(0, bench.Link.Counters.PublicKeyWork);
        Assert.Equal(0, bench.Link.Counters.Mac1Passed);
    }

    [Fact]
    [Trait("Requirement", "L-01")]
    public void A_client_refuses_every_bit_flip_of_the_second_handshake_record_and_then_takes_the_right_one()
    {
        using var bench = new Bench();
        using var handshake = ClientHandshake.ForSession(Bench.Patient, Bench.PatientKey, bench.Entropy);
        var first = handshake.OnChallenge(bench.Send(handshake.Hello.Span)[0])!;
        var second = bench.Send(first)[0];
        for (var bit = 0; bit < second.Length * 8; bit++)
        {
            var forged = second.ToArray();
            forged[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Null(handshake.OnHandshake2(forged));
        }
        Assert.NotNull(handshake.OnHandshake2(second));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [Trait("Requirement", "L-01")]
    public void A_client_with_the_right_secret_but_another_static_key_gets_no_session(int index)
    {
        using var bench = new Bench();
        var bond = new ClientBond(Bench.DeviceKey.Point.ToArray(), Bench.Secret(index), 0);
        Assert.Null(bench.TryOpen(bond, Bench.SpareKey));
        Assert.Equal(1, bench.Link.Counters.HandshakesRefused);
        Assert.Equal(0, bench.Link.SessionCount);
    }

    [Fact]
    [Trait("Requirement", "L-14")]
    public void A_suite_taken_out_of_HELLO_on_the_way_gives_no_session()
    {
        using var bench = new Bench();
        using var handshake = ClientHandshake.ForSession(Bench.Patient, Bench.PatientKey, bench.Entropy);
        var hello = handshake.Hello.ToArray();
        hello[LinkFormat.HeaderLength] = 2;
        var first = handshake.OnChallenge(bench.Send(hello)[0]);
        Assert.NotNull(first);
        Assert.Empty(bench.Send(first));
        Assert.Equal(1, bench.Link.Counters.HandshakesRefused);
    }

    [Fact]
    [Trait("Requirement", "L-14")]
    public void A_suite_that_was_not_offered_is_refused_by_the_client()
    {
        using var bench = new Bench();
        using var handshake = ClientHandshake.ForSession(Bench.Patient, Bench.PatientKey, bench.Entropy, suites: 1);
        var challenge = bench.Send(handshake.Hello.Span)[0];
        challenge[1] = 0x12;
        challenge[^1] = 2;
        Assert.Null(handshake.OnChallenge(challenge));
    }

    [Fact]
    [Trait("Requirement", "AC-03")]
    public void Every_other_version_and_suite_byte_of_every_record_is_dropped()
    {
        using var bench = new Bench();
        using var session = bench.OpenPatient();
        using var handshake = ClientHandshake.ForSession(Bench.Patient, Bench.PatientKey, bench.Entropy);
        var first = handshake.OnChallenge(bench.Send(handshake.Hello.Span, 3)[0])!;
        byte[][] records = [handshake.Hello.ToArray(), first, session.Seal(bench.Envelope(session, new Command.Start()))];
        foreach (var record in records)
        {
            for (var value = 0; value < 256; value++)
            {
                if (value == record[1])
                    continue;
                var forged = record.ToArray();
                forged[1] = (byte)value;
                Assert.Empty(bench.Send(forged, 3));
            }
        }
        Assert.Empty(bench.Target.Executed);
        Assert.Equal(1, bench.Link.Counters.PublicKeyWork);
    }

    [Fact]
    [Trait("Requirement", "L-12")]
    public void Nothing_before_authentication_repeats_between_two_handshakes_of_one_client()
    {
        using var bench = new Bench();
        List<byte[]> Run()
        {
            using var handshake = ClientHandshake.ForSession(Bench.Patient, Bench.PatientKey, bench.Entropy);
            var challenge = bench.Send(handshake.Hello.Span)[0];
            var first = handshake.OnChallenge(challenge)!;
            var second = bench.Send(first)[0];
            using var session = handshake.OnHandshake2(second)!;
            bench.Send(session.Confirm());
            return [challenge[12..20], first[12..20], first[20..85], first[85..], second[4..8], second[12..77], second[77..]];
        }
        var one = Run();
        var two = Run();
        Assert.All(one.Zip(two), pair => Assert.NotEqual(pair.First, pair.Second));
    }

    [Fact]
    [Trait("Requirement", "L-09")]
    public void A_flood_of_HELLO_takes_the_challenge_from_nobody()
    {
        using var bench = new Bench();
        using var handshake = ClientHandshake.ForSession(Bench.Patient, Bench.PatientKey, bench.Entropy);
        var challenge = bench.Send(handshake.Hello.Span, 0)[0];
        for (var index = 0; index < 1000; index++)
            bench.Send(handshake.Hello.Span, 1 + (index % 7));
        var second = bench.Send(handshake.OnChallenge(challenge)!, 0);
        Assert.NotNull(handshake.OnHandshake2(second[0]));
    }

    [Fact]
    [Trait("Requirement", "L-09")]
    public void A_connection_whose_gate_fails_backs_off_twice_as_long_each_time_and_others_do_not()
    {
        using var bench = new Bench();
        var stranger = new ClientBond(Bench.DeviceKey.Point.ToArray(), new byte[32], 0);
        var waited = 0L;
        foreach (var expected in new[] { 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900 })
        {
            Assert.Null(bench.TryOpen(stranger, Bench.SpareKey, 6));
            var failed = bench.Link.Counters.GateFailed;
            bench.Advance((expected * 1000L) - 1);
            Assert.Null(bench.TryOpen(stranger, Bench.SpareKey, 6));
            Assert.Equal(failed, bench.Link.Counters.GateFailed);
            bench.Advance(1);
            waited += expected;
        }
        Assert.NotNull(bench.TryOpen(Bench.Patient, Bench.PatientKey, 0));
        Assert.Equal(11, bench.Link.Counters.GateFailed);
        Assert.True(waited > 2000);
    }

    [Fact]
    [Trait("Requirement", "L-09")]
    public void One_bond_cannot_use_up_the_handshakes_that_another_needs_for_a_stop()
    {
        using var bench = new Bench();
        var opened = 0;
        for (var second = 0; second < 3600; second++)
        {
            bench.Advance(1000);
            using var session = bench.TryOpen(Bench.Patient, Bench.PatientKey);
            opened += session is null ? 0 : 1;
        }
        Assert.InRange(opened, 40, 60);
        using var clinician = bench.OpenClinician();
        Bench.Is(LinkStatus.Ok, bench.Ask(clinician, new Command.Stop()));
        Assert.True(bench.Link.Counters.PublicKeyWork <= 61);
    }

    [Fact]
    public void Only_one_handshake_is_half_open_and_it_ends_after_a_second()
    {
        using var bench = new Bench();
        using var slow = ClientHandshake.ForSession(Bench.Reader, Bench.ReaderKey, bench.Entropy);
        using var session = slow.OnHandshake2(bench.Send(slow.OnChallenge(bench.Send(slow.Hello.Span, 2)[0])!, 2)[0])!;
        Assert.Null(bench.TryOpen(Bench.Patient, Bench.PatientKey));
        bench.Advance(1000);
        Assert.NotNull(bench.TryOpen(Bench.Patient, Bench.PatientKey));
        Assert.Empty(bench.Send(session.Confirm(), 2));
    }

    [Fact]
    [Trait("Requirement", "AC-02")]
    public void Points_off_the_curve_are_refused()
    {
        var point = Bench.PatientKey.Point.ToArray();
        point[64] ^= 1;
        Assert.False(KeyPair.IsPoint(point));
        Assert.False(KeyPair.IsPoint(new byte[65]));
        Assert.False(KeyPair.IsPoint([4, .. new byte[64]]));
        Assert.False(KeyPair.IsPoint([2, .. Bench.PatientKey.Point[1..]]));
        Assert.False(Bench.DeviceKey.TryAgree(point, new byte[32]));
        Assert.True(KeyPair.IsPoint(Bench.PatientKey.Point));
    }

    [Fact]
    public void Scalars_out_of_range_make_no_key()
    {
        Assert.False(KeyPair.TryFromScalar(new byte[32], out _));
        Assert.False(KeyPair.TryFromScalar(Enumerable.Repeat((byte)0xFF, 32).ToArray(), out _));
        Assert.False(KeyPair.TryFromScalar(new byte[31], out _));
    }

    [Fact]
    public void The_same_entropy_gives_the_same_bytes()
    {
        List<byte[]> Run()
        {
            using var bench = new Bench(seed: 5);
            using var handshake = ClientHandshake.ForSession(Bench.Patient, Bench.PatientKey, new SeededEntropy(6));
            var challenge = bench.Send(handshake.Hello.Span)[0];
            var first = handshake.OnChallenge(challenge)!;
            var second = bench.Send(first)[0];
            using var session = handshake.OnHandshake2(second)!;
            return [challenge, first, second, session.Confirm()];
        }
        Assert.Equal(Run(), Run());
    }
}
