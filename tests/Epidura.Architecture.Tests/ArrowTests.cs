using System.Reflection;

namespace Epidura.Architecture.Tests;

public class ArrowTests
{
    /// <summary>What each room may know, against the compiled references.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Epidura.Quantities"] = [],
        ["Epidura.Documents"] = ["YamlDotNet"],
        ["Epidura.Numerics"] = ["System.Numerics.Tensors"],
        ["Epidura.Stimulation"] = ["Epidura.Quantities", "Epidura.Numerics"],
        ["Epidura.Generator"] = ["Epidura.Quantities", "Epidura.Numerics", "Epidura.Stimulation"],
        ["Epidura.Generator.Host"] = ["Epidura.Quantities", "Epidura.Numerics", "Epidura.Stimulation", "Epidura.Generator"],
        ["Epidura.Anatomy"] = ["Epidura.Quantities", "Epidura.Numerics", "Epidura.Stimulation"],
        ["Epidura.Field"] = ["Epidura.Quantities", "Epidura.Numerics", "Epidura.Stimulation", "Epidura.Anatomy"],
        ["Epidura.Fibers"] = ["Epidura.Quantities", "Epidura.Numerics", "Epidura.Stimulation", "Epidura.Anatomy", "Epidura.Field"],
        ["Epidura.Planning"] =
        [
            "Epidura.Quantities", "Epidura.Numerics", "Epidura.Stimulation", "Epidura.Anatomy", "Epidura.Field", "Epidura.Fibers",
            "Epidura.Documents",
        ],
        ["Epidura.Care"] = ["Epidura.Quantities", "Epidura.Documents"],
        ["Epidura.Records"] =
        [
            "Epidura.Quantities", "Epidura.Documents", "Epidura.Care", "Microsoft.EntityFrameworkCore",
            "Microsoft.EntityFrameworkCore.Abstractions", "Microsoft.EntityFrameworkCore.Relational",
            "Microsoft.EntityFrameworkCore.Sqlite",
            "Microsoft.Data.Sqlite", "Microsoft.Extensions.Logging.Abstractions", "Npgsql", "Npgsql.EntityFrameworkCore.PostgreSQL",
        ],
        ["epidura"] =
        [
            "Epidura.Quantities", "Epidura.Numerics", "Epidura.Stimulation", "Epidura.Anatomy", "Epidura.Field", "Epidura.Fibers",
            "Epidura.Planning", "Epidura.Documents", "Epidura.Care", "Epidura.Generator", "Epidura.Generator.Host",
            "Epidura.Records", "System.CommandLine", "Spectre.Console",
        ],
    };

    public static TheoryData<string> Rooms => new(Allowed.Keys);

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_references_only_rooms_to_its_left(string room)
    {
        var assembly = Assembly.LoadFrom(Path.Combine(AppContext.BaseDirectory, room + ".dll"));
        var others = assembly.GetReferencedAssemblies()
            .Select(reference => reference.Name!)
            .Where(name => name is not ("netstandard" or "mscorlib"))
            .Where(name => !name.StartsWith("System.", StringComparison.Ordinal)
                || name is "System.Numerics.Tensors" or "System.CommandLine")
            .Where(name => !Allowed[room].Contains(name));
        Assert.Empty(others);
    }

    [Fact]
    public void Every_project_under_src_is_in_the_table()
    {
        var projects = Repository.Files("src", ".csproj").Select(path => Path.GetFileNameWithoutExtension(path)!);
        var unknown = projects.Except(Allowed.Keys.Append("Epidura.Cli")).ToList();
        Assert.Empty(unknown);
    }

    [Fact]
    public void Libraries_do_not_open_files_or_sockets()
    {
        string[] banned = ["File.Open", "File.Read", "File.Write", "new FileStream", "new Socket", "new HttpClient"];
        var found =
            from path in Repository.Files("src", ".cs")
            where !path.Contains("/Epidura.Cli/", StringComparison.Ordinal)
                && !path.Contains("/Epidura.Generator.Host/", StringComparison.Ordinal)
                && !path.Contains("/Epidura.Records/", StringComparison.Ordinal)
            let text = File.ReadAllText(path)
            from word in banned
            where text.Contains(word, StringComparison.Ordinal)
            select $"{Repository.Relative(path)}: {word}";
        Assert.Empty(found);
    }
}
