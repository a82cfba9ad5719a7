using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Epidura.Records.Storage;

/// <summary>The tables of one clinic: every query is filtered to it, on PostgreSQL by the database too.</summary>
internal sealed class RecordContext(DbContextOptions<RecordContext> options, Guid clinic) : DbContext(options)
{
    internal const int ShortTextMax = 64;

    /// <summary>Read at each query by the filters.</summary>
    private Guid Clinic { get; } = clinic;

    public DbSet<ClinicRow> Clinics => Set<ClinicRow>();

    public DbSet<PatientRow> Patients => Set<PatientRow>();

    public DbSet<EventRow> Events => Set<EventRow>();

    public DbSet<AuditRow> Audits => Set<AuditRow>();

    public DbSet<WorklistRow> Worklist => Set<WorklistRow>();

    public DbSet<TimelineRow> Timeline => Set<TimelineRow>();

    public DbSet<StateRow> States => Set<StateRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        Map<ClinicRow>(modelBuilder, "clinic").HasKey(row => row.ClinicId);
        Map<PatientRow>(modelBuilder, "patient").HasKey(row => new { row.ClinicId, row.PatientId });
        modelBuilder.Entity<PatientRow>().HasIndex(row => new { row.ClinicId, row.LabelIndex }).IsUnique();
        Map<EventRow>(modelBuilder, "event").HasKey(row => new { row.ClinicId, row.PatientId, row.Revision });
        modelBuilder.Entity<EventRow>().HasIndex(row => new { row.ClinicId, row.EventId }).IsUnique();
        Map<AuditRow>(modelBuilder, "audit").HasKey(row => new { row.ClinicId, row.Sequence });
        modelBuilder.Entity<AuditRow>().HasIndex(row => new { row.ClinicId, row.PatientId });
        Map<WorklistRow>(modelBuilder, "worklist").HasKey(row => new { row.ClinicId, row.PatientId });
        modelBuilder.Entity<WorklistRow>().HasIndex(row => new { row.ClinicId, row.Priority, row.DueDay, row.PatientId });
        Map<TimelineRow>(modelBuilder, "timeline").HasKey(row => new { row.ClinicId, row.PatientId, row.Revision });
        Map<StateRow>(modelBuilder, "current_state").HasKey(row => new { row.ClinicId, row.PatientId });
        modelBuilder.Entity<ClinicRow>().HasQueryFilter(row => row.ClinicId == Clinic);
        modelBuilder.Entity<PatientRow>().HasQueryFilter(row => row.ClinicId == Clinic);
        modelBuilder.Entity<EventRow>().HasQueryFilter(row => row.ClinicId == Clinic);
        modelBuilder.Entity<AuditRow>().HasQueryFilter(row => row.ClinicId == Clinic);
        modelBuilder.Entity<WorklistRow>().HasQueryFilter(row => row.ClinicId == Clinic);
        modelBuilder.Entity<TimelineRow>().HasQueryFilter(row => row.ClinicId == Clinic);
        modelBuilder.Entity<StateRow>().HasQueryFilter(row => row.ClinicId == Clinic);
    }

    private static EntityTypeBuilder<TRow> Map<TRow>(ModelBuilder model, string table)
        where TRow : class
    {
        var entity = model.Entity<TRow>().ToTable(table);
        foreach (var property in entity.Metadata.GetProperties().ToList())
            entity.Property(property.Name).HasColumnName(Snake(property.Name)).ValueGeneratedNever();
        return entity;
    }

    private static string Snake(string name) =>
        string.Concat(name.Select((letter, index) =>
            char.IsUpper(letter) && index > 0 ? $"_{char.ToLowerInvariant(letter)}" : $"{char.ToLowerInvariant(letter)}"));
}
