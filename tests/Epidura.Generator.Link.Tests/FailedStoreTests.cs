using Epidura.Generator.Commands;
using Epidura.Generator.Link.Bonds;
using Epidura.Generator.Link.Client;
using Epidura.Generator.Link.Commands;

namespace Epidura.Generator.Link.Tests;

/// <summary>What cannot be stored is not acknowledged, and the device goes on as its memory says; stop and down always pass.</summary>
[Trait("Requirement", "L-16")]
public class FailedStoreTests
{
    [Fact]
    public void A_command_whose_mark_cannot_be_stored_is_refused_and_not_executed()
    {
        using var bench = new Bench();
        using var session = bench.OpenPatient();
        bench.Target.IsMediumBroken = true;
        Bench.Is(LinkStatus.MemoryFailed, bench.Ask(session, new Command.Start()));
        Assert.Empty(bench.Target.Executed);

        bench.Target.IsMediumBroken = false;
        Bench.Is(LinkStatus.Ok, bench.Ask(session, new Command.Start()));
        Assert.Single(bench.Target.Executed);
        Assert.Contains(bench.Target.Stored, line => line.StartsWith("mark 0", StringComparison.Ordinal));
    }

    [Fact]
    public void Stop_and_down_pass_on_a_broken_medium()
    {
        using var bench = new Bench();
        using var session = bench.OpenPatient();
        bench.Target.IsMediumBroken = true;
        Bench.Is(LinkStatus.Ok, bench.Ask(session, new Command.Stop()));
        Bench.Is(LinkStatus.Ok, bench.Ask(session, new Command.AdjustAmplitude(0, -100)));
        Assert.Equal(2, bench.Target.Executed.Count);
    }

    [Fact]
    public void A_bond_whose_removal_cannot_be_stored_stays()
    {
        using var bench = new Bench();
        using var clinician = bench.OpenClinician();
        Bench.Is(LinkStatus.Ok, bench.Ask(clinician, new Command.Stop(), 1));
        bench.Target.IsMediumBroken = true;
        Bench.Is(LinkStatus.MemoryFailed, bench.Ask(clinician, bench.Envelope(clinician, Opcode.BondRemove, 0), 1));
        Assert.NotNull(bench.Table.Find(0));

        bench.Target.IsMediumBroken = false;
        using var patient = bench.OpenPatient();
        Bench.Is(LinkStatus.Ok, bench.Ask(patient, new Command.Stop()));
        Bench.Is(LinkStatus.Ok, bench.Ask(clinician, bench.Envelope(clinician, Opcode.BondRemove, 0), 1));
        Assert.Null(bench.Table.Find(0));
    }

    [Fact]
    public void A_bond_whose_removal_fails_after_its_mark_was_stored_stays()
    {
        using var bench = new Bench();
        using var clinician = bench.OpenClinician();
        bench.Target.AreBondsBroken = true;
        Bench.Is(LinkStatus.MemoryFailed, bench.Ask(clinician, bench.Envelope(clinician, Opcode.BondRemove, 0), 1));
        Assert.NotNull(bench.Table.Find(0));
        using var patient = bench.OpenPatient();
        Bench.Is(LinkStatus.Ok, bench.Ask(patient, new Command.Stop()));
    }

    [Fact]
    public void A_pairing_that_cannot_be_stored_makes_no_bond_and_pins_no_root()
    {
        using var bench = new Bench(bonded: false);
        bench.Target.AreBondsBroken = true;
        bench.Link.OpenPairingWindow(bench.Now);
        var certificate = new byte[ClinicianCertificate.Length];
        Bench.Certificate(Bench.SpareKey, 905).Write(certificate);
        byte[] body = [(byte)Role.Clinician, .. Bench.SpareKey.Point, .. certificate, .. Bench.RootPoint];
        using var handshake = ClientHandshake.ForPairing(Bench.Card, Bench.SpareKey, bench.Entropy);
        using var session = bench.TryOpen(handshake, 6)!;
        Bench.Is(LinkStatus.MemoryFailed, bench.Ask(session, bench.Envelope(session, Opcode.Pair, body), 6));
        Assert.Empty(bench.Table.Bonds);
        Assert.True(bench.Table.ClinicRoot.IsEmpty);
    }

    [Fact]
    public void A_new_pairing_of_a_known_peer_that_cannot_be_stored_leaves_the_old_bond()
    {
        using var bench = new Bench();
        bench.Link.OpenPairingWindow(bench.Now);
        byte[] body = [(byte)Role.Patient, .. Bench.PatientKey.Point];
        using var handshake = ClientHandshake.ForPairing(Bench.Card, Bench.PatientKey, bench.Entropy);
        using var session = bench.TryOpen(handshake, 6)!;
        bench.Target.AreBondsBroken = true;
        Bench.Is(LinkStatus.MemoryFailed, bench.Ask(session, bench.Envelope(session, Opcode.Pair, body), 6));
        using var patient = bench.OpenPatient();
        Bench.Is(LinkStatus.Ok, bench.Ask(patient, new Command.Start()));
    }

    [Fact]
    public void A_certificate_that_cannot_be_stored_is_not_taken()
    {
        using var bench = new Bench();
        using var clinician = bench.OpenClinician();
        var newer = new byte[ClinicianCertificate.Length];
        Bench.Certificate(Bench.ClinicianKey, 906, life: 2_500_000).Write(newer);
        bench.Target.AreBondsBroken = true;
        Bench.Is(LinkStatus.MemoryFailed, bench.Ask(clinician, bench.Envelope(clinician, Opcode.PresentCertificate, newer), 1));
        Assert.Equal(902ul, bench.Table.Find(1)!.CertificateId);

        bench.Target.AreBondsBroken = false;
        Bench.Is(LinkStatus.Ok, bench.Ask(clinician, bench.Envelope(clinician, Opcode.PresentCertificate, newer), 1));
        Assert.Equal(906ul, bench.Table.Find(1)!.CertificateId);
    }
}
