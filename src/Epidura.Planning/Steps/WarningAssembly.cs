using System.Globalization;
namespace Epidura.Planning.Steps;

/// <summary>Collects what the reader must know, most severe first.</summary>
internal sealed class WarningAssembly(PlanStudy study, StudyFindings found)
{
    public IReadOnlyList<PlanWarning> Result() => [.. All().OrderBy(w => w.Level)];

    private IEnumerable<PlanWarning> All()
    {
        yield return new PlanWarning(WarningLevel.Note, "use", "Research and education use; not a medical device.");
        foreach (var warning in Field().Concat(Programs()).Concat(Fibres()).Concat(Search()))
            yield return warning;
    }

    private IEnumerable<PlanWarning> Field()
    {
        if (!found.Model.Diagnostics.Converged)
            yield return new PlanWarning(WarningLevel.Serious, "field", string.Create(CultureInfo.InvariantCulture,
                $"The field did not converge: residual {found.Model.Diagnostics.Residual:0.0e+0} after "
                    + $"{found.Model.Diagnostics.Iterations} iterations."));
        if (found.Halving is { } halving && halving.MaxChange > halving.Limit)
            yield return new PlanWarning(WarningLevel.Caution, "field", string.Create(CultureInfo.InvariantCulture,
                $"Thresholds of the listed programs change by up to {halving.MaxChange * 100:0.0} % on halving a grid of "
                    + $"{halving.Factor:0.#} times the plan's spacing; the limit is {halving.Limit * 100:0} %."));
        foreach (var variant in found.LeftOut)
            yield return new PlanWarning(WarningLevel.Caution, "variants", $"Left out of the intervals: {variant}");
    }

    private IEnumerable<PlanWarning> Programs()
    {
        if (found.Best.Count == 0)
            yield return new PlanWarning(WarningLevel.Serious, "programs", string.Create(CultureInfo.InvariantCulture,
                $"No program is felt within {study.Objective.AmplitudeMax * 1e3:0.0} mA and the safety limits."));
        else if (!study.IsSubPerception && !found.Best.Any(p => p.Candidate.ReachesPain))
            yield return new PlanWarning(WarningLevel.Caution, "programs",
                "No program that the cable model decided covers any of the pain map below discomfort and the limits; those listed cover "
                    + "none of it.");
        var idle = study.IsSubPerception ? 0 : found.Decided.Count(
            d => d.GivenName is null && d.Candidate.IsAllowed && !d.Candidate.ReachesPain && !found.Best.Contains(d));
        if (idle > 0)
            yield return new PlanWarning(WarningLevel.Note, "programs", string.Create(CultureInfo.InvariantCulture,
                $"{idle} of {found.Decided.Count} programs that the cable model decided cover none of the pain map at any amplitude below "
                    + $"discomfort and the limits; they are not proposed."));
        if (study.IsSubPerception)
            yield return new PlanWarning(WarningLevel.Caution, "therapy",
                "No validated coverage model exists for this therapy: target level, charge and energy only.");
        foreach (var stopped in found.Proposal.Stopped.Take(1))
            yield return new PlanWarning(WarningLevel.Note, "limits",
                $"A better program was stopped by a limit: {stopped.Label}: {stopped.Stop!.Finding.Message}");
        foreach (var program in found.Best.Where(p => p.Pulse.Recharge == Stimulation.Programs.Recharge.Passive))
            yield return Discharge(program);
        foreach (var program in found.Best.Where(p => p.Candidate.Stop is not null))
            yield return new PlanWarning(WarningLevel.Note, "limits",
                $"{program.Candidate.Label} was held below {program.Candidate.Stop!.Finding.Message}");
    }

    /// <summary>How strong the passive discharge is: above the amplitude it, not the pulse, sets the thresholds.</summary>
    private PlanWarning Discharge(DecidedProgram program)
    {
        var (pattern, width) = (program.Candidate.Pattern, program.Candidate.WidthMicrosecond);
        var peak = -study.WaveOf(found.Model, pattern, width, program.Pulse).Sample(study.ThresholdOptions.Step).Min();
        var constant = study.Gate(found.Model, program.Pulse).RechargeTimeConstant(pattern);
        return new PlanWarning(peak > 1 ? WarningLevel.Caution : WarningLevel.Note, "recharge", string.Create(CultureInfo.InvariantCulture,
            $"{program.Candidate.Label}: the passive discharge starts at {peak * 100:0} % of the amplitude with a time constant of "
                + $"{constant * 1e3:0.0} ms (device profile); the thresholds are those of the pulses with it."));
    }

    private IEnumerable<PlanWarning> Fibres()
    {
        var cut = found.Best.Sum(p => p.Outcome.AtCutEnd);
        if (cut > 0)
            yield return new PlanWarning(WarningLevel.Note, "fibres", string.Create(CultureInfo.InvariantCulture,
                $"{cut} of {found.Best.Sum(p => p.Outcome.Count)} thresholds of the listed programs start at the end of the "
                    + $"simulated stretch; those fibres may fire later than computed."));
        if (found.Best.Count > 0)
            yield return new PlanWarning(WarningLevel.Note, "fibres", string.Create(CultureInfo.InvariantCulture,
                $"Of about {found.Model.Population.Small:0} dorsal-column fibres of 2 to 7 µm, {found.SmallRecruited:0} fire at the "
                    + $"suggested amplitude of the best program; they are not counted."));
        if (found.Interpolation.Max > 0.05)
            yield return new PlanWarning(WarningLevel.Caution, "fibres", string.Create(CultureInfo.InvariantCulture,
                $"Thresholds between the simulated diameters are off by up to {found.Interpolation.Max * 100:0.0} % (median "
                    + $"{found.Interpolation.Median * 100:0.0} %)."));
    }

    private IEnumerable<PlanWarning> Search()
    {
        var random = found.Proposal.Random;
        if (random.Programs > 0 && random.BestScore > random.OurScore + 1e-9)
            yield return new PlanWarning(WarningLevel.Caution, "search", string.Create(CultureInfo.InvariantCulture,
                $"The best of {random.Programs} random programs scores {random.BestScore:0.000}, above the {random.OurScore:0.000} "
                    + $"of the search."));
    }
}
