using Epidura.Records.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Epidura.Records.Migrations;

/// <summary>The log: clinics, ends of logs, events, audit.</summary>
[DbContext(typeof(RecordContext))]
[Migration("M0001_Log")]
internal sealed class M0001_Log : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable("clinic", table => new
        {
            clinic_id = table.Column<Guid>(),
            name = table.Column<string>(),
            data_key = table.Column<byte[]>(),
            sequence = table.Column<long>(),
            head = table.Column<byte[]>(),
        }, constraints: table => table.PrimaryKey("PK_clinic", row => row.clinic_id));
        migrationBuilder.CreateTable("patient", table => new
        {
            clinic_id = table.Column<Guid>(),
            patient_id = table.Column<Guid>(),
            revision = table.Column<long>(),
            head = table.Column<byte[]>(),
            as_of_us = table.Column<long>(),
            label_index = table.Column<byte[]>(nullable: true),
        }, constraints: table => table.PrimaryKey("PK_patient", row => new { row.clinic_id, row.patient_id }));
        migrationBuilder.CreateIndex("IX_patient_clinic_id_label_index", "patient", ["clinic_id", "label_index"], unique: true);
        migrationBuilder.CreateTable("event", table => new
        {
            clinic_id = table.Column<Guid>(),
            patient_id = table.Column<Guid>(),
            revision = table.Column<long>(),
            event_id = table.Column<Guid>(),
            type = table.Column<string>(),
            recorded_us = table.Column<long>(),
            clinic_time = table.Column<string>(),
            actor = table.Column<string>(),
            role = table.Column<string>(),
            reason = table.Column<byte[]>(),
            payload = table.Column<byte[]>(),
            previous = table.Column<byte[]>(),
            hash = table.Column<byte[]>(),
        }, constraints: table => table.PrimaryKey("PK_event", row => new { row.clinic_id, row.patient_id, row.revision }));
        migrationBuilder.CreateIndex("IX_event_clinic_id_event_id", "event", ["clinic_id", "event_id"], unique: true);
        migrationBuilder.CreateTable("audit", table => new
        {
            clinic_id = table.Column<Guid>(),
            sequence = table.Column<long>(),
            recorded_us = table.Column<long>(),
            actor = table.Column<string>(),
            role = table.Column<string>(),
            action = table.Column<string>(),
            patient_id = table.Column<Guid>(nullable: true),
            revision = table.Column<long>(nullable: true),
            event_hash = table.Column<byte[]>(nullable: true),
            detail = table.Column<byte[]>(),
            previous = table.Column<byte[]>(),
            hash = table.Column<byte[]>(),
        }, constraints: table => table.PrimaryKey("PK_audit", row => new { row.clinic_id, row.sequence }));
        migrationBuilder.CreateIndex("IX_audit_clinic_id_patient_id", "audit", ["clinic_id", "patient_id"]);
        migrationBuilder.AppendOnly("event");
        migrationBuilder.AppendOnly("audit");
        migrationBuilder.OneClinicAtATime("SELECT, INSERT, UPDATE", "clinic", "patient");
        migrationBuilder.OneClinicAtATime("SELECT, INSERT", "event", "audit");
    }
}
