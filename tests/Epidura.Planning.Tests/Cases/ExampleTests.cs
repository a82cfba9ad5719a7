using Epidura.Planning.Cases;

namespace Epidura.Planning.Tests.Cases;

public class ExampleTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "examples");

    public static TheoryData<string> Files =>
        new(Directory.EnumerateFiles(Folder, "*.yaml").Select(path => Path.GetFileName(path)!).Order());

    [Theory]
    [MemberData(nameof(Files))]
    public void An_example_is_in_order_and_has_nothing_unusual(string file)
    {
        using var stream = File.OpenRead(Path.Combine(Folder, file));
        var result = CaseReader.Read(stream, file, path => new ImageFile(File.OpenRead(Path.Combine(Folder, path)), null));
        Assert.Empty(result.Errors);
        Assert.Empty(result.Notes);
        Assert.NotEmpty(result.Case!.Leads);
    }

    [Fact]
    public void The_examples_the_guide_names_are_there() => Assert.Subset(
        Directory.EnumerateFiles(Folder).Select(path => Path.GetFileName(path)!).ToHashSet(),
        new HashSet<string> { "failed-back.yaml", "crps-hand.yaml", "diabetic-feet.yaml", "angina.yaml", "sciatica.yaml", "pelvic.yaml",
            "minimal.yaml" });

    [Fact]
    public void The_minimal_example_has_six_lines() => Assert.Equal(6, File.ReadLines(Path.Combine(Folder, "minimal.yaml")).Count());
}
