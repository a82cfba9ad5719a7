using Epidura.Generator.Commands;
using Epidura.Generator.Link.Bonds;
using Epidura.Generator.Link.Client;
using Epidura.Generator.Link.Commands;
using Epidura.Generator.Link.Handshake;

namespace Epidura.Generator.Link.Tests;

public class PairingTests
{
    private static byte[] PatientBody(KeyPair key) => [(byte)Role.Patient, .. key.Point];

    private static byte[] ClinicianBody(KeyPair key, ClinicianCertificate certificate, byte[] root)
    {
        var bytes = new byte[ClinicianCertificate.Length];
        certificate.Write(bytes);
        return [(byte)Role.Clinician, .. key.Point, .. bytes, .. root];
    }

    private static ClientSession? OpenPairing(Bench bench, KeyPair key, byte[]? card = null, int connection = 6)
    {
        using var handshake = ClientHandshake.ForPairing(card ?? Bench.Card, key, bench.Entropy);
        return bench.TryOpen(handshake, connection);
    }

    private static (ReplyEnvelope Reply, ClientBond? Bond) Pair(Bench bench, KeyPair key, byte[] body, ulong certificate = 0)
    {
        using var session = OpenPairing(bench, key)!;
        var reply = bench.Ask(session, bench.Envelope(session, Opcode.Pair, body), 6);
        if (!reply.IsOk)
            return (reply, null);
        var device = reply.Body[1..];
        return (reply, new ClientBond(device, session.BondSecret(key.Point, device.Span), certificate));
    }

    [Fact]
    [Trait("Requirement", "L-10")]
    public void A_newcomer_pairs_inside_the_window_and_then_opens_a_session_with_its_bond()
    {
        using var bench = new Bench(bonded: false);
        bench.Link.OpenPairingWindow(bench.Now);
        var (reply, bond) = Pair(bench, Bench.SpareKey, PatientBody(Bench.SpareKey));
        Bench.Is(LinkStatus.Ok, reply);
        Assert.Equal(Role.Patient, Assert.Single(bench.Table.Bonds).Role);
        Assert.Contains("bonds 1", bench.Target.Stored);
        using var session = bench.TryOpen(bond!, Bench.SpareKey)!;
        Bench.Is(LinkStatus.Ok, bench.Ask(session, new Command.Start()));
    }

    [Fact]
    [Trait("Requirement", "AC-04")]
    public void Both_sides_show_the_same_six_digits()
    {
        using var bench = new Bench(bonded: false);
        bench.Link.OpenPairingWindow(bench.Now);
        Assert.Null(bench.Link.PairingCode);
        using var session = OpenPairing(bench, Bench.SpareKey)!;
        Assert.Equal(session.ComparisonCode, bench.Link.PairingCode);
        Assert.InRange(session.ComparisonCode!.Value, 0, 999_999);
    }

    [Fact]
    [Trait("Requirement", "L-10")]
    public void Without_the_window_or_after_it_nobody_pairs()
    {
        using var bench = new Bench(bonded: false);
        Assert.Null(OpenPairing(bench, Bench.SpareKey));
        bench.Link.OpenPairingWindow(bench.Now);
        bench.Advance(DeviceLink.PairingWindowMillisecond);
        Assert.Null(OpenPairing(bench, Bench.SpareKey));
        Assert.Equal(0, bench.Link.Counters.PublicKeyWork);
    }

    [Fact]
    [Trait("Requirement", "AC-04")]
    public void A_wrong_card_secret_does_no_public_key_work_and_five_attempts_close_the_window()
    {
        using var bench = new Bench(bonded: false);
        bench.Link.OpenPairingWindow(bench.Now);
        for (var attempt = 0; attempt < DeviceLink.PairingAttemptsMax; attempt++)
            Assert.Null(OpenPairing(bench, Bench.SpareKey, new byte[16], attempt));
        Assert.False(bench.Link.IsPairingOpen);
        Assert.Null(OpenPairing(bench, Bench.SpareKey, connection: 7));
        Assert.Equal(0, bench.Link.Counters.PublicKeyWork);
    }

    [Fact]
    [Trait("Requirement", "L-05")]
    public void A_pairing_session_can_only_pair()
    {
        using var bench = new Bench(bonded: false);
        bench.Link.OpenPairingWindow(bench.Now);
        using var session = OpenPairing(bench, Bench.SpareKey)!;
        foreach (var opcode in Enum.GetValues<Opcode>().Where(opcode => opcode is not (Opcode.Confirm or Opcode.Pair)))
            Bench.Is(LinkStatus.NotAuthorised, bench.Ask(session, bench.Envelope(session, opcode)));
        Assert.Empty(bench.Target.Executed);
    }

