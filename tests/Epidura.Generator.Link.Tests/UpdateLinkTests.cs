using Epidura.Generator.Commands;
using Epidura.Generator.Link.Bonds;
using Epidura.Generator.Link.Client;
using Epidura.Generator.Link.Commands;

namespace Epidura.Generator.Link.Tests;

/// <summary>Who may send an update over the link, and what the link tells the device about a clinician, I-40.</summary>
[Trait("Requirement", "I-40")]
public class UpdateLinkTests
{
    private static readonly Command[] Update =
    [
        new Command.UpdateBegin(0x0001_0001, 2, 300, new byte[32]), new Command.UpdateWrite(0, new byte[9]), new Command.UpdateValidate(),
        new Command.UpdateActivate(new byte[32]),
    ];

    private static readonly ClientBond Service = new(Bench.DeviceKey.Point.ToArray(), Bench.Secret(5), 0);

    /// <summary>The reader's place goes to a service.</summary>
    private static Bench WithService()
    {
        var bench = new Bench();
        Assert.True(bench.Table.Remove(2));
        bench.Table.Add(new Bond(2, Role.Service, Bench.SpareKey.Point, Bench.Secret(5), null, new CommandLedger()), []);
        return bench;
    }

    private static ClientSession Open(Bench bench) => bench.TryOpen(Service, Bench.SpareKey, 2)!;

    [Fact]
    [Trait("Requirement", "L-05")]
    public void Patient_clinician_and_reader_are_refused_with_the_invariant_and_the_device_is_told()
    {
        using var bench = new Bench();
        foreach (var (session, role) in new[]
        {
            (bench.OpenPatient(), Role.Patient), (bench.OpenClinician(), Role.Clinician), (bench.OpenReader(), Role.Reader),
        })
        {
            foreach (var command in Update)
            {
                var reply = bench.Ask(session, command);
                Bench.Is(LinkStatus.NotAuthorised, reply);
                Assert.Equal((17, (byte)40, (byte)role), (reply.Body.Length, reply.Body.Span[0], reply.Body.Span[1]));
            }

            session.Dispose();
        }

        Assert.Empty(bench.Target.Executed);
        Assert.Equal(12, bench.Target.RefusedUpdates.Count);
        Assert.False(bench.Link.IsLocked);
    }

    [Fact]
    public void A_service_alone_is_told_to_the_device_as_alone()
    {
        using var bench = WithService();
        using var service = Open(bench);
        foreach (var command in Update)
        {
            Bench.Is(LinkStatus.Ok, bench.Ask(service, command, 2));
            Assert.False(bench.Target.IsClinicianPresent);
        }

        using var patient = bench.OpenPatient();
        bench.Ask(service, Update[0], 2);
        Assert.False(bench.Target.IsClinicianPresent);
    }

    [Fact]
    public void A_clinician_is_present_while_the_session_is_open_and_the_certificate_in_time()
    {
        using var bench = WithService();
        using var service = Open(bench);
        using var clinician = bench.OpenClinician();
        bench.Ask(service, Update[0], 2);
        Assert.True(bench.Target.IsClinicianPresent);
        bench.Target.WallClockSecond = null;
        bench.Target.MagnetPresent = true;
        bench.Ask(service, Update[1], 2);
        Assert.False(bench.Target.IsClinicianPresent);
        bench.Target.WallClockSecond = 1_800_000_000;
        bench.Ask(service, Update[1], 2);
        Assert.True(bench.Target.IsClinicianPresent);
        bench.Advance(599_000);
        bench.Ask(service, Update[1], 2);
        Assert.True(bench.Target.IsClinicianPresent);
        bench.Advance(1_000);
        bench.Ask(service, Update[1], 2);
        Assert.False(bench.Target.IsClinicianPresent);
    }

    [Fact]
    public void An_update_holds_the_programming_lock_until_it_is_released_and_a_stop_passes()
    {
        using var bench = WithService();
        using var service = Open(bench);
        using var clinician = bench.OpenClinician();
        using var patient = bench.OpenPatient();
        Bench.Is(LinkStatus.Ok, bench.Ask(service, Update[0], 2));
        Bench.Is(LinkStatus.Locked, bench.Ask(clinician, new Command.MeasureImpedance(), 1));
        Bench.Is(LinkStatus.Locked, bench.Ask(patient, new Command.Start()));
        Bench.Is(LinkStatus.Ok, bench.Ask(patient, new Command.Stop()));
        Bench.Is(LinkStatus.Ok, bench.Ask(service, bench.Envelope(service, Opcode.ReleaseLock), 2));
        Bench.Is(LinkStatus.Ok, bench.Ask(clinician, new Command.MeasureImpedance(), 1));
    }

    [Fact]
    [Trait("Requirement", "L-06")]
    public void A_repeated_activation_gets_its_answer_again_and_acts_once()
    {
        using var bench = WithService();
        using var service = Open(bench);
        var envelope = bench.Envelope(service, Update[3]);
        Bench.Is(LinkStatus.Ok, bench.Ask(service, envelope, 2));
        Bench.Is(LinkStatus.Ok, bench.Ask(service, envelope, 2));
        Assert.Single(bench.Target.Executed);
    }
}
