namespace Epidura.Records;

/// <summary>Where the tables of a record are.</summary>
public abstract record RecordLocation
{
    private RecordLocation()
    {
    }

    /// <summary>A file of SQLite, one clinic per file.</summary>
    /// <param name="Path">The file.</param>
    /// <param name="FileSystem">Name of the file system layer that SQLite uses; null for the system's own.</param>
    public sealed record Sqlite(string Path, string? FileSystem = null) : RecordLocation
    {
        /// <summary>How hard SQLite waits for the medium. Anything below full loses acknowledged entries; tests show that it
        /// does.</summary>
        internal SyncLevel Synchronous { get; init; } = SyncLevel.Full;

        /// <summary>Files stay open between calls. Off where somebody replaces them underneath.</summary>
        internal bool IsPooled { get; init; } = true;
    }

    /// <summary>A database of PostgreSQL, any number of clinics.</summary>
    /// <param name="ConnectionString">How to reach it. Its login is a member of the role that owns nothing; migrations need the
    /// owner.</param>
    public sealed record Postgres(string ConnectionString) : RecordLocation
    {
        /// <summary>Without the connection string, which may hold a password.</summary>
        public override string ToString() => "PostgreSQL";
    }
}

/// <summary>SQLite's numbers for <c>PRAGMA synchronous</c>.</summary>
internal enum SyncLevel
{
    Off = 0,
    Normal = 1,
    Full = 2,
}
