using System.Data.Common;
using Epidura.Records.Migrations;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Epidura.Records.Storage;

/// <summary>Which database a record is in, and how a session of it starts.</summary>
internal sealed class RecordDatabase
{
    private readonly DbContextOptions<RecordContext> _session;
    private readonly DbContextOptions<RecordContext> _owner;
    private readonly Guid _clinic;

    public RecordDatabase(RecordLocation location, ClinicId clinic)
    {
        _clinic = clinic.Value;
        IsPostgres = location is RecordLocation.Postgres;
        var synchronous = (location as RecordLocation.Sqlite)?.Synchronous ?? SyncLevel.Full;
        _session = Options(location, new SessionStart(IsPostgres, clinic, synchronous));
        _owner = Options(location, null);
    }

    public bool IsPostgres { get; }

    /// <summary>Tables as the clinic's sessions may use them.</summary>
    public RecordContext Open() => new(_session, _clinic);

    /// <summary>Tables as their owner sees them; for migrations alone.</summary>
    public RecordContext OpenAsOwner() => new(_owner, _clinic);

    /// <summary>The world failed, not the caller: EF Core wraps a lost connection in an exception of another kind.</summary>
    public static bool IsFailure(Exception exception) =>
        exception is DbUpdateException or DbException or IOException or InvalidOperationException { InnerException: DbException };

    /// <summary>Sessions of a database that failed are not used again.</summary>
    public static void Forget(RecordContext context)
    {
        switch (context.Database.GetDbConnection())
        {
            case SqliteConnection sqlite:
                SqliteConnection.ClearPool(sqlite);
                break;
            case NpgsqlConnection postgres:
                NpgsqlConnection.ClearPool(postgres);
                break;
        }
    }

    private static DbContextOptions<RecordContext> Options(RecordLocation location, SessionStart? start)
    {
        var builder = new DbContextOptionsBuilder<RecordContext>()
            .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning));
        switch (location)
        {
            case RecordLocation.Sqlite sqlite:
                builder.UseSqlite(new SqliteConnectionStringBuilder
                {
                    DataSource = sqlite.Path,
                    Pooling = sqlite.IsPooled,
                    ForeignKeys = true,
                    DefaultTimeout = 30,
                    Vfs = sqlite.FileSystem,
                }.ToString());
                start ??= new SessionStart(false, null, sqlite.Synchronous);
                break;
            case RecordLocation.Postgres postgres:
                builder.UseNpgsql(new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { IncludeErrorDetail = false }.ToString());
                break;
        }

        if (start is not null)
            builder.AddInterceptors(start);
        return builder.Options;
    }

    /// <summary>What has to hold before the first statement of a session; a session in which it does not hold is refused.</summary>
    private sealed class SessionStart(bool postgres, ClinicId? clinic, SyncLevel synchronous) : DbConnectionInterceptor
    {
        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
        {
            if (postgres)
                StartPostgres(connection);
            else
                StartSqlite(connection);
        }

        public override Task ConnectionOpenedAsync(
            DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            ConnectionOpened(connection, eventData);
            return Task.CompletedTask;
        }

        private void StartSqlite(DbConnection connection)
        {
            Ask(connection, "PRAGMA busy_timeout = 30000");
            Require("journal_mode", Ask(connection, "PRAGMA journal_mode = WAL"), "wal");
            Ask(connection, $"PRAGMA synchronous = {synchronous}");
            Require("synchronous", Ask(connection, "PRAGMA synchronous"), $"{(int)synchronous}");
            Require("foreign_keys", Ask(connection, "PRAGMA foreign_keys"), "1");
        }

        private void StartPostgres(DbConnection connection)
        {
            Ask(connection, $"SET ROLE {Guards.Role}; SELECT set_config('epidura.clinic', '{clinic}', false)");
            var facts = Ask(connection, """
                SELECT concat_ws(',', current_setting('fsync'), current_setting('full_page_writes'),
                  (SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user))
                """);
            Require("fsync, full_page_writes, role above the policies", facts, "on,on,f");
            Ask(connection, "SET synchronous_commit = on");
        }

        private static string Ask(DbConnection connection, string sql)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            return Convert.ToString(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture) ?? "";
        }

        private static void Require(string what, string found, string wanted)
        {
            if (found != wanted)
                throw new RecordException($"The database has {what} = {found}; a record needs {wanted}, or power loss would cost entries.");
        }
    }
}
