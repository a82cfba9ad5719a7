using Epidura.Records.Storage;
using Microsoft.EntityFrameworkCore;

namespace Epidura.Records.Tests;

/// <summary>The hand-written migrations against the mapped model, on both databases.</summary>
public class MigrationTests
{
    public static TheoryData<string> Databases => Clinic.Databases;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Migrated_tables_have_the_columns_of_the_model(string database)
    {
        using var clinic = await Clinic.CreateAsync(database);
        await using var context = new RecordDatabase(clinic.Settings.Location, clinic.Settings.Clinic).OpenAsOwner();
        var wanted = context.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties().Select(property =>
            $"{entity.GetTableName()}.{property.GetColumnName()} {(property.IsNullable ? "null" : "not null")} "
            + property.GetColumnType().ToLowerInvariant())).Order(StringComparer.Ordinal).ToList();
        var sql = database == Clinic.Sqlite
            ? """
              SELECT m.name || '.' || c.name || CASE c."notnull" WHEN 1 THEN ' not null ' ELSE ' null ' END || lower(c.type) AS "Value"
              FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE '\_\_%' ESCAPE '\'
              """
            : """
              SELECT table_name || '.' || column_name || CASE is_nullable WHEN 'NO' THEN ' not null ' ELSE ' null ' END
                || data_type AS "Value"
              FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE '\_\_%'
              """;
        var found = (await context.Database.SqlQueryRaw<string>(sql).ToListAsync()).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(wanted, found);
        var indexes = database == Clinic.Sqlite
            ? "SELECT name AS \"Value\" FROM sqlite_master WHERE type = 'index' AND name LIKE 'IX\\_%' ESCAPE '\\'"
            : "SELECT indexname::text AS \"Value\" FROM pg_indexes WHERE indexname LIKE 'IX\\_%'";
        Assert.Equal(
            context.Model.GetEntityTypes().SelectMany(entity => entity.GetIndexes()).Select(index => index.GetDatabaseName()!)
                .Order(StringComparer.Ordinal),
            (await context.Database.SqlQueryRaw<string>(indexes).ToListAsync()).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task A_record_of_the_first_version_is_refused_until_it_is_migrated_and_then_opens(string database)
    {
        using var clinic = await Clinic.CreateAsync(database);
        await using (var context = new RecordDatabase(clinic.Settings.Location, clinic.Settings.Clinic).OpenAsOwner())
        {
            // Back to the tables of the first version: the derived ones are gone.
            await context.Database.ExecuteSqlRawAsync("DROP TABLE worklist; DROP TABLE timeline; DROP TABLE current_state");
            await context.Database.ExecuteSqlRawAsync("DELETE FROM \"__EFMigrationsHistory\" WHERE \"MigrationId\" LIKE 'M0002%'");
        }

        var refused = await Assert.ThrowsAsync<RecordException>(clinic.OpenAsync);
        Assert.Contains("records migrate", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["M0002_ReadModels"], await RecordSetup.MigrateAsync(clinic.Settings));
        Assert.Empty(await RecordSetup.MigrateAsync(clinic.Settings));
        await Clinic.FillAsync(await clinic.OpenAsync(), 1, 1);
        Assert.Empty((await RecordStore.VerifyAsync(clinic.Settings)).Findings);
    }

    [Fact]
    public async Task Records_made_at_the_same_time_on_a_new_server_share_one_role()
    {
        if (!PostgresServer.IsWanted)
            return;
        using var server = new PostgresServer();
        var clinics = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => Clinic.CreateAsync(server))));
        foreach (var clinic in clinics)
        {
            Assert.Single(await Clinic.FillAsync(await clinic.OpenAsync(), 1, 0));
            clinic.Dispose();
        }
    }
}
