namespace Epidura.Records.Tests.Concurrency;

/// <summary>Several clients that write, are refused and read at once, and the history of what each was told.</summary>
internal sealed class Clients(RecordSettings settings, int clients, int seed)
{
    private readonly List<Told> _history = [];
    private readonly Lock _gate = new();
    private int _operations;

    public int Operations => _operations;

    public int Unknown { get; private set; }

    /// <summary>Runs until so many operations were made by all; a client whose database went away opens the record again.</summary>
    public async Task RunAsync(IReadOnlyList<PatientId> patients, int operations) =>
        await Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(() => ClientAsync(client, patients, operations))));

    private async Task ClientAsync(int client, IReadOnlyList<PatientId> patients, int operations)
    {
        var random = new Random((seed * 1000) + client);
        RecordStore? store = null;
        while (Interlocked.Increment(ref _operations) <= operations)
        {
            var patient = patients[random.Next(patients.Count)];
            NewEvent? note = null;
            try
            {
                store ??= await OpenAsync();
                var seen = await store.RevisionAsync(patient);
                if (random.Next(3) == 0)
                {
                    Add(new Told(patient, "read", Guid.Empty, seen, seen));
                    continue;
                }

                // One in five is late on purpose; others are late because somebody was faster.
                var expected = random.Next(5) == 0 ? Math.Max(0, seen - 1) : seen;
                note = Clinic.Note($"by {client}");
                var result = await store.AppendAsync(patient, expected, [note], new Actor($"client-{client}", "clinician"));
                Add(result is WriteResult.Accepted accepted
                    ? new Told(patient, "written", note.Id, expected, accepted.Revision)
                    : new Told(patient, "refused", note.Id, expected, 0));
            }
            catch (Exception exception) when (exception is RecordException or System.Data.Common.DbException or TimeoutException
                or InvalidOperationException or IOException)
            {
                store = null;
                if (note is not null)
                    Add(new Told(patient, "unknown", note.Id, 0, 0));
            }
        }
    }

    private async Task<RecordStore> OpenAsync()
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await RecordStore.OpenAsync(settings);
            }
            catch (Exception exception) when (attempt < 600 && exception is RecordException or System.Data.Common.DbException
                or TimeoutException or InvalidOperationException)
            {
                await Task.Delay(100);
            }
        }
    }

    private void Add(Told told)
    {
        lock (_gate)
        {
            _history.Add(told);
            Unknown += told.What == "unknown" ? 1 : 0;
        }
    }

    /// <summary>
    /// Judges the history against the log: revisions are 1, 2, 3 … without gaps; whatever was acknowledged stands at the revision that
    /// was told and
    /// was written against the one before; nothing refused is there; when this is the whole history, nothing is there that nobody sent.
    /// </summary>
    public async Task<(int Written, int Refused, List<string> Wrong)> JudgeAsync(IReadOnlyList<PatientId> patients, bool isWhole = true)
    {
        var store = await RecordStore.OpenAsync(settings);
        List<string> wrong = [];
        foreach (var patient in patients)
        {
            var log = await store.EventsAsync(patient, Clinic.Doctor);
            if (!log.Select(item => item.Revision).SequenceEqual(Enumerable.Range(1, log.Count).Select(number => (long)number)))
                wrong.Add($"{patient}: revisions are not linear");
            var told = _history.Where(item => item.Patient == patient).ToList();
            var places = log.ToDictionary(item => item.Id, item => item.Revision);
            foreach (var item in told)
            {
                var isThere = places.TryGetValue(item.Event, out var revision);
                if (item.What == "written" && (!isThere || revision != item.Revision || item.Expected != item.Revision - 1))
                    wrong.Add($"{patient}: told revision {item.Revision}, is {revision}");
                if (item.What == "refused" && isThere)
                    wrong.Add($"{patient}: refused but there");
            }

            var known = told.Where(item => item.What is "written" or "unknown").Select(item => item.Event).ToHashSet();
            if (isWhole && log.Skip(1).Any(item => !known.Contains(item.Id)))
                wrong.Add($"{patient}: an event that nobody sent");
        }

        var report = await RecordStore.VerifyAsync(settings);
        wrong.AddRange(report.Findings.Select(finding => finding.ToString()));
        return (_history.Count(item => item.What == "written"), _history.Count(item => item.What == "refused"), wrong);
    }

    private sealed record Told(PatientId Patient, string What, Guid Event, long Expected, long Revision);
}
