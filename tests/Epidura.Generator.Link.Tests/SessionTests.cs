using Epidura.Generator.Commands;
using Epidura.Generator.Link.Commands;

namespace Epidura.Generator.Link.Tests;

public class SessionTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [Trait("Requirement", "L-01")]
    public void A_bonded_client_opens_a_session_and_its_command_is_executed(byte suites)
    {
        using var bench = new Bench(suites: suites);
        using var session = bench.OpenPatient();
        Bench.Is(LinkStatus.Ok, bench.Ask(session, new Command.Start()));
        Assert.IsType<Command.Start>(Assert.Single(bench.Target.Executed));
        Assert.Equal(0xD0D1D2D3D4D5D6D7, session.Device!.DeviceId);
    }

    [Fact]
    [Trait("Requirement", "L-03")]
    public void A_replayed_record_is_dropped_silently_and_the_session_goes_on()
    {
        using var bench = new Bench();
        using var session = bench.OpenPatient();
        var record = session.Seal(bench.Envelope(session, new Command.Start()));
        Assert.Single(bench.Send(record));
        Assert.Empty(bench.Send(record));
        Assert.Equal(1, bench.Link.Counters.OldCounter);
        Assert.Single(bench.Target.Executed);
        Bench.Is(LinkStatus.Ok, bench.Ask(session, new Command.Stop()));
    }

    [Fact]
    [Trait("Requirement", "L-03")]
    public void Of_two_records_in_the_wrong_order_only_the_later_is_taken_and_the_gap_is_counted()
    {
        using var bench = new Bench();
        using var session = bench.OpenPatient();
        var first = session.Seal(bench.Envelope(session, new Command.Start()));
        var second = session.Seal(bench.Envelope(session, new Command.Stop()));
        Assert.Single(bench.Send(second));
        Assert.Empty(bench.Send(first));
        Assert.IsType<Command.Stop>(Assert.Single(bench.Target.Executed));
        Assert.Equal(1, bench.Link.Counters.CounterGaps);
    }

    [Fact]
    [Trait("Requirement", "L-03")]
    public void A_record_reflected_to_its_sender_is_dropped()
    {
        using var bench = new Bench();
        using var session = bench.OpenPatient();
        var command = session.Seal(bench.Envelope(session, new Command.Start()));
        var reply = Assert.Single(bench.Send(command));
        Assert.Empty(bench.Send(reply));
        Assert.False(session.TryOpen(command, out _));
        Assert.Single(bench.Target.Executed);
    }

    [Fact]
    [Trait("Requirement", "L-03")]
    public void Every_bit_flip_and_every_truncation_of_a_record_is_dropped()
    {
        using var bench = new Bench();
        using var session = bench.OpenPatient();
        var record = session.Seal(bench.Envelope(session, new Command.Start()));
        for (var bit = 0; bit < record.Length * 8; bit++)
        {
            var forged = record.ToArray();
            forged[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Empty(bench.Send(forged));
        }
        for (var length = 0; length < record.Length; length++)
            Assert.Empty(bench.Send(record.AsSpan(0, length)));
        Assert.Empty(bench.Target.Executed);
        Assert.Single(bench.Send(record));
        Assert.Single(bench.Target.Executed);
    }

    [Fact]
    [Trait("Requirement", "L-06")]
    public void A_repeated_command_gets_the_same_answer_and_acts_once()
    {
        using var bench = new Bench();
        using var session = bench.OpenPatient();
        var envelope = bench.Envelope(session, new Command.AdjustAmplitude(0, 100));
        var first = bench.Ask(session, envelope);
        bench.Ask(session, new Command.Start());
        var again = bench.Ask(session, envelope);
        Assert.Equal(first.Status, again.Status);
        Assert.Equal(first.Body.ToArray(), again.Body.ToArray());
        Assert.Equal(2, bench.Target.Executed.Count);
        Assert.Equal(1, bench.Link.Counters.CommandsRepeated);
    }

    [Fact]
    [Trait("Requirement", "L-06")]
    public void A_repeat_over_a_new_session_acts_once()
    {
        using var bench = new Bench();
        CommandEnvelope envelope;
        using (var session = bench.OpenPatient())
        {
            envelope = bench.Envelope(session, new Command.AdjustAmplitude(0, 100));
            bench.Ask(session, envelope);
        }
        using var later = bench.OpenPatient();
        Bench.Is(LinkStatus.Ok, bench.Ask(later, envelope));
        Assert.Single(bench.Target.Executed);
        Assert.True(later.NextCommandId > envelope.CommandId);
    }

    [Fact]
    [Trait("Requirement", "L-06")]
    public void A_command_older_than_sixty_four_results_is_never_done_again_but_a_stop_is()
    {
        using var bench = new Bench();
        using var session = bench.OpenPatient();
        var start = bench.Envelope(session, new Command.Start());
        var stop = bench.Envelope(session, new Command.Stop());
        bench.Ask(session, start);
        bench.Ask(session, stop);
        for (var index = 0; index < CommandLedger.Capacity; index++)
            bench.Ask(session, new Command.AdjustAmplitude(0, -25));
        var executed = bench.Target.Executed.Count;
        Bench.Is(LinkStatus.OutcomeUnknown, bench.Ask(session, start));
        Assert.Equal(executed, bench.Target.Executed.Count);
        Bench.Is(LinkStatus.Ok, bench.Ask(session, stop));
        Assert.Equal(executed + 1, bench.Target.Executed.Count);
    }

    [Fact]
    [Trait("Requirement", "L-16")]
    public void The_command_mark_is_stored_before_and_the_result_before_the_reply()
    {
        using var bench = new Bench();
        using var session = bench.OpenPatient();
        var envelope = bench.Envelope(session, new Command.Start());
        bench.Ask(session, envelope);
        Assert.Equal([$"mark 0 {envelope.CommandId + 64}", $"result 0 {envelope.CommandId}"], bench.Target.Stored);
    }

    [Fact]
    [Trait("Requirement", "AC-12")]
    public void A_raising_command_needs_a_status_of_the_last_five_seconds()
    {
        using var bench = new Bench();
        using var session = bench.OpenPatient();
        var envelope = bench.Envelope(session, new Command.Start());
        bench.Advance(5000);
        Bench.Is(LinkStatus.Ok, bench.Ask(session, envelope));
        var late = bench.Envelope(session, new Command.AdjustAmplitude(0, 25));
        bench.Advance(5001);
        Bench.Is(LinkStatus.Expired, bench.Ask(session, late));
        Bench.Is(LinkStatus.Expired, bench.Ask(session, late with
        {
            CommandId = session.TakeCommandId(),
            BasedOnMillisecond = bench.Now + 1
        }));
        Bench.Is(LinkStatus.Expired, bench.Ask(session, late with { CommandId = session.TakeCommandId(), BasedOnMillisecond = null }));
        Assert.Single(bench.Target.Executed);
    }

    [Fact]
    [Trait("Requirement", "AC-12")]
    public void A_command_for_another_revision_is_refused_but_stop_and_down_pass()
    {
        using var bench = new Bench();
        using var session = bench.OpenClinician();
        CommandEnvelope At(Command command) => bench.Envelope(session, command) with { ExpectedRevision = 6 };
        Bench.Is(LinkStatus.StaleRevision, bench.Ask(session, At(new Command.Commit(new byte[32]))));
        Bench.Is(LinkStatus.StaleRevision, bench.Ask(session, At(new Command.Start())));
        Bench.Is(LinkStatus.Ok, bench.Ask(session, At(new Command.Stop())));
        Bench.Is(LinkStatus.Ok, bench.Ask(session, At(new Command.AdjustAmplitude(0, -100))));
        Bench.Is(LinkStatus.Ok, bench.Ask(session, At(new Command.Commit(new byte[32])) with { ExpectedRevision = 7 }));
    }

    [Fact]
    [Trait("Requirement", "AC-11")]
    public void One_session_programs_and_the_others_may_only_stop_lower_and_look()
    {
        using var bench = new Bench();
        using var clinician = bench.OpenClinician();
        using var other = bench.OpenOtherClinician();
        using var patient = bench.OpenPatient();
        Bench.Is(LinkStatus.Ok, bench.Ask(clinician, new Command.ClearFault()));
        Assert.True(bench.Link.IsLocked);
        Bench.Is(LinkStatus.Locked, bench.Ask(other, new Command.ClearFault()));
        Bench.Is(LinkStatus.Locked, bench.Ask(patient, new Command.Start()));
        Bench.Is(LinkStatus.Locked, bench.Ask(patient, new Command.AdjustAmplitude(0, 25)));
        Bench.Is(LinkStatus.Ok, bench.Ask(patient, new Command.Stop()));
        Bench.Is(LinkStatus.Ok, bench.Ask(patient, new Command.AdjustAmplitude(0, -25)));
        Bench.Is(LinkStatus.Ok, bench.Ask(patient, new Command.EnterMri()));
        Bench.Is(LinkStatus.Ok, bench.Ask(other, new Command.Stop()));
        Bench.Is(LinkStatus.Ok, bench.Ask(other, bench.Envelope(other, Opcode.GetStatus)));
        Bench.Is(LinkStatus.Ok, bench.Ask(clinician, bench.Envelope(clinician, Opcode.ReleaseLock)));
        Bench.Is(LinkStatus.Ok, bench.Ask(other, new Command.ClearFault()));
        Bench.Is(LinkStatus.Locked, bench.Ask(clinician, new Command.ClearFault()));
    }

    [Fact]
    public void The_lock_ends_with_its_session()
    {
        using var bench = new Bench();
        using var clinician = bench.OpenClinician();
        using var other = bench.OpenOtherClinician();
        bench.Ask(clinician, new Command.ClearFault());
        bench.Send(clinician.Close());
        Assert.False(bench.Link.IsLocked);
        Bench.Is(LinkStatus.Ok, bench.Ask(other, new Command.ClearFault()));
    }

    [Theory]
    [InlineData(5, 60)]
    [InlineData(10, 60)]
    [InlineData(10, 10)]
    public void A_session_ends_when_it_is_idle_or_too_old(int idleMinutes, int absoluteMinutes)
    {
        using var bench = new Bench();
        using var session = (idleMinutes, absoluteMinutes) switch
        {
            (5, 60) => bench.OpenPatient(),
            (10, 60) => bench.OpenClinician(),
            _ => bench.OpenReader(),
        };
        for (var minute = 0; minute < absoluteMinutes - idleMinutes; minute++)
        {
            bench.Advance(60_000);
            if (minute % 10 == 5)
                session.Rekey();
            bench.Ask(session, bench.Envelope(session, Opcode.GetStatus));
        }
        bench.Advance((idleMinutes * 60_000) - 1);
        Assert.Equal(1, bench.Link.SessionCount);
        var close = Assert.Single(bench.Advance(1));
        Assert.Equal(0, bench.Link.SessionCount);
        Assert.True(session.TryOpenClose(close, out var reason));
        Assert.Equal(CloseReason.TimedOut, reason);
    }

    [Fact]
    public void A_lost_link_ends_a_test_stimulation_after_three_heartbeats_and_leaves_therapy_alone()
    {
        using var bench = new Bench();
        using var session = bench.OpenClinician();
        bench.Ask(session, new Command.Start());
        bench.Advance(8000);
        Assert.Equal(0, bench.Target.LinkLost);
        Bench.Is(LinkStatus.Ok, bench.Ask(session, new Command.TestStart(60)));
        for (var second = 0; second < 10; second++)
        {
            bench.Advance(1000);
            Bench.Is(LinkStatus.Ok, bench.Ask(session, new Command.Heartbeat()));
        }
        bench.Advance(3000);
        Assert.Equal(0, bench.Target.LinkLost);
        bench.Advance(1);
        Assert.Equal(1, bench.Target.LinkLost);
        bench.Advance(3000);
        Assert.Equal(1, bench.Target.LinkLost);
    }

    [Fact]
    public void Closing_the_session_of_a_test_stimulation_ends_it()
    {
        using var bench = new Bench();
        using var session = bench.OpenClinician();
        bench.Ask(session, new Command.TestStart(60));
        bench.Send(session.Close());
        Assert.Equal(1, bench.Target.LinkLost);
    }

    [Fact]
    [Trait("Requirement", "L-02")]
    public void Keys_change_on_request_and_the_old_ones_open_nothing_more()
    {
        using var bench = new Bench();
        using var session = bench.OpenPatient();
        var old = session.Seal(bench.Envelope(session, new Command.Start()));
        session.Rekey();
        Bench.Is(LinkStatus.Ok, bench.Ask(session, new Command.Stop()));
        Assert.Empty(bench.Send(old));
        bench.Advance(4 * 60_000);
        Bench.Is(LinkStatus.Ok, bench.Ask(session, new Command.Stop()));
    }

    [Fact]
    [Trait("Requirement", "L-02")]
    public void A_session_that_keeps_its_keys_for_too_long_may_only_stop_and_lower()
    {
        using var bench = new Bench();
        using var session = bench.OpenPatient();
        for (var minute = 0; minute < 17; minute++)
        {
            bench.Advance(60_000);
            bench.Ask(session, bench.Envelope(session, Opcode.GetStatus));
        }
        Bench.Is(LinkStatus.RekeyOverdue, bench.Ask(session, new Command.Start()));
        Bench.Is(LinkStatus.Ok, bench.Ask(session, new Command.Stop()));
        Bench.Is(LinkStatus.Ok, bench.Ask(session, new Command.AdjustAmplitude(0, -25)));
        session.Rekey();
        Bench.Is(LinkStatus.Ok, bench.Ask(session, new Command.Start()));
    }

    [Fact]
    public void Keys_change_by_themselves_after_65536_records()
    {
        using var bench = new Bench();
        using var session = bench.OpenPatient();
        for (var index = 0; index < 65_600; index++)
        {
            bench.Output.Clear();
            bench.Link.Receive(0, session.Seal(bench.Envelope(session, Opcode.GetStatus)), bench.Now, bench.Output);
            Assert.True(session.TryOpen(bench.Output.Record(0), out _));
        }
        Bench.Is(LinkStatus.Ok, bench.Ask(session, new Command.Stop()));
    }

    [Fact]
    [Trait("Requirement", "L-03")]
    public void A_session_taken_up_again_many_times_with_new_keys_each_time_uses_no_number_twice()
    {
        using var bench = new Bench();
        using var first = bench.OpenPatient();
        var handshakes = bench.Link.Counters.Mac1Passed;
        var state = first.Export(32);
        var before = 0u;
        for (var process = 0; process < 5; process++)
        {
            using var session = Client.ClientSession.Import(state)!;
            session.Rekey();
            state = session.Export(32);
            for (var command = 0; command < 3; command++)
            {
                var record = session.Seal(bench.Envelope(session, Opcode.GetStatus));
                var counter = System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(record.AsSpan(8));
                Assert.True(counter > before, $"number {counter} after {before}");
                before = counter;
                Assert.Single(bench.Send(record));
            }
        }

        Assert.Equal(handshakes, bench.Link.Counters.Mac1Passed);
        Assert.Equal(0, bench.Link.Counters.OldCounter);
    }

    [Fact]
    [Trait("Requirement", "L-08")]
    public void A_session_taken_up_again_over_another_connection_stops_without_a_handshake()
    {
        using var bench = new Bench();
        using var session = bench.OpenPatient();
        bench.Ask(session, new Command.Start());
        var state = session.Export(64);
        bench.Ask(session, new Command.AdjustAmplitude(0, -25));
        bench.Link.Disconnect(0);
        var handshakes = bench.Link.Counters.Mac1Passed;
        using var again = Client.ClientSession.Import(state)!;
        Bench.Is(LinkStatus.Ok, bench.Ask(again, new Command.Stop(), connection: 5));
        Assert.Equal(5, bench.Output.Connection(0));
        Assert.Equal(handshakes, bench.Link.Counters.Mac1Passed);
    }

    [Fact]
    public void The_end_of_a_session_is_not_told_to_whoever_took_over_its_connection()
    {
        using var bench = new Bench();
        using var old = bench.OpenPatient();
        bench.Link.Disconnect(0);
        using var handshake = Client.ClientHandshake.ForSession(Bench.Patient, Bench.PatientKey, bench.Entropy);
        using var session = handshake.OnHandshake2(bench.Send(handshake.OnChallenge(bench.Send(handshake.Hello.Span)[0])!)[0])!;
        Assert.True(session.TryOpen(Assert.Single(bench.Send(session.Confirm())), out _));
    }

    [Fact]
    public void A_fourth_session_takes_the_place_of_the_one_silent_for_longest_that_does_not_program()
    {
        using var bench = new Bench();
        using var clinician = bench.OpenClinician();
        bench.Ask(clinician, new Command.ClearFault());
        bench.Advance(1000);
        using var patient = bench.OpenPatient();
        bench.Advance(1000);
        using var reader = bench.OpenReader();
        bench.Advance(1000);
        using var other = bench.OpenOtherClinician();
        Assert.Equal(3, bench.Link.SessionCount);
        Assert.Empty(bench.Send(patient.Seal(bench.Envelope(patient, new Command.Stop()))));
        Bench.Is(LinkStatus.Ok, bench.Ask(clinician, new Command.ClearFault()));
        Bench.Is(LinkStatus.Ok, bench.Ask(reader, new Command.Stop()));
        Bench.Is(LinkStatus.Ok, bench.Ask(other, new Command.Stop()));
    }
}
