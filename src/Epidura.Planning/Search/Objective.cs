using Epidura.Anatomy.Levels;
using Epidura.Planning.Recruitment;

namespace Epidura.Planning.Search;

/// <summary>What a program is worth.</summary>
/// <remarks>
/// Score = w_c × coverage − w_u × unwanted − w_e × (charge per second / reference), at the best amplitude on the device's step between
/// perception and discomfort; an amplitude that covers some of the pain map goes before one that covers none. Coverage:
/// weighted share of the pain map's cells with enough fibres. Unwanted: share of the other cells.
/// </remarks>
public sealed class Objective
{
    private readonly Dictionary<Cell, double> _targets;

    /// <summary>Makes the objective of a case.</summary>
    /// <param name="targets">Weight of each cell of the pain map; scaled to sum to one.</param>
    /// <param name="criteria">Numbers of fibres.</param>
    /// <param name="weights">Coverage, unwanted, energy.</param>
    /// <param name="amplitudeMax">Of the case, A.</param>
    /// <param name="amplitudeStep">Of the device, A.</param>
    /// <param name="pulsesPerSecond">Pulses, 1/s.</param>
    /// <param name="chargeReference">Charge per second that costs one unit of the energy weight, C/s.</param>
    public Objective(
        IReadOnlyDictionary<Cell, double> targets,
        Criteria criteria,
        (double Coverage, double Unwanted, double Energy) weights,
        double amplitudeMax,
        double amplitudeStep,
        double pulsesPerSecond,
        double chargeReference)
    {
        ArgumentNullException.ThrowIfNull(targets);
        var sum = targets.Values.Sum();
        _targets = targets.OrderBy(t => t.Key.Segment).ThenBy(t => t.Key.Side).ToDictionary(t => t.Key, t => t.Value / sum);
        TargetCells = _targets.Keys.ToHashSet();
        TargetSegments = _targets.Keys.Select(c => c.Segment).ToHashSet();
        Criteria = criteria;
        Weights = weights;
        AmplitudeMax = amplitudeMax;
        AmplitudeStep = amplitudeStep;
        PulsesPerSecond = pulsesPerSecond;
        ChargeReference = chargeReference;
    }

    /// <summary>Cells of the pain map.</summary>
    public IReadOnlySet<Cell> TargetCells { get; }

    /// <summary>Segments of the pain map.</summary>
    public IReadOnlySet<SpinalSegment> TargetSegments { get; }

    /// <summary>Weight of each cell of the pain map, summing to one.</summary>
    public IReadOnlyDictionary<Cell, double> Targets => _targets;

    /// <summary>Numbers of fibres.</summary>
    public Criteria Criteria { get; }

    /// <summary>Weights of coverage, unwanted coverage and energy.</summary>
    public (double Coverage, double Unwanted, double Energy) Weights { get; }

    /// <summary>Largest amplitude, A.</summary>
    public double AmplitudeMax { get; }

    /// <summary>Step of the amplitude, A.</summary>
    public double AmplitudeStep { get; }

    /// <summary>Pulses, 1/s.</summary>
    public double PulsesPerSecond { get; }

    /// <summary>Charge per second that costs one unit of the energy weight, C/s.</summary>
    public double ChargeReference { get; }

