using Microsoft.EntityFrameworkCore.Migrations;

namespace Epidura.Records.Migrations;

/// <summary>The one place where the two databases differ: what the database itself forbids.</summary>
internal static class Guards
{
    /// <summary>Role that reads and writes on PostgreSQL; owns nothing.</summary>
    public const string Role = "epidura_records";

    private static bool IsPostgres(this MigrationBuilder migration) =>
        migration.ActiveProvider == "Npgsql.EntityFrameworkCore.PostgreSQL";

    /// <summary>Rows of a table can be added, not changed or deleted, by whoever it may be.</summary>
    public static void AppendOnly(this MigrationBuilder migration, string table)
    {
        if (migration.IsPostgres())
        {
            migration.Sql($"""
                CREATE FUNCTION {table}_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN RAISE EXCEPTION 'the {table} table is append-only'; END $$;
                CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "{table}"
                FOR EACH STATEMENT EXECUTE FUNCTION {table}_is_append_only();
                """);
            return;
        }

        foreach (var change in new[] { "UPDATE", "DELETE" })
        {
            migration.Sql($"""
                CREATE TRIGGER {table}_refuses_{change} BEFORE {change} ON "{table}"
                BEGIN SELECT RAISE(ABORT, 'the {table} table is append-only'); END;
                """);
        }
    }

    /// <summary>On PostgreSQL a session sees and writes the rows of the clinic it has named, and nothing when it has named none.</summary>
    public static void OneClinicAtATime(this MigrationBuilder migration, string rights, params string[] tables)
    {
        if (!migration.IsPostgres())
            return;
        // Roles belong to the server, not to a database: another record may be making the same one at this moment.
        migration.Sql($"""
            DO $$ BEGIN
              BEGIN
                IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{Role}') THEN CREATE ROLE {Role} NOLOGIN; END IF;
              EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
              END;
              BEGIN
                GRANT {Role} TO CURRENT_USER;
              EXCEPTION WHEN unique_violation THEN NULL;
              END;
            END $$;
            GRANT SELECT ON "__EFMigrationsHistory" TO {Role};
            """);
        foreach (var table in tables)
        {
            migration.Sql($"""
                ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY;
                ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY;
                CREATE POLICY one_clinic ON "{table}" TO {Role}
                  USING (clinic_id = nullif(current_setting('epidura.clinic', true), '')::uuid)
                  WITH CHECK (clinic_id = nullif(current_setting('epidura.clinic', true), '')::uuid);
                GRANT {rights} ON "{table}" TO {Role};
                """);
        }
    }
}
