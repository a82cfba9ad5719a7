using System.Globalization;
using Epidura.Care.Pathway;

namespace Epidura.Records;

/// <summary>A large clinic with short records and one long one, for timing.</summary>
public static class BenchClinic
{
    private const int PatientsAtOnce = 200;
    private const int EventsAtOnce = 500;
    private static readonly Actor Author = new("bench", "system");
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);

    /// <summary>Adds patients: every second is referred, the others are being evaluated.</summary>
    /// <param name="store">An open record.</param>
    /// <param name="patients">How many.</param>
    /// <param name="cancellation">Stops between transactions.</param>
    /// <returns>States that occur.</returns>
    public static async Task<IReadOnlyList<string>> FillAsync(RecordStore store, int patients, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(store);
        foreach (var some in Enumerable.Range(0, patients).Chunk(PatientsAtOnce))
        {
            var additions = some.Select(index => new RecordStore.Addition(new PatientId(Id(index, 0)), 0, Events(index), Author)).ToList();
            foreach (var result in await store.AppendAsync(additions, cancellation))
                Check(result);
        }

        return ["referred", "screening"];
    }

    /// <summary>Adds a patient with a long record.</summary>
    /// <param name="store">An open record.</param>
    /// <param name="events">How many events.</param>
    /// <param name="cancellation">Stops between transactions.</param>
    public static async Task<PatientId> LongAsync(RecordStore store, int events, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(store);
        var patient = new PatientId(Id(-1, 0));
        for (var from = 0; from < events; from += EventsAtOnce)
        {
            var some = Enumerable.Range(from, Math.Min(EventsAtOnce, events - from)).Select(number => number == 0
                ? Referral(-1)
                : CarePathway.ToNew(Id(-1, number), PathwayEvent.Of(
                    "diary.entered", Start.AddDays(number), ("on", DateOnly.FromDateTime(Start.AddDays(number).UtcDateTime)),
                    ("nrs", number % 11)), "bench"));
            Check(await store.AppendAsync(patient, from, [.. some], Author, cancellation));
        }

        return patient;
    }

    private static List<NewEvent> Events(int index)
    {
        List<NewEvent> events = [Referral(index)];
        if (index % 2 == 1)
        {
            events.Add(CarePathway.ToNew(
                Id(index, 1), PathwayEvent.Of("screening.started", Start.AddDays(1), ("by_role", "pain-physician")), "bench"));
        }

        return events;
    }

    private static NewEvent Referral(int index) => CarePathway.ToNew(Id(index, 0), PathwayEvent.Of(
        "referral.received", Start.AddMinutes(index % 100_000), ("profiles", PathwayValue.Of("default")),
        ("indications", PathwayValue.Of("failed-back-leg")), ("referrer_role", "general-practitioner"),
        ("label", string.Create(CultureInfo.InvariantCulture, $"BENCH-{index}"))), "bench");

    private static Guid Id(int index, int number)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes[0] = 0xBE;
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(bytes[4..], index);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(bytes[12..], number + 1);
        return new Guid(bytes);
    }

    private static void Check(WriteResult result)
    {
        if (result is WriteResult.Refused refused)
            throw new RecordException($"An event of the bench was refused: {refused.Refusals[0]}");
    }
}