    [Fact]
    public void A_clinician_needs_a_certificate_of_its_own_key_signed_by_the_root_and_in_time()
    {
        using var bench = new Bench();
        bench.Link.OpenPairingWindow(bench.Now);
        var key = Bench.SpareKey;
        ClinicianCertificate[] wrong =
        [
            Bench.Certificate(Bench.PatientKey, 905),
            Bench.SignedByStranger(Bench.Certificate(key, 905)),
            Bench.Certificate(key, 905, issued: 1_700_000_000),
            Bench.Certificate(key, 905, issued: 1_900_000_000),
        ];
        using var session = OpenPairing(bench, key)!;
        foreach (var certificate in wrong)
        {
            var envelope = bench.Envelope(session, Opcode.Pair, ClinicianBody(key, certificate, Bench.RootPoint));
            Bench.Is(LinkStatus.CertificateNotValid, bench.Ask(session, envelope));
        }
        var tooLong = ClinicianBody(key, Bench.Certificate(key, 905, life: ClinicianCertificate.LifeMaxSecond + 1), Bench.RootPoint);
        Bench.Is(LinkStatus.Malformed, bench.Ask(session, bench.Envelope(session, Opcode.Pair, tooLong)));
        var right = ClinicianBody(key, Bench.Certificate(key, 905), Bench.RootPoint);
        Bench.Is(LinkStatus.Ok, bench.Ask(session, bench.Envelope(session, Opcode.Pair, right)));
    }

    [Fact]
    public void The_first_clinician_pins_the_root_and_a_later_root_is_ignored()
    {
        using var bench = new Bench(bonded: false);
        bench.Link.OpenPairingWindow(bench.Now);
        var first = ClinicianBody(Bench.ClinicianKey, Bench.Certificate(Bench.ClinicianKey, 902), Bench.RootPoint);
        Assert.NotNull(Pair(bench, Bench.ClinicianKey, first, 902).Bond);
        Assert.Equal(Bench.RootPoint, bench.Table.ClinicRoot.ToArray());
        var second = ClinicianBody(Bench.SpareKey, Bench.Certificate(Bench.SpareKey, 905), Bench.PatientKey.Point.ToArray());
        Assert.NotNull(Pair(bench, Bench.SpareKey, second, 905).Bond);
        Assert.Equal(Bench.RootPoint, bench.Table.ClinicRoot.ToArray());
    }

    [Fact]
    [Trait("Requirement", "L-11")]
    public void A_newcomer_removes_nobody_but_a_clinician_takes_the_place_of_the_one_unused_for_longest()
    {
        using var bench = new Bench();
        using var used = bench.OpenClinician();
        bench.Link.OpenPairingWindow(bench.Now);
        for (var index = 0; index < 3; index++)
            Bench.Is(LinkStatus.Ok, Pair(bench, Draw(20 + index), PatientBody(Draw(20 + index))).Reply);
        Bench.Is(LinkStatus.BondTableFull, Pair(bench, Draw(30), PatientBody(Draw(30))).Reply);
        bench.Link.OpenPairingWindow(bench.Now);
        Bench.Is(LinkStatus.Ok, Pair(bench, Draw(31), ClinicianBody(Draw(31), Bench.Certificate(Draw(31), 931), Bench.RootPoint)).Reply);
        bench.Advance(100);
        Bench.Is(LinkStatus.Ok, Pair(bench, Draw(32), ClinicianBody(Draw(32), Bench.Certificate(Draw(32), 932), Bench.RootPoint)).Reply);
        Assert.Equal(8, bench.Table.Bonds.Count);
        Assert.Equal([902ul, 931ul, 932ul], bench.Table.Bonds.Select(bond => bond.CertificateId).Where(id => id != 0).Order());
    }

    [Fact]
    [Trait("Requirement", "L-11")]
    public void After_every_bond_is_deleted_a_new_clinician_leaves_MRI_mode()
    {
        using var bench = new Bench();
        using (var session = bench.OpenClinician())
        {
            bench.Ask(session, new Command.EnterMri());
            foreach (var slot in new byte[] { 0, 2, 3, 1 })
                Bench.Is(LinkStatus.Ok, bench.Ask(session, bench.Envelope(session, Opcode.BondRemove, slot)));
        }
        Assert.Empty(bench.Table.Bonds);
        Assert.Equal(0, bench.Link.SessionCount);
        Assert.Null(bench.TryOpen(Bench.Clinician, Bench.ClinicianKey));
        bench.Link.Disconnect(0);
        bench.Link.OpenPairingWindow(bench.Now);
        var body = ClinicianBody(Bench.SpareKey, Bench.Certificate(Bench.SpareKey, 905), Bench.RootPoint);
        var bond = Pair(bench, Bench.SpareKey, body, 905).Bond!;
        using var again = bench.TryOpen(bond, Bench.SpareKey)!;
        Bench.Is(LinkStatus.Ok, bench.Ask(again, new Command.ExitMri()));
    }

