using System.Text.Json;
using Epidura.Fibers.Runs;
using Epidura.Numerics.Verification;
using Epidura.Stimulation.Waveforms;

namespace Epidura.Fibers.Verification;

/// <summary>A threshold of a reference file as the public search takes it.</summary>
/// <param name="Id">Of the file.</param>
/// <param name="Fibre">With the sign of the polarity in its potential.</param>
/// <param name="Waveform">Relative current.</param>
/// <param name="Options">The criterion of the case in mode Neuron at 5 µs.</param>
/// <param name="Threshold">The file's, A.</param>
internal sealed record StudyCase(string Id, FibreCase Fibre, Waveform Waveform, ThresholdOptions Options, double Threshold);

/// <summary>The solver's modes against each other and against the limit of small steps.</summary>
internal static class ModeChecks
{
    /// <summary>Every threshold of the reference mode, relative.</summary>
    public const double ReferenceLimit = 2e-3;

    /// <summary>All but one in twenty of them, relative.</summary>
    public const double ReferenceUsualLimit = 1e-3;

    /// <summary>Every threshold of the fast mode against the reference's at the same step, relative.</summary>
    public const double FastLimit = 1e-3;

    private const double Tolerance = 1e-5;
    private const double AmplitudeMax = 1;
    private const double UsualStep = 5e-6;
    private const double WindowMax = 0.5;

    /// <summary>Thresholds of the reference mode at its usual step against the study's limits of no step.</summary>
    public static void AddReference(CheckList list, JsonElement root, int threads, CancellationToken cancellation)
    {
        var differences = new List<double>();
        foreach (var study in Cases(root))
        {
            var options = study.Options with { Mode = SolverMode.Reference };
            var result = ThresholdSearch.Find([study.Fibre], study.Waveform, options, null, threads, null, cancellation)[0];
            differences.Add(Math.Abs((result.Threshold / study.Threshold) - 1));
            list.Results.Add(() => [CheckList.Compare(
                study.Id, "threshold of mode reference against no step, mA", result.Step * 1e3,
                result.Threshold * 1e3, study.Threshold * 1e3, ReferenceLimit)]);
        }

        if (differences.Count == 0)
            return;
        differences.Sort();
        var usual = differences[(int)Math.Ceiling(0.95 * differences.Count) - 1];
        list.Results.Add(() => [CheckList.Absolute(
            "time_step_study", "mode reference, 95 of 100 cases, relative", UsualStep * 1e3, usual, ReferenceUsualLimit)]);
    }

    /// <summary>Thresholds of the fast mode at 5 µs against the file's, which are another program's in 64 bits.</summary>
    public static void AddFast(CheckList list, JsonElement root, int threads, CancellationToken cancellation)
    {
        if (ReferenceReader.Optional(root, "thresholds") is not { ValueKind: JsonValueKind.Array } thresholds)
            return;
        foreach (var entry in thresholds.EnumerateArray().Where(HasId))
        {
            if (ReferenceReader.OptionalNumber(entry, "threshold_dt0p005") is not { } theirs
                || Case(entry, Math.Abs(theirs)) is not { } study)
                continue;
            var options = study.Options with { Mode = SolverMode.Fast, Tolerance = Tolerance };
            var result = ThresholdSearch.Find([study.Fibre], study.Waveform, options, null, threads, null, cancellation)[0];
            list.Results.Add(() => [CheckList.Compare(
                study.Id, "threshold magnitude of mode fast, mA", result.Step * 1e3, result.Threshold * 1e3, Math.Abs(theirs), FastLimit)]);
        }
    }

    /// <summary>Cases of a file's time-step study that its thresholds describe.</summary>
    public static IReadOnlyList<StudyCase> ReferenceCases(string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. Cases(document.RootElement)];
    }

    /// <summary>Every field threshold of a file on a myelinated fibre.</summary>
    public static IReadOnlyList<StudyCase> FieldCases(string json)
    {
        using var document = JsonDocument.Parse(json);
        if (ReferenceReader.Optional(document.RootElement, "thresholds") is not { ValueKind: JsonValueKind.Array } thresholds)
            return [];
        List<StudyCase> cases = [];
        foreach (var entry in thresholds.EnumerateArray().Where(HasId))
            if (ReferenceReader.OptionalNumber(entry, "threshold_dt0p005") is { } theirs && Case(entry, Math.Abs(theirs)) is { } study)
                cases.Add(study);
        return cases;
    }

    private static IEnumerable<StudyCase> Cases(JsonElement root)
    {
        if (ReferenceReader.Optional(root, "thresholds") is not { ValueKind: JsonValueKind.Array } thresholds
            || ReferenceReader.Optional(root, "time_step_study") is not { ValueKind: JsonValueKind.Array } study)
            yield break;
        var known = thresholds.EnumerateArray().Where(HasId).GroupBy(Id).ToDictionary(g => g.Key, g => g.First());
        foreach (var entry in study.EnumerateArray().Where(HasId))
        {
            var steps = ReferenceReader.Optional(entry, "thr") ?? default;
            if (ReferenceReader.OptionalNumber(steps, "extrapolated_dt0") is { } value
                && known.TryGetValue(Id(entry), out var threshold) && Case(threshold, value) is { } found)
                yield return found;
        }
    }

    private static bool HasId(JsonElement entry) => ReferenceReader.Optional(entry, "id") is { ValueKind: JsonValueKind.String };

    private static string Id(JsonElement entry) => entry.GetProperty("id").GetString()!;

    /// <summary>Null where the entry is not complete: <see cref="ThresholdChecks"/> already says so.</summary>
    private static StudyCase? Case(JsonElement threshold, double milliampere)
    {
        try
        {
            if (ReferenceReader.Waveform(ReferenceReader.Optional(threshold, "waveform")) is not { } waveform)
                return null;
            var stimulus = ThresholdChecks.Field(threshold, UsualStep * 1e3);
            if (stimulus.UnitPotential is not { } potential || !stimulus.Geometry.IsMyelinated || !(milliampere > 0))
                return null;
            LoweredFibre.Check(stimulus.Geometry, UsualStep, potential);
            var window = ReferenceReader.Number(threshold, "tstop_ms") * 1e-3;
            if (!(window >= UsualStep && window <= WindowMax))
                return null;
            ThresholdSearch.CheckPulse(waveform, UsualStep);
            var options = new ThresholdOptions(
                Step: UsualStep,
                AmplitudeMax: AmplitudeMax,
                Window: window,
                DetectionFraction: stimulus.DetectionFraction,
                BothEnds: false,
                DetectionVoltage: stimulus.DetectionVoltage,
                Spikes: stimulus.Spikes);
            return new StudyCase(Id(threshold), new FibreCase(stimulus.Geometry, potential), waveform, options, milliampere * 1e-3);
        }
        catch (Exception malformed) when (
            malformed is ReferenceCaseException or InvalidOperationException or ArgumentException or FormatException)
        {
            return null;
        }
    }
}
