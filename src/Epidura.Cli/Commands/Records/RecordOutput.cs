using Epidura.Records;

namespace Epidura.Cli.Commands.Records;

/// <summary>Words for what a record is.</summary>
internal static class RecordOutput
{
    public static string NameOf(RecordLocation location) => location is RecordLocation.Postgres ? "PostgreSQL" : "SQLite";
}
