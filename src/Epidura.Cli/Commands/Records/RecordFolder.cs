using System.CommandLine;
using System.Text.Json;
using Epidura.Care.Pathway;
using Epidura.Records;
using Epidura.Records.Chains;
using Epidura.Records.Keys;

namespace Epidura.Cli.Commands.Records;

/// <summary>Options of the records commands, and the folder they stand for: the clinic, its key, its head, and the file of
/// SQLite.</summary>
internal static class RecordFolder
{
    /// <summary>Where a connection string may stand instead of on the command line, where others can read it.</summary>
    public const string Variable = "EPIDURA_RECORDS_DATABASE";

    private const string ClinicFile = "clinic.json";
    private const int ConnectionMax = 2000;

    public static Option<string> Data { get; } = new("--data")
    {
        Description = "Folder of the record",
        HelpName = "DIR",
        DefaultValueFactory = _ => "var/records",
    };

    public static Option<string?> Database { get; } = new("--database")
    {
        Description = $"PostgreSQL connection string, better in {Variable}; SQLite in the folder when left out",
        HelpName = "CONNECTION",
    };

    public static Option<string?> Key { get; } = new("--key")
    {
        Description = "File of the key, best on another disk; records.key in the folder when left out",
        HelpName = "FILE",
    };

    public static Option<string?> Head { get; } = new("--head")
    {
        Description = "File of the log's end, best on another disk; records.head in the folder when left out",
        HelpName = "FILE",
    };

    public static Option<string> As { get; } = new("--as")
    {
        Description = "Who does it, for the audit",
        HelpName = "NAME",
        DefaultValueFactory = _ => Environment.UserName,
    };

    public static void AddTo(Command command)
    {
        command.Add(Data);
        command.Add(Database);
        command.Add(Key);
        command.Add(Head);
        command.Add(As);
    }

    public static Actor ActorOf(ParseResult parsed)
    {
        var name = parsed.GetRequiredValue(As);
        return name.Length is > 0 and <= 64
            ? new Actor(name, "operator")
            : throw new WrongInputException($"--as has {name.Length} characters; a name has 1 to 64.");
    }

    /// <summary>Makes the folder, key and clinic of a new record.</summary>
    public static async Task<RecordSettings> InitAsync(ParseResult parsed, string name, CancellationToken cancellation)
    {
        var folder = parsed.GetRequiredValue(Data);
        if (name.Length is 0 or > 80 || name.Any(char.IsControl))
            throw new WrongInputException($"The name of a clinic has 1 to 80 characters on one line, not {name.Length}.");
        if (File.Exists(Path.Combine(folder, ClinicFile)))
            throw new WrongInputException($"{folder} holds a record already; nothing was changed.");
        foreach (var path in new[] { KeyPath(parsed), HeadPath(parsed), SqlitePath(folder) })
        {
            if (File.Exists(path))
                throw new WrongInputException($"{path} exists already and is not overwritten; nothing was changed.");
        }

        var actor = ActorOf(parsed);
        Directory.CreateDirectory(folder);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(KeyPath(parsed)))!);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(HeadPath(parsed)))!);
        var clinic = ClinicId.Create();
        var settings = new RecordSettings(
            clinic, Location(parsed, folder), KeyFile.Create(KeyPath(parsed)), new HeadFile(HeadPath(parsed)),
            new Epidura.Records.CarePathway(SiteProfile.Default), TimeProvider.System);
        try
        {
            await RecordSetup.InitAsync(settings, name, actor, cancellation);
        }
        catch
        {
            // A key of a record that was never made is of no use to anybody.
            File.Delete(KeyPath(parsed));
            throw;
        }

        await File.WriteAllTextAsync(
            Path.Combine(folder, ClinicFile), Output.JsonText.Write(new { Clinic = clinic.Value, Name = name }) + "\n", cancellation);
        return settings;
    }

    /// <summary>The record that a command line means.</summary>
    public static RecordSettings Settings(ParseResult parsed)
    {
        var folder = parsed.GetRequiredValue(Data);
        var path = Path.Combine(folder, ClinicFile);
        if (!File.Exists(path))
            throw new WrongInputException($"There is no record in {folder}; epidura records init or epidura records demo makes one.");
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var clinic = document.RootElement.GetProperty("clinic").GetGuid();
            return new RecordSettings(
                new ClinicId(clinic), Location(parsed, folder), KeyFile.Read(KeyPath(parsed)), new HeadFile(HeadPath(parsed)),
                new Epidura.Records.CarePathway(SiteProfile.Default), TimeProvider.System);
        }
        catch (Exception exception) when (exception
            is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new WrongInputException($"{path} does not hold the identity of a clinic.");
        }
    }

    private static string KeyPath(ParseResult parsed) =>
        parsed.GetValue(Key) ?? Path.Combine(parsed.GetRequiredValue(Data), "records.key");

    private static string HeadPath(ParseResult parsed) =>
        parsed.GetValue(Head) ?? Path.Combine(parsed.GetRequiredValue(Data), "records.head");

    private static string SqlitePath(string folder) => Path.Combine(folder, "records.db");

    private static RecordLocation Location(ParseResult parsed, string folder)
    {
        var connection = parsed.GetValue(Database) ?? Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrEmpty(connection))
            return new RecordLocation.Sqlite(SqlitePath(folder));
        return connection.Length <= ConnectionMax && connection.Contains('=', StringComparison.Ordinal)
            ? new RecordLocation.Postgres(connection)
            : throw new WrongInputException("The connection string is not of the form Host=…;Username=…;Password=…;Database=….");
    }
}