    /// <summary>Judges a program.</summary>
    /// <param name="recruitment">Who fires when.</param>
    /// <param name="pulseWidth">First phase, s.</param>
    /// <param name="cap">Largest amplitude that the limits leave this pattern, A.</param>
    public Judgement Judge(ProgramRecruitment recruitment, double pulseWidth, double cap = double.PositiveInfinity)
    {
        ArgumentNullException.ThrowIfNull(recruitment);
        var (perception, perceivedBy) = recruitment.Perception(Criteria, TargetSegments);
        var (discomfort, discomfortBy) = recruitment.Discomfort(Criteria);
        var covers = recruitment.Cells.Select(c => (Cell: c, At: recruitment.CoverAmplitude(c, Criteria.Coverage))).ToArray();
        var best = new Judgement(
            double.NegativeInfinity, perception, perceivedBy, discomfort, discomfortBy, double.NaN, 0, 0, Margin(covers, discomfort),
                covers);
        var top = Math.Min(Math.Min(discomfort, AmplitudeMax), cap);
        if (!(perception <= top))
            return best;

        // The score changes only where a cell becomes covered and falls between, so those amplitudes and the lowest suffice.
        foreach (var from in covers.Select(c => c.At).Append(perception).Where(a => a >= perception && a <= top))
        {
            // Without a step of the device between perception and the top, the perception threshold itself stands in.
            var amplitude = OnStep(from);
            if (amplitude > top)
                amplitude = OnStep(perception) > top ? perception : Math.Round(Math.Floor((top / AmplitudeStep) + 1e-9) * AmplitudeStep, 9);
            var (coverage, unwanted) = Shares(covers, amplitude);
            var score = Score(coverage, unwanted, amplitude, pulseWidth);
            var isSame = coverage > 0 == best.Coverage > 0;
            if (isSame ? score > best.Score || (score == best.Score && amplitude < best.Amplitude) : coverage > 0)
                best = best with { Score = score, Amplitude = amplitude, Coverage = coverage, Unwanted = unwanted };
        }

        return best;
    }

    /// <summary>How far below discomfort the pain map is covered: weighted mean of ln(discomfort / cover amplitude), each within
    /// ±1.</summary>
    private double Margin(IReadOnlyList<(Cell Cell, double At)> covers, double discomfort)
    {
        double sum = 0, seen = 0;
        foreach (var (cell, at) in covers)
        {
            if (!_targets.TryGetValue(cell, out var weight))
                continue;
            seen += weight;
            sum += weight * (double.IsFinite(at) && double.IsFinite(discomfort) ? Math.Clamp(Math.Log(discomfort / at), -1, 1)
                : double.IsFinite(at) ? 1 : -1);
        }

        return sum - (1 - seen);
    }

    /// <summary>Score of given shares.</summary>
    public double Score(double coverage, double unwanted, double amplitude, double pulseWidth) =>
        (Weights.Coverage * coverage) - (Weights.Unwanted * unwanted)
        - (Weights.Energy * amplitude * pulseWidth * PulsesPerSecond / ChargeReference);

    /// <summary>Coverage and unwanted coverage at an amplitude.</summary>
    public (double Coverage, double Unwanted) Shares(IReadOnlyList<(Cell Cell, double At)> covers, double amplitude)
    {
        ArgumentNullException.ThrowIfNull(covers);
        double coverage = 0;
        int others = 0, unwanted = 0;
        foreach (var (cell, at) in covers)
        {
            if (_targets.TryGetValue(cell, out var weight))
                coverage += at <= amplitude ? weight : 0;
            else
            {
                others++;
                unwanted += at <= amplitude ? 1 : 0;
            }
        }

        return (coverage, others == 0 ? 0 : unwanted / (double)others);
    }

    /// <summary>The next amplitude on the device's step, rounded to whole nanoamperes so that it prints as typed.</summary>
    private double OnStep(double amplitude) =>
        Math.Round(Math.Ceiling((amplitude / AmplitudeStep) - 1e-9) * AmplitudeStep, 9);
}

/// <summary>Verdict on one program.</summary>
/// <param name="Score">Objective; minus infinity when nothing is felt within the amplitude limit.</param>
/// <param name="Perception">A.</param>
/// <param name="PerceivedBy">In words.</param>
/// <param name="Discomfort">A.</param>
/// <param name="DiscomfortBy">In words.</param>
/// <param name="Amplitude">Suggested, A; NaN when nothing is felt.</param>
/// <param name="Coverage">0–1.</param>
/// <param name="Unwanted">0–1.</param>
/// <param name="Margin">Breaks ties of the score; larger is better, see <see cref="Objective"/>.</param>
/// <param name="Covers">Amplitude at which each cell becomes covered, A.</param>
public sealed record Judgement(
    double Score,
    double Perception,
    string PerceivedBy,
    double Discomfort,
    string DiscomfortBy,
    double Amplitude,
    double Coverage,
    double Unwanted,
    double Margin,
    IReadOnlyList<(Cell Cell, double At)> Covers);
