using Epidura.Generator.Monitor;
using Epidura.Generator.Programs;
using Epidura.Quantities;
using Epidura.Stimulation.Programs;

namespace Epidura.Generator.Tests.Programs;

public class ProgramLoweringTests
{
    private static readonly GeneratorConfiguration Device = Bench.Device();

    private static ProgramArea Area(double milliampere, int width, double hertz, Therapy therapy, Recharge recharge, int first = 1) => new(
        [new(new ContactId("left", first), -1000), new(new ContactId("left", first + 1), 1000)],
        Current.FromMilliamperes(milliampere), width, 0, Frequency.FromHertz(hertz), therapy, recharge);

    private static DeviceProgram Lower(params ProgramArea[] areas)
    {
        var result = ProgramLowering.Lower(new StimulationProgram("planned", areas), Device, new LoweringOptions());
        Assert.Empty(result.Errors);
        var verdict = ProgramMonitor.Check(result.Program!, Device, LimitProfile.Ceiling, [.. Enumerable.Repeat(800, 17)]);
        Assert.Empty(verdict.Findings);
        return result.Program!;
    }

    [Fact]
    public void The_usual_therapies_are_lowered_to_clean_programs()
    {
        Assert.Equal(20_000_000, Lower(Area(3.21, 210, 50, Therapy.Tonic, Recharge.Active)).Areas[0].PeriodNanosecond);
        Assert.Equal(3200, Lower(Area(3.21, 210, 50, Therapy.Tonic, Recharge.Active)).Areas[0].AmplitudeMicroampere);
        var burst = Lower(Area(1, 1000, 40, Therapy.Burst, Recharge.Passive)).Areas[0];
        Assert.Equal((5, 2_000_000, 25_000_000), (burst.Pulses, burst.InnerPeriodNanosecond, burst.PeriodNanosecond));
        Assert.Equal(100_000, Lower(Area(3, 30, 10_000, Therapy.HighFrequency, Recharge.Active)).Areas[0].PeriodNanosecond);
        Assert.Equal(1_000_000, Lower(Area(2, 90, 1000, Therapy.HighDensity, Recharge.Active)).Areas[0].PeriodNanosecond);
    }

    [Fact]
    public void Base_and_prime_on_shared_contacts_are_interleaved()
    {
        var program = Lower(
            Area(3, 200, 50, Therapy.Tonic, Recharge.Active),
            Area(3.5, 170, 300, Therapy.Tonic, Recharge.Active, 2));
        Assert.Equal((19_999_998, 3_333_333), (program.Areas[0].PeriodNanosecond, program.Areas[1].PeriodNanosecond));
        Assert.Equal(420_000, program.Areas[1].OffsetNanosecond);
    }

    [Fact]
    public void What_cannot_be_is_an_error_in_words()
    {
        var unknown = new StimulationProgram("p", [Area(3, 200, 50, Therapy.Tonic, Recharge.Active, 8)]);
        Assert.Contains("left.9", ProgramLowering.Lower(unknown, Device, new LoweringOptions()).Errors[0], StringComparison.Ordinal);
        var meeting = new StimulationProgram(
            "p", [Area(3, 200, 50, Therapy.Tonic, Recharge.Active), Area(3, 200, 47, Therapy.Tonic, Recharge.Active)]);
        Assert.Contains("offsets", ProgramLowering.Lower(meeting, Device, new LoweringOptions()).Errors[0], StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_reads_back_and_every_changed_bit_of_its_layout_is_another_program_or_none()
    {
        var program = Lower(
            Area(3, 200, 50, Therapy.Tonic, Recharge.Active),
            Area(1, 1000, 40, Therapy.Burst, Recharge.Passive, 5));
        var image = ProgramImage.Encode(program)!;
        Assert.Equal(image, ProgramImage.Encode(ProgramImage.Decode(image)!));
        for (var bit = 0; bit < image.Length * 8; bit++)
        {
            var changed = (byte[])image.Clone();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            if (ProgramImage.Decode(changed) is { } other && !other.Name.Contains('\uFFFD', StringComparison.Ordinal))
                Assert.Equal(changed, ProgramImage.Encode(other));
        }

        Assert.Null(ProgramImage.Decode(image.AsSpan(1)));
        Assert.Null(ProgramImage.Decode([.. image, 0]));
    }
}
