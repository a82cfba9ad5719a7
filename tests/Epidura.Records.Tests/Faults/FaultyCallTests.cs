using System.Globalization;
using Epidura.Records.Chains;

namespace Epidura.Records.Tests.Faults;

/// <summary>
/// The n-th call of SQLite or of the head file fails, for every n of each workflow: the work is refused, nothing is half-written, and a
/// record
/// that is opened again holds what was acknowledged (T10).
/// </summary>
[Trait("Requirement", "T10")]
public class FaultyCallTests
{
    public static TheoryData<string, string> Some
    {
        get
        {
            TheoryData<string, string> all = [];
            foreach (var workflow in new[] { "append", "import" })
            {
                foreach (var fault in Enum.GetNames<Fault>())
                    all.Add(workflow, fault);
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Some))]
    public async Task Every_failed_call_of_a_workflow_is_a_clean_refusal(string workflow, string fault) =>
        await RunAsync(workflow, Enum.Parse<Fault>(fault), firstOnly: 40);

    [Fact]
    [Trait("Category", "Campaign")]
    public async Task Every_failed_call_of_every_workflow()
    {
        var runs = 0;
        foreach (var workflow in new[] { "init", "append", "correct", "read", "refuse", "import", "rebuild", "export" })
        {
            foreach (var fault in Enum.GetValues<Fault>())
                runs += await RunAsync(workflow, fault, int.MaxValue);
        }

        Ledger.Write("records-faults", string.Create(CultureInfo.InvariantCulture,
            $"records: I/O error, disk full, short write, failed fsync or open at every call of 8 workflows on SQLite and the head file: "
            + $"{runs} runs, 0 half-written, 0 acknowledged lost"));
        Assert.True(runs > 500, $"{runs}");
    }

    private static async Task<int> RunAsync(string workflow, Fault fault, int firstOnly)
    {
        for (var call = 1; call <= firstOnly; call++)
        {
            var watcher = new FailingCall(call, fault);
            if (!await OnceAsync(workflow, watcher))
                return call - 1;
        }

        return firstOnly;
    }

    /// <summary>Runs a workflow with one failing call; false when the workflow ended before that call.</summary>
    private static async Task<bool> OnceAsync(string workflow, FailingCall watcher)
    {
        using var clinic = await Clinic.CreateAsync();
        var folder = Path.GetDirectoryName(clinic.File("x"))!;
        var normal = clinic.Settings with { Location = new RecordLocation.Sqlite(clinic.File("f.db")) { IsPooled = false } };
        var head = clinic.File("f.head");
        var watched = normal with
        {
            Location = new RecordLocation.Sqlite(clinic.File("f.db"), SqliteLayer.Name) { IsPooled = false },
            Head = new FailingHead(new HeadFile(head), watcher),
        };
        normal = normal with { Head = new HeadFile(head) };
        var isInit = workflow == "init";
        List<PatientId> ids = [];
        if (!isInit)
        {
            await RecordSetup.InitAsync(normal, "F", Clinic.Doctor);
            ids = await Clinic.FillAsync(await RecordStore.OpenAsync(normal), 2, 2);
        }

        SqliteLayer.Watch(folder, watcher);
        var acknowledged = false;
        try
        {
            await StartAsync(workflow, watched, ids, watcher);
            acknowledged = true;
        }
        catch (Exception exception) when (exception is RecordException or Microsoft.Data.Sqlite.SqliteException or IOException
            or Microsoft.EntityFrameworkCore.DbUpdateException)
        {
            // Refused, as it should be.
        }
        finally
        {
            SqliteLayer.Leave(folder);
        }

        if (!watcher.HasFailed)
            return false;
        await JudgeAsync(workflow, normal, ids, acknowledged);
        return true;
    }

    private static async Task StartAsync(string workflow, RecordSettings watched, List<PatientId> ids, FailingCall watcher)
    {
        if (workflow == "init")
        {
            watcher.Arm();
            await RecordSetup.InitAsync(watched, "F", Clinic.Doctor);
            return;
        }

        watcher.Arm();
        var store = await RecordStore.OpenAsync(watched);
        switch (workflow)
        {
            case "append":
                await Clinic.Accept(store.AppendAsync(ids[0], 3, [Clinic.Note("one"), Clinic.Note("two")], Clinic.Doctor));
                break;
            case "correct":
                await Clinic.Accept(store.AppendAsync(ids[0], 3, [new NewEvent(
                    Guid.NewGuid(), "correction", """{"corrects":"2"}""", "2026-03-04", "misheard")], Clinic.Doctor));
                break;
            case "read":
                Assert.NotNull(await store.ReadAsync(ids[0], Clinic.Doctor));
                break;
            case "refuse":
                await Clinic.Refuse(store.AppendAsync(ids[0], 1, [Clinic.Note("late")], Clinic.Doctor));
                break;
            case "import":
                await Clinic.Accept(store.ImportAsync(Foreign(), Clinic.Doctor));
                break;
            case "rebuild":
                Assert.Equal(2, await store.RebuildAsync(Clinic.Doctor, isToday: false));
                break;
            default:
                Assert.NotNull(await store.ExportAsync(ids[1], Clinic.Doctor));
                break;
        }
    }

