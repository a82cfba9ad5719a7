using Epidura.Records.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Epidura.Records.Migrations;

/// <summary>What is derived from the log; may be dropped and made again.</summary>
[DbContext(typeof(RecordContext))]
[Migration("M0002_ReadModels")]
internal sealed class M0002_ReadModels : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable("worklist", table => new
        {
            clinic_id = table.Column<Guid>(),
            patient_id = table.Column<Guid>(),
            revision = table.Column<long>(),
            state = table.Column<string>(),
            since_us = table.Column<long>(),
            priority = table.Column<int>(),
            due_day = table.Column<int>(),
            tasks = table.Column<int>(),
            display = table.Column<byte[]>(),
        }, constraints: table => table.PrimaryKey("PK_worklist", row => new { row.clinic_id, row.patient_id }));
        migrationBuilder.CreateIndex(
            "IX_worklist_clinic_id_priority_due_day_patient_id", "worklist", ["clinic_id", "priority", "due_day", "patient_id"]);
        migrationBuilder.CreateTable("timeline", table => new
        {
            clinic_id = table.Column<Guid>(),
            patient_id = table.Column<Guid>(),
            revision = table.Column<long>(),
            type = table.Column<string>(),
            recorded_us = table.Column<long>(),
            corrected_by = table.Column<long>(nullable: true),
            line = table.Column<byte[]>(),
        }, constraints: table => table.PrimaryKey("PK_timeline", row => new { row.clinic_id, row.patient_id, row.revision }));
        migrationBuilder.CreateTable("current_state", table => new
        {
            clinic_id = table.Column<Guid>(),
            patient_id = table.Column<Guid>(),
            revision = table.Column<long>(),
            detail = table.Column<byte[]>(),
        }, constraints: table => table.PrimaryKey("PK_current_state", row => new { row.clinic_id, row.patient_id }));
        migrationBuilder.OneClinicAtATime("SELECT, INSERT, UPDATE, DELETE", "worklist", "timeline", "current_state");
    }
}
