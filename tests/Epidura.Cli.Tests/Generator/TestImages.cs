using Epidura.Generator.Programs;
using Epidura.Quantities;
using Epidura.Stimulation.Programs;

namespace Epidura.Cli.Tests.Generator;

/// <summary>Programs as a device stores them.</summary>
internal static class TestImages
{
    public static byte[] Image(double milliampere, int width)
    {
        var program = new StimulationProgram("Back", [new ProgramArea(
            [new ContactFraction(new ContactId("left", 3), -1000), new ContactFraction(new ContactId("left", 4), 1000)],
            Current.FromMilliamperes(milliampere), width, 0, Frequency.FromHertz(50), Therapy.Tonic, Recharge.Active)]);
        ContactId[] contacts = [.. Enumerable.Range(1, 8).Select(number => new ContactId("left", number))];
        return ProgramImage.Encode(ProgramLowering.Lower(program, contacts, new LoweringOptions()).Program!)!;
    }
}
