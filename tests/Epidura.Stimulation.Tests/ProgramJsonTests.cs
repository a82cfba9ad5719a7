using Epidura.Quantities;
using Epidura.Stimulation.Programs;

namespace Epidura.Stimulation.Tests;

public class ProgramJsonTests
{
    private static readonly StimulationProgram Sample = new("Back and leg", [new ProgramArea(
        [new ContactFraction(new ContactId("left", 3), -1000), new ContactFraction(ContactId.Case, 1000)],
        Current.FromMilliamperes(3.525), 300, 50, Frequency.FromHertz(49.5), Therapy.HighDensity, Recharge.Passive)]);

    [Fact]
    public void A_program_comes_back_as_it_was_written()
    {
        var read = ProgramJson.Read(ProgramJson.Write(Sample));
        Assert.Equal(Sample.Name, read.Name);
        Assert.Equal(Sample.Areas[0].Contacts, read.Areas[0].Contacts);
        Assert.Equal(Sample.Areas[0] with { Contacts = [] }, read.Areas[0] with { Contacts = [] });
        Assert.Equal(ProgramJson.Write(Sample), ProgramJson.Write(read));
    }

    [Fact]
    public void A_program_of_a_plan_is_read_by_its_rank()
    {
        var file = ProgramJson.Write(Sample);
        var program = file[(file.IndexOf("\"program\"", StringComparison.Ordinal))..file.LastIndexOf('}')];
        var plan = $$"""{"schema":"epidura-plan/1","other":1,"programs":[{"rank":1,{{program}}}]}""";
        Assert.Equal("Back and leg", ProgramJson.Read(plan, 1).Name);
        Assert.Contains("no program 2", Assert.Throws<FormatException>(() => ProgramJson.Read(plan, 2)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"pulse_width_us\": 300", "\"pulse_width_us\": 3000", "allowed is 10 to 1000")]
    [InlineData("\"pulse_width_us\": 300", "\"pulse_width_us\": 300.5", "whole number")]
    [InlineData("\"pulse_width_us\": 300", "\"pulse_width_ms\": 300", "unknown key")]
    [InlineData("\"high_density\"", "\"tonik\"", "allowed is tonic")]
    [InlineData("left.3", "left", "not a contact")]
    [InlineData("\"amplitude_ma\": 3.525", "\"amplitude_ma\": -1", "allowed is")]
    [InlineData("epidura-program/1", "epidura-program/2", "neither")]
    [InlineData("{", "", "not JSON")]
    public void What_is_wrong_is_named(string right, string wrong, string message)
    {
        var text = ProgramJson.Write(Sample);
        var at = text.IndexOf(right, StringComparison.Ordinal);
        var broken = text[..at] + wrong + text[(at + right.Length)..];
        Assert.Contains(message, Assert.Throws<FormatException>(() => ProgramJson.Read(broken)).Message, StringComparison.Ordinal);
    }
}
