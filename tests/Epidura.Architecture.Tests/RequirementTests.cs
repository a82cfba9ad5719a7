using Epidura.Quantities;

namespace Epidura.Architecture.Tests;

/// <summary>
/// The table of requirements tells the truth: what it calls checked names tests that exist and say which requirement they are for.
/// </summary>
public class RequirementTests
{
    private static readonly Table Requirements =
        Table.Parse(File.ReadAllText(Path.Combine(Repository.Root, "docs", "requirements.csv")), "requirements.csv");

    private static readonly Dictionary<string, string> Sources = Repository.Files("tests", ".cs")
        .GroupBy(path => Path.GetFileNameWithoutExtension(path)!)
        .ToDictionary(group => group.Key, group => string.Concat(group.Select(File.ReadAllText)));

    private static IEnumerable<(string Id, string Test)> Named =>
        from row in Requirements.Rows
        from name in row.Text("covered_by").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        select (row.Text("id"), name);

    [Fact]
    public void Every_test_that_the_table_names_exists()
    {
        var missing = Named.Where(item => !Sources.TryGetValue(item.Test.Split('.')[^1], out var text)
            || !text.Contains($"class {item.Test.Split('.')[^1]}", StringComparison.Ordinal));
        Assert.Empty(missing);
    }

    [Fact]
    public void Tests_of_the_pulse_generator_carry_the_requirement_they_are_named_for()
    {
        var silent = Named.Where(item => item.Test.StartsWith("Epidura.Generator.Tests.", StringComparison.Ordinal)
            && !Sources[item.Test.Split('.')[^1]].Contains($"Trait(\"Requirement\", \"{item.Id}\")", StringComparison.Ordinal));
        Assert.Empty(silent);
    }

    [Fact]
    public void Every_rule_of_the_clinic_is_a_requirement_with_a_test()
    {
        var rules = Table.Parse(File.ReadAllText(Path.Combine(Repository.Root, "data", "care", "rules.csv")), "rules.csv").Rows
            .Select(row => row.Text("rule")).Where(rule => rule != "IND").Distinct().Order();
        var listed = Requirements.Rows.Where(row => row.Text("document") == "clinical" && row.Text("covered_by").Length > 0)
            .Select(row => row.Text("id")).Order();
        Assert.Equal(rules, listed);
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "science", "care.md"));
        Assert.All(rules, rule => Assert.Contains($"| {rule} |", page, StringComparison.Ordinal));
    }

    [Fact]
    public void What_the_device_checks_names_a_test()
    {
        var bare = Requirements.Rows.Where(row => row.Text("status").StartsWith("checked in the device", StringComparison.Ordinal)
            && row.Text("covered_by").Length == 0);
        Assert.Empty(bare.Select(row => row.Text("id")));
    }
}