    [Fact]
    [Trait("Requirement", "AC-08")]
    public void A_removed_bond_loses_its_session_at_once_and_opens_no_other()
    {
        using var bench = new Bench();
        using var patient = bench.OpenPatient();
        using var clinician = bench.OpenClinician();
        Bench.Is(LinkStatus.Ok, bench.Ask(clinician, bench.Envelope(clinician, Opcode.BondRemove, 0)));
        Assert.Empty(bench.Send(patient.Seal(bench.Envelope(patient, new Command.Start()))));
        Assert.Null(bench.TryOpen(Bench.Patient, Bench.PatientKey));
    }

    [Fact]
    [Trait("Requirement", "L-06")]
    public void A_new_bond_in_an_old_place_goes_on_with_command_ids_never_used_there()
    {
        using var bench = new Bench();
        using (var patient = bench.OpenPatient())
            bench.Ask(patient, new Command.Start());
        using (var clinician = bench.OpenClinician())
            bench.Ask(clinician, bench.Envelope(clinician, Opcode.BondRemove, 0));
        bench.Link.OpenPairingWindow(bench.Now);
        var bond = Pair(bench, Bench.SpareKey, PatientBody(Bench.SpareKey)).Bond!;
        using var later = bench.TryOpen(bond, Bench.SpareKey)!;
        Assert.Equal(0, bench.Table.FindByPoint(Bench.SpareKey.Point)!.Slot);
        Assert.True(later.NextCommandId > 64);
    }

    [Fact]
    [Trait("Requirement", "L-05")]
    public void An_expired_certificate_or_a_clock_not_set_leaves_stop_reading_renewal_and_with_the_magnet_the_clock()
    {
        using var bench = new Bench();
        bench.Target.WallClockSecond = null;
        using var session = bench.OpenClinician();
        Bench.Is(LinkStatus.CertificateNotValid, bench.Ask(session, new Command.ClearFault()));
        Bench.Is(LinkStatus.CertificateNotValid, bench.Ask(session, new Command.SetClock(1)));
        Bench.Is(LinkStatus.Ok, bench.Ask(session, new Command.Stop()));
        bench.Target.MagnetPresent = true;
        Bench.Is(LinkStatus.Ok, bench.Ask(session, new Command.SetClock(1)));
        bench.Target.WallClockSecond = 1_802_000_000;
        Bench.Is(LinkStatus.CertificateNotValid, bench.Ask(session, new Command.ClearFault()));
        var newer = new byte[ClinicianCertificate.Length];
        Bench.Certificate(Bench.ClinicianKey, 912, issued: 1_801_900_000).Write(newer);
        Bench.Is(LinkStatus.Ok, bench.Ask(session, bench.Envelope(session, Opcode.PresentCertificate, newer)));
        Bench.Is(LinkStatus.Ok, bench.Ask(session, new Command.ClearFault()));
    }

    [Fact]
    public void A_session_that_names_another_certificate_is_restricted()
    {
        using var bench = new Bench();
        using var session = bench.TryOpen(Bench.Clinician with { CertificateId = 1 }, Bench.ClinicianKey)!;
        Bench.Is(LinkStatus.CertificateNotValid, bench.Ask(session, new Command.ClearFault()));
        Bench.Is(LinkStatus.Ok, bench.Ask(session, new Command.Stop()));
    }

    [Fact]
    public void The_list_of_bonds_names_place_role_and_certificate()
    {
        using var bench = new Bench();
        using var session = bench.OpenClinician();
        var reply = bench.Ask(session, bench.Envelope(session, Opcode.BondList));
        Assert.Equal(1 + (4 * 10), reply.Body.Length);
        Assert.Equal([4, 0, 1], reply.Body[..3].ToArray());
        Assert.Equal([1, 2, 0x86, 0x03], reply.Body.Slice(11, 4).ToArray());
    }

    private static KeyPair Draw(int seed) => KeyPair.Draw(new SeededEntropy(seed));
}
