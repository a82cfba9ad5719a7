using System.Security.Cryptography;
using System.Text;
using Epidura.Care.Demo;
using Epidura.Care.Pathway;

namespace Epidura.Records;

/// <summary>A record of people who do not exist, the same for the same seed: identities, times, events, lists.</summary>
public static class DemoClinic
{
    /// <summary>Patients of one demonstration.</summary>
    public const int PatientsMax = 100_000;

    private const int PatientsAtOnce = 20;
    private static readonly Actor Author = new("demo", "system");

    /// <summary>Time at which everything of a demonstration is recorded.</summary>
    public static TimeProvider Clock { get; } = new FixedClock();

    /// <summary>Adds synthetic patients.</summary>
    /// <param name="store">An open record without these patients, with <see cref="Clock"/> as its clock.</param>
    /// <param name="seed">Another seed gives other patients.</param>
    /// <param name="patients">How many; 1 to <see cref="PatientsMax"/>.</param>
    /// <param name="progress">Told the number of patients stored.</param>
    /// <param name="cancellation">Stops between patients.</param>
    /// <returns>Events stored.</returns>
    /// <exception cref="RecordException">A patient was refused: the record holds them already.</exception>
    public static async Task<long> FillAsync(
        RecordStore store, int seed, int patients, IProgress<int>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentOutOfRangeException.ThrowIfLessThan(patients, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(patients, PatientsMax);
        var events = 0L;
        var done = 0;
        foreach (var some in SyntheticClinic.Create(seed, patients, everyState: true).Chunk(PatientsAtOnce))
        {
            cancellation.ThrowIfCancellationRequested();
            var additions = some.Select(patient => new RecordStore.Addition(
                new PatientId(Id(seed, patient.Index, -1)), 0,
                [.. patient.Events.Select((item, number) => CarePathway.ToNew(Id(seed, patient.Index, number), item, "synthetic patient"))],
                Author)).ToList();
            foreach (var result in await store.AppendAsync(additions, cancellation))
            {
                if (result is WriteResult.Refused refused)
                    throw new RecordException($"A synthetic patient was refused: {refused.Refusals[0].Reason}");
            }

            events += additions.Sum(addition => addition.Events.Count);
            progress?.Report(done += some.Length);
        }

        return events;
    }

    private static Guid Id(int seed, int patient, int number) =>
        new(SHA256.HashData(Encoding.ASCII.GetBytes(FormattableString.Invariant($"epidura demo {seed} {patient} {number}"))).AsSpan(0, 16));

    private sealed class FixedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => SyntheticClinic.Today;
    }
}
