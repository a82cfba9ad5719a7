using Epidura.Care.Demo;

namespace Epidura.Care.Registry;

/// <summary>A line of the report.</summary>
/// <param name="Quantity">What it is compared with in <c>data/care/priors.csv</c>, and a time.</param>
/// <param name="What">For a person.</param>
/// <param name="Unit">percent or points.</param>
/// <param name="Count">Patients it rests on.</param>
/// <param name="Value">From the records.</param>
/// <param name="Low">Lower end of the 95 % interval.</param>
/// <param name="High">Upper end of the 95 % interval.</param>
/// <param name="Published">The published figure.</param>
/// <param name="Limit">Largest difference from it that is accepted of a large synthetic clinic.</param>
/// <param name="Source">Publication.</param>
public sealed record RegistryRow(
    string Quantity, string What, string Unit, int Count, double Value, double Low, double High, double Published, double Limit,
    string Source)
{
    /// <summary>The difference from the published figure is within the limit.</summary>
    public bool IsWithin => Math.Abs(Value - Published) <= Limit;
}

/// <summary>The registry: survival, responders and complications, computed from diaries and events.</summary>
/// <param name="Patients">Records read.</param>
/// <param name="Implanted">Of those with an implant.</param>
/// <param name="PatientYears">Time under observation after the implant.</param>
/// <param name="Rows">Lines of the report; one that rests on nobody is left out.</param>
/// <param name="PriorsVersion">Version of the published figures.</param>
public sealed record RegistryReport(int Patients, int Implanted, double PatientYears, IReadOnlyList<RegistryRow> Rows, string PriorsVersion)
{
    private const double SurvivalPoints = 2;
    private const double RatePoints = 3;
    private const double SmallRate = 10;
    private const double SmallRatePart = 0.2;

    private static readonly int[] Years = [3, 5, 10];
    private static readonly int[] Months = [3, 12, 24, 36];

    private static readonly (string Kind, string Quantity, double Years, string What)[] Complications =
    [
        ("infection", "infection-12-months", 1, "infection within 12 months"),
        ("haematoma", "haematoma", 1, "haematoma within 12 months"),
        ("deficit", "neurological-deficit", 1, "neurological deficit within 12 months (claims, upper bound)"),
        ("pocket-pain", "pocket-pain", 1, "pain at the generator within 12 months"),
        ("revision", "revision-24-months", 2, "revision within 24 months"),
    ];

    /// <summary>Computes the report.</summary>
    public static RegistryReport Of(IReadOnlyList<RegistryPatient> patients)
    {
        ArgumentNullException.ThrowIfNull(patients);
        var implanted = patients.Where(patient => patient.FollowedYears is not null).ToList();
        var rows = new List<RegistryRow>();
        void Add(string quantity, string what, Estimate? found, double published, double? limit = null)
        {
            if (found is not null)
                rows.Add(new RegistryRow(quantity, what, "percent", found.Count, 100 * found.Value, 100 * found.Low, 100 * found.High,
                    100 * published, limit ?? Limit(100 * published), Priors.SourceOf(quantity)));
        }

        foreach (var (quantity, reason, what) in new[]
            { ("explant-any", null, "explant for any cause"), ("explant-lost-relief", "lost-relief", "explant for lost relief") })
        {
            var durations = implanted.ConvertAll(patient => patient.UntilExplant(reason)!.Value);
            foreach (var years in Years)
                Add(quantity, $"{what} by {years} years", KaplanMeier.ShareBy(durations, years), Priors.ShareBy(quantity, years),
                    SurvivalPoints);
        }

        Add("trial-positive", "trial a success", KaplanMeier.Share(
            patients.Count(patient => patient.IsTrialSuccess), patients.Count(patient => patient.IsJudged)), Priors.Mean("trial-positive"));
        foreach (var months in Months)
        {
            var seen = implanted.Where(patient => patient.Responder.ContainsKey(months)).ToList();
            Add($"responder-{months}-months", $"half of the pain gone at {months} months", KaplanMeier.Share(
                seen.Count(patient => patient.Responder[months]), seen.Count), Priors.Mean($"responder-{months}-months"));
        }

        foreach (var (kind, quantity, years, what) in Complications)
        {
            var durations = implanted.ConvertAll(patient => patient.Until(kind)!.Value);
            Add(quantity, what, KaplanMeier.ShareBy(durations, years), Priors.Mean(quantity));
        }

        var infected = implanted.Where(patient => patient.First.ContainsKey("infection")).ToList();
        Add("explant-given-infection", "explant after an infection", KaplanMeier.Share(
            infected.Count(patient => patient.ExplantReason == "infection"), infected.Count), Priors.Mean("explant-given-infection"));
        if (Disability(implanted) is { } disability)
            rows.Add(disability);
        return new RegistryReport(
            patients.Count, implanted.Count, implanted.Sum(patient => patient.FollowedYears!.Value), rows, Priors.Version);
    }

    /// <summary>Rates under ten percent within a fifth of themselves, others within three points.</summary>
    private static double Limit(double percent) => percent < SmallRate ? SmallRatePart * percent : RatePoints;

    private static RegistryRow? Disability(List<RegistryPatient> implanted)
    {
        var changes = implanted.Select(patient => patient.DisabilityChange).OfType<double>().ToList();
        if (changes.Count < 2)
            return null;
        var mean = changes.Average();
        var squares = changes.Sum(change => (change - mean) * (change - mean));
        var half = KaplanMeier.Z * Math.Sqrt(squares / (changes.Count - 1) / changes.Count);
        const string quantity = "odi-change-12-months";
        return new RegistryRow(quantity, "change of the disability index at 12 months", "points", changes.Count, mean, mean - half,
            mean + half,
            Priors.Mean(quantity), RatePoints, Priors.SourceOf(quantity));
    }
}
