using Epidura.Records.Storage;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Epidura.Records.Tests;

/// <summary>What the databases themselves forbid.</summary>
public class DatabaseGuardTests
{
    public static TheoryData<string> Databases => Clinic.Databases;

    public static TheoryData<string> OnlyPostgres => PostgresServer.IsWanted ? new(Clinic.Postgres) : [];

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Nobody_changes_or_deletes_an_event_or_an_audit_entry(string database)
    {
        using var clinic = await Clinic.CreateAsync(database);
        await Clinic.FillAsync(await clinic.OpenAsync(), 1, 1);
        var tables = new RecordDatabase(clinic.Settings.Location, clinic.Settings.Clinic);
        foreach (var sql in new[]
        {
            "UPDATE event SET actor = 'x'", "DELETE FROM event", "UPDATE audit SET actor = 'x'", "DELETE FROM audit",
        })
        {
            await using var session = tables.Open();
            await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => session.Database.ExecuteSqlRawAsync(sql));
            await using var owner = tables.OpenAsOwner();
            var refused = await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => owner.Database.ExecuteSqlRawAsync(sql));
            Assert.Contains("append-only", refused.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Every_session_of_SQLite_waits_for_the_medium_and_every_role_of_PostgreSQL_is_below_the_policies(string database)
    {
        using var clinic = await Clinic.CreateAsync(database);
        await using var context = new RecordDatabase(clinic.Settings.Location, clinic.Settings.Clinic).Open();
        await context.Database.OpenConnectionAsync();
        async Task<string> Ask(string sql)
        {
            await using var command = context.Database.GetDbConnection().CreateCommand();
            command.CommandText = sql;
            return $"{await command.ExecuteScalarAsync()}";
        }

        if (database == Clinic.Sqlite)
        {
            Assert.Equal("wal", await Ask("PRAGMA journal_mode"));
            Assert.Equal("2", await Ask("PRAGMA synchronous"));
            return;
        }

        Assert.Equal("epidura_records", await Ask("SELECT current_user"));
        Assert.Equal("0", await Ask("SELECT count(*) FROM pg_class WHERE relowner = 'epidura_records'::regrole"));
        Assert.Equal("7", await Ask("SELECT count(*) FROM pg_class WHERE relrowsecurity AND relforcerowsecurity"));
    }

    [Theory]
    [MemberData(nameof(OnlyPostgres))]
    public async Task Plain_SQL_of_a_session_sees_its_own_clinic_only_and_nothing_when_it_names_none(string database)
    {
        using var one = await Clinic.CreateAsync(database);
        await Clinic.FillAsync(await one.OpenAsync(), 2, 1);
        var connection = ((RecordLocation.Postgres)one.Settings.Location).ConnectionString;
        await using var session = new NpgsqlConnection(connection);
        await session.OpenAsync();
        async Task<long> Rows(string clinic, string table)
        {
            await using var command = new NpgsqlCommand(
                $"SET ROLE epidura_records; SELECT set_config('epidura.clinic', '{clinic}', false); SELECT count(*) FROM {table}", session);
            await using var reader = await command.ExecuteReaderAsync();
            await reader.NextResultAsync();
            await reader.ReadAsync();
            return reader.GetInt64(0);
        }

        foreach (var table in new[] { "clinic", "patient", "event", "audit", "worklist", "timeline", "current_state" })
        {
            Assert.True(await Rows(one.Settings.Clinic.ToString(), table) > 0, table);
            Assert.Equal(0, await Rows(Guid.NewGuid().ToString(), table));
            Assert.Equal(0, await Rows("", table));
        }

        await Rows(Guid.NewGuid().ToString(), "clinic");
        await using var foreign = new NpgsqlCommand(
            $"INSERT INTO clinic VALUES ('{one.Settings.Clinic}', 'x', '', 0, '')", session);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => foreign.ExecuteNonQueryAsync());
        Assert.Contains("row-level security", refused.MessageText, StringComparison.Ordinal);
    }
}