    private static async Task JudgeAsync(string workflow, RecordSettings normal, List<PatientId> ids, bool acknowledged)
    {
        if (workflow == "init")
        {
            // A clinic that was not acknowledged may be there or not; one that was is whole.
            if (acknowledged)
                Assert.Empty((await RecordStore.VerifyAsync(normal)).Findings);
            return;
        }

        await RecordStore.OpenAsync(normal);
        var report = await RecordStore.VerifyAsync(normal);
        Assert.Empty(report.Findings);
        var added = workflow switch { "append" => 2, "correct" => 1, "import" => 3, _ => 0 };
        var (patients, events) = (report.Patients, report.Events);
        Assert.True(events == 6 || events == 6 + added, $"{events} events");
        Assert.True(!acknowledged || events == 6 + added, "an acknowledged entry is lost");
        Assert.Equal(workflow == "import" && events > 6 ? 3 : 2, patients);
        // What is left goes on working.
        var store = await RecordStore.OpenAsync(normal);
        await Clinic.Accept(store.AppendAsync(ids[1], 3, [Clinic.Note("after")], Clinic.Doctor));
    }

    private static List<RecordedEvent> Foreign()
    {
        var patient = new PatientId(Guid.NewGuid());
        var at = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
        NewEvent[] events = [Clinic.Start("Foreign"), Clinic.Note("a"), Clinic.Note("b")];
        return [.. events.Select((item, index) => new RecordedEvent(
            patient, index + 1, item.Id, item.Type, at, item.ClinicTime, Clinic.Doctor, item.Reason, Canonical.Of(item.Payload)))];
    }

    private enum Fault
    {
        InputOutput,
        DiskFull,
        ShortWrite,
    }

    /// <summary>Fails one call, counted from when it is armed.</summary>
    private sealed class FailingCall(int at, Fault fault) : IFileWatcher
    {
        private readonly Lock _gate = new();
        private bool _armed;
        private int _calls;

        public bool HasFailed { get; private set; }

        public void Arm() => _armed = true;

        public int Before(FileCall call, string path, long offset, ReadOnlySpan<byte> bytes) => Next(call) ? Code(call) : 0;

        /// <summary>True when this call is the one.</summary>
        public bool Next(FileCall call)
        {
            // A full disk fails what makes files longer; a short write fails writes.
            if (fault == Fault.DiskFull && call is not (FileCall.Write or FileCall.Open))
                return false;
            if (fault == Fault.ShortWrite && call != FileCall.Write)
                return false;
            lock (_gate)
            {
                if (!_armed || ++_calls != at)
                    return false;
                HasFailed = true;
                return true;
            }
        }

        private int Code(FileCall call) => (fault, call) switch
        {
            (_, FileCall.Open) => SqliteCode.CannotOpen,
            (Fault.DiskFull, _) => SqliteCode.Full,
            (Fault.ShortWrite, _) => SqliteCode.ShortWrite,
            (_, FileCall.Read) => SqliteCode.ReadFailed,
            (_, FileCall.Write) => SqliteCode.WriteFailed,
            (_, FileCall.Sync) => SqliteCode.SyncFailed,
            (_, FileCall.Truncate) => SqliteCode.TruncateFailed,
            _ => SqliteCode.DeleteFailed,
        };
    }

    /// <summary>The head file with the same failing call.</summary>
    private sealed class FailingHead(IHeadMedium inner, FailingCall watcher) : IHeadMedium
    {
        public byte[] Read() => inner.Read();

        public void Write(int offset, ReadOnlySpan<byte> bytes)
        {
            if (watcher.Next(FileCall.Write))
            {
                inner.Write(offset, bytes[..(bytes.Length / 2)]);
                throw new IOException("No space left on the medium.");
            }

            inner.Write(offset, bytes);
        }

        public void Flush()
        {
            if (watcher.Next(FileCall.Sync))
                throw new IOException("The medium failed.");
            inner.Flush();
        }
    }
}
