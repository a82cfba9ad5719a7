namespace Epidura.Care.Instruments;

/// <summary>Score of a part of an instrument.</summary>
/// <param name="Scale">Name of the part.</param>
/// <param name="Score">Exact; null when not scorable.</param>
/// <param name="Unit">Unit.</param>
/// <param name="Band">Word of the band; null when the part has none.</param>
public sealed record ScaleScore(string Scale, Ratio? Score, string Unit, string? Band);

/// <summary>What scoring one questionnaire gave.</summary>
/// <param name="Instrument">Which.</param>
/// <param name="Score">Exact; null when not scorable or when the instrument has no total.</param>
/// <param name="Scales">Its parts.</param>
/// <param name="Band">Word of the band; null when there is none.</param>
/// <param name="Meaning">The band in words.</param>
/// <param name="Missing">Numbers of the missing items, from 1, and names of missing parts.</param>
/// <param name="Notes">How missing answers were treated and what lowers the quality.</param>
/// <param name="Tasks">What a person must do because of the answers.</param>
/// <param name="Profile">EQ-5D-5L: the five digits.</param>
public sealed record InstrumentScore(
    Instrument Instrument, Ratio? Score, IReadOnlyList<ScaleScore> Scales, string? Band, string? Meaning,
    IReadOnlyList<string> Missing, IReadOnlyList<string> Notes, IReadOnlyList<CareTask> Tasks, string? Profile)
{
    /// <summary>True when there is a total, or every part has a score.</summary>
    public bool IsScorable => Score is not null || (Scales.Count > 0 && Scales.All(scale => scale.Score is not null));

    /// <summary>The exact score of the whole or of a part.</summary>
    /// <param name="scale">Empty for the whole.</param>
    public Ratio? Of(string scale) => scale.Length == 0 ? Score : Scales.FirstOrDefault(item => item.Scale == scale)?.Score;
}
