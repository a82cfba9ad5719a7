using Epidura.Stimulation.Programs;

namespace Epidura.Planning;

/// <summary>Coverage against unwanted coverage and energy.</summary>
/// <param name="Points">Programs that no other candidate beats in all three, cable checked ones marked.</param>
/// <param name="Bound">What no current pattern can pass.</param>
/// <param name="Random">The best of the random programs by the same objective.</param>
/// <param name="Candidates">Candidates the predictor ranked.</param>
/// <param name="CableChecked">Candidates the cable model decided.</param>
public sealed record TradeOff(
    IReadOnlyList<TradeOffPoint> Points, ConvexBound Bound, RandomComparison Random, int Candidates, int CableChecked);

/// <summary>One program of the front.</summary>
/// <param name="Label">Contacts in short, for example <c>left.3− left.5+ 210 µs</c>.</param>
/// <param name="Contacts">Fractions.</param>
/// <param name="PulseWidthMicrosecond">µs.</param>
/// <param name="Amplitude">Suggested, A.</param>
/// <param name="Coverage">0–1.</param>
/// <param name="Unwanted">0–1.</param>
/// <param name="ChargePerSecond">First phases, C/s; the energy axis.</param>
/// <param name="Score">Objective.</param>
/// <param name="IsCableChecked">False when the numbers are the predictor's.</param>
/// <param name="Rank">Rank in the list of programs; null when it is not in the list.</param>
public sealed record TradeOffPoint(
    string Label,
    IReadOnlyList<ContactFraction> Contacts,
    int PulseWidthMicrosecond,
    double Amplitude,
    double Coverage,
    double Unwanted,
    double ChargePerSecond,
    double Score,
    bool IsCableChecked,
    int? Rank);

/// <summary>Upper bound of the objective from a linear program.</summary>
/// <param name="Score">No current pattern of these leads scores higher by the predictor.</param>
/// <param name="BestScore">Best pattern found, by the predictor.</param>
/// <param name="Distance">Score − BestScore, zero or more.</param>
/// <param name="Meaning">What exactly is bounded, in a sentence.</param>
public sealed record ConvexBound(double Score, double BestScore, double Distance, string Meaning);

/// <summary>Random programs measured by the same objective.</summary>
/// <param name="Programs">How many were drawn.</param>
/// <param name="Seed">Seed of the draw.</param>
/// <param name="BestScore">Best random score, predictor.</param>
/// <param name="OurScore">Best score of the search, predictor.</param>
public sealed record RandomComparison(int Programs, int Seed, double BestScore, double OurScore);

/// <summary>A candidate that would have ranked higher but for a limit.</summary>
/// <param name="Label">Contacts in short.</param>
/// <param name="Score">Objective it would have had.</param>
/// <param name="Requirement">Id of the limit, for example <c>I-06</c>.</param>
/// <param name="Message">Value, limit, unit and name.</param>
public sealed record StoppedProgram(string Label, double Score, string Requirement, string Message);
