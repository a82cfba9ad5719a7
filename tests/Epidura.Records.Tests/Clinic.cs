using Epidura.Records.Chains;
using Epidura.Records.Keys;

namespace Epidura.Records.Tests;

/// <summary>A clinic with an empty record on one of the databases.</summary>
internal sealed class Clinic : IDisposable
{
    public const string Sqlite = "sqlite";
    public const string Postgres = "postgresql";

    public static readonly Actor Doctor = new("dr-a", "clinician");
    private readonly string _folder = Directory.CreateTempSubdirectory("epidura-records-").FullName;

    private Clinic(PostgresServer? server)
    {
        var location = server is null
            ? (RecordLocation)new RecordLocation.Sqlite(File("records.db"))
            : new RecordLocation.Postgres(server.NewDatabase());
        Settings = new RecordSettings(
            ClinicId.Create(), location, RecordKeys.Create(), new HeadFile(File("records.head")), SimplePathway.Instance, Clock);
    }

    public static TheoryData<string> Databases => PostgresServer.IsWanted ? new(Sqlite, Postgres) : new(Sqlite);

    public StepClock Clock { get; } = new();

    public RecordSettings Settings { get; }

    public string File(string name) => Path.Combine(_folder, name);

    public static Task<Clinic> CreateAsync(string database = Sqlite) => CreateAsync(database == Sqlite ? null : PostgresServer.Shared);

    public static async Task<Clinic> CreateAsync(PostgresServer? server)
    {
        var clinic = new Clinic(server);
        await RecordSetup.InitAsync(clinic.Settings, "Test clinic", Doctor);
        return clinic;
    }

    public Task<RecordStore> OpenAsync() => RecordStore.OpenAsync(Settings);

    public static NewEvent Start(string label) =>
        new(Guid.NewGuid(), "start", $$"""{"label":"{{label}}","state":"referred"}""", "2026-03-02 09:00", "referral");

    public static NewEvent Note(string text) =>
        new(Guid.NewGuid(), "note", $$"""{"text":"{{text}}"}""", "2026-03-02 10:00", "visit");

    /// <summary>A few patients with a few events each.</summary>
    public static async Task<List<PatientId>> FillAsync(RecordStore store, int patients, int notes)
    {
        List<PatientId> ids = [];
        for (var index = 0; index < patients; index++)
        {
            var id = new PatientId(Guid.NewGuid());
            ids.Add(id);
            await Accept(store.AppendAsync(id, 0, [Start($"Person {index}")], Doctor));
            for (var note = 1; note <= notes; note++)
                await Accept(store.AppendAsync(id, note, [Note($"note {note}")], Doctor));
        }

        return ids;
    }

    public static async Task<long> Accept(Task<WriteResult> write) => Assert.IsType<WriteResult.Accepted>(await write).Revision;

    public static async Task<Care.Refusal> Refuse(Task<WriteResult> write) =>
        Assert.Single(Assert.IsType<WriteResult.Refused>(await write).Refusals);

    public void Dispose() => Directory.Delete(_folder, true);
}

/// <summary>A clock that goes one second further each time it is asked.</summary>
internal sealed class StepClock : TimeProvider
{
    private long _seconds;

    public override DateTimeOffset GetUtcNow() =>
        new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero).AddSeconds(Interlocked.Increment(ref _seconds));
}
