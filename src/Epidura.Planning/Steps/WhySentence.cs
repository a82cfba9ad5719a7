using System.Globalization;
using Epidura.Planning.Recruitment;
using Epidura.Planning.Search;

namespace Epidura.Planning.Steps;

/// <summary>Says in words, from the numbers alone, why a program stands where it does.</summary>
internal sealed class WhySentence(PlanStudy study, StudyFindings found, int index)
{
    public string Text(IReadOnlyList<AreaCoverage> areas, ProgramSafety safety)
    {
        var program = found.Best[index];
        var verdict = program.Candidate.Judgement;
        if (study.IsSubPerception)
            return string.Create(CultureInfo.InvariantCulture,
                $"Aimed at the usual level of this therapy with {verdict.Amplitude * 1e3:0.0} mA; it is not felt, and no validated "
                    + $"coverage model ")
                + string.Create(CultureInfo.InvariantCulture, $"exists. Charge per second {safety.ChargePerSecond * 1e6:0} µC/s.");
        var parts = string.Join(", ", areas
            .Select(a => string.Create(CultureInfo.InvariantCulture, $"{a.Title} {a.Covered * 100:0} %")));
        var window = double.IsFinite(verdict.Discomfort)
            ? string.Create(CultureInfo.InvariantCulture, $"perception {verdict.Perception * 1e3:0.00} mA by {verdict.PerceivedBy}, "
                + $"discomfort {verdict.Discomfort * 1e3:0.00} mA by {verdict.DiscomfortBy}")
            : string.Create(CultureInfo.InvariantCulture, $"perception {verdict.Perception * 1e3:0.00} mA by {verdict.PerceivedBy}, "
                + $"no discomfort up to the largest amplitude");
        return string.Create(CultureInfo.InvariantCulture,
            $"At {verdict.Amplitude * 1e3:0.00} mA it covers {verdict.Coverage * 100:0} % of the pain map ({parts}) and "
                + $"{verdict.Unwanted * 100:0} % of the dermatomes elsewhere; ")
            + window + "; " + Compared(verdict) + ".";
    }

    private string Compared(Judgement verdict)
    {
        var others = found.Decided.Where(d => d.Candidate.IsAllowed && d != found.Best[index]).Select(d => d.Candidate).ToArray();
        if (others.Length == 0)
            return "no other candidate was decided by the cable model";
        var next = Candidate.Order(others).First();
        var difference = verdict.Score - next.Judgement.Score;
        var missing = Missing(verdict);
        var ranking = Math.Abs(difference) < 5e-4
            ? string.Create(CultureInfo.InvariantCulture, $"it scores {verdict.Score:0.000}, level with {next.Label}, with "
                + $"{(verdict.Margin >= next.Judgement.Margin ? "more" : "less")} room below discomfort")
            : string.Create(CultureInfo.InvariantCulture, $"it scores {verdict.Score:0.000} against {next.Judgement.Score:0.000} of "
                + $"{next.Label}");
        return missing.Length == 0 ? ranking : $"{ranking}; not covered: {missing}";
    }

    private string Missing(Judgement verdict) => string.Join(", ", verdict.Covers
        .Where(c => study.Objective.TargetCells.Contains(c.Cell) && !(c.At <= verdict.Amplitude))
        .Select(c => Name(c.Cell)
            + (double.IsFinite(c.At) ? string.Create(CultureInfo.InvariantCulture, $" (from {c.At * 1e3:0.0} mA)") : " (out of reach)")));

    private static string Name(Cell cell) => $"{cell.Segment} {(cell.Side == Anatomy.Levels.Side.Left ? "left" : "right")}";
}
