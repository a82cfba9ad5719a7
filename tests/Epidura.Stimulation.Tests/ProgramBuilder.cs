using Epidura.Quantities;
using Epidura.Stimulation.Leads;
using Epidura.Stimulation.Programs;

namespace Epidura.Stimulation.Tests;

internal static class ProgramBuilder
{
    public static ContactId C(int number) => new("a", number);

    public static ContactShape? Ring(ContactId contact) =>
        contact is { Lead: "a", Number: >= 1 and <= 8 }
            ? new ContactShape.Band(Length.FromMillimetres(3), Length.FromMillimetres(1.3))
            : null;

    public static Resistance? Ohms400(ContactId contact) => contact.IsCase ? Resistance.FromOhms(0) : Resistance.FromOhms(400);

    public static DeviceProfile Device(string name = "reference-primary") =>
        DeviceCatalogue.TryGet(name, out var device) ? device : throw new InvalidOperationException(name);

    public static ProgramArea Bipole(
        double milliampere,
        int width,
        double hertz,
        Recharge recharge = Recharge.Passive,
        Therapy therapy = Therapy.Tonic,
        int gap = 0) =>
        new(
            [new ContactFraction(C(3), -1000), new ContactFraction(C(4), 1000)],
            Current.FromMilliamperes(milliampere), width, gap, Frequency.FromHertz(hertz), therapy, recharge);

    public static ProgramArea With(this ProgramArea area, params (int Contact, int PerMille)[] fractions) => area with
    {
        Contacts = [.. fractions.Select(f => new ContactFraction(f.Contact == 0 ? ContactId.Case : C(f.Contact), f.PerMille))],
    };

    public static IReadOnlyList<LimitFinding> Check(ProgramArea area, double ohms = 400, string device = "reference-primary") =>
        ProgramCheck.Check(
            area, Ring, contact => contact.IsCase ? Resistance.FromOhms(0) : Resistance.FromOhms(ohms), Device(device));

    public static string[] Hard(ProgramArea area, double ohms = 400) =>
        [.. Check(area, ohms).Where(finding => finding.IsHard).Select(finding => finding.Requirement).Distinct().Order()];
}
