using System.Text.RegularExpressions;

namespace Epidura.Architecture.Tests;

public partial class SourceTests
{
    private static readonly string[] TextEndings =
        [".cs", ".md", ".csv", ".json", ".yaml", ".csproj", ".props", ".sh", ".py", ".txt", ".editorconfig"];

    [Fact]
    public void Source_files_have_at_most_500_lines_and_test_files_600()
    {
        var long500 = Repository.Files("src", ".cs").Where(path => File.ReadLines(path).Count() > 500);
        var long600 = Repository.Files("tests", ".cs").Where(path => File.ReadLines(path).Count() > 600);
        Assert.Empty(long500.Concat(long600).Select(Repository.Relative));
    }

    [Fact]
    public void Lines_have_at_most_140_characters()
    {
        var found =
            from path in Repository.Files("src", ".cs").Concat(Repository.Files("tests", ".cs"))
            from line in File.ReadLines(path).Select((text, index) => (text, number: index + 1))
            where line.text.Length > 140
            select $"{Repository.Relative(path)}:{line.number}";
        Assert.Empty(found);
    }

    [Fact]
    public void Namespaces_equal_folders()
    {
        var found =
            from path in Repository.Files("src", ".cs")
            let folder = Path.GetDirectoryName(Path.GetRelativePath(Path.Combine(Repository.Root, "src"), path))!.Replace('/', '.')
            let match = NamespaceLine().Match(File.ReadAllText(path))
            where match.Success && match.Groups[1].Value != folder
            select $"{Repository.Relative(path)}: {match.Groups[1].Value}";
        Assert.Empty(found);
    }

    [Fact]
    public void No_folder_is_named_for_a_kind_of_class()
    {
        string[] banned = ["Utils", "Helpers", "Common", "Managers", "Interfaces", "Models"];
        var found = Directory.EnumerateDirectories(Path.Combine(Repository.Root, "src"), "*", SearchOption.AllDirectories)
            .Where(path => banned.Contains(Path.GetFileName(path)));
        Assert.Empty(found.Select(Repository.Relative));
    }

    [Fact]
    public void No_text_reads_as_unfinished_or_names_one_machine()
    {
        // Built from parts so that this file does not find itself.
        string[] banned =
        [
            "NotImplemented" + "Exception", "TO" + "DO", "FIX" + "ME", "lorem" + " ipsum", "Skip " + "= \"",
            "/wo" + "rk/", "/ro" + "ot/", "nuget" + ".org", "npmjs" + ".org", "deb.debian" + ".org",
        ];
        var found =
            from folder in new[] { "src", "tests", "docs", "data", "examples", "bench" }
            where Directory.Exists(Path.Combine(Repository.Root, folder))
            from path in Repository.Files(folder, TextEndings)
            where !path.EndsWith("packages.lock.json", StringComparison.Ordinal)
            let text = File.ReadAllText(path)
            from word in banned
            where text.Contains(word, StringComparison.Ordinal)
            select $"{Repository.Relative(path)}: {word}";
        Assert.Empty(found);
    }

    [Fact]
    public void Every_project_has_a_lock_file()
    {
        var missing = Repository.Files("src", ".csproj").Concat(Repository.Files("tests", ".csproj"))
            .Where(path => !File.Exists(Path.Combine(Path.GetDirectoryName(path)!, "packages.lock.json")));
        Assert.Empty(missing.Select(Repository.Relative));
    }

    [Fact]
    public void Every_table_under_data_names_its_sources()
    {
        var missing = Repository.Files("data", ".csv")
            .Where(path => !File.ReadLines(path).First(line => !line.StartsWith('#')).Split(',').Contains("source"));
        Assert.Empty(missing.Select(Repository.Relative));
    }

    [Fact]
    public void Links_between_pages_lead_somewhere()
    {
        var pages = Repository.Files("docs", ".md")
            .Concat(Directory.EnumerateFiles(Repository.Root, "*.md"));
        var found =
            from path in pages
            from Match link in MarkdownLink().Matches(File.ReadAllText(path))
            let target = link.Groups[1].Value
            where !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal)
            let file = Path.Combine(Path.GetDirectoryName(path)!, target)
            where !File.Exists(file) && !Directory.Exists(file)
            select $"{Repository.Relative(path)} → {target}";
        Assert.Empty(found);
    }

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"\]\(([^)#\s]+)(?:#[^)]*)?\)")]
    private static partial Regex MarkdownLink();
}
