using Epidura.Care.Pathway;

namespace Epidura.Care.Demo;

/// <summary>Follow-up of a synthetic patient: what happens on which day after the implant, written in the order of time.</summary>
internal sealed partial class SyntheticLife
{
    private const double DaysPerYear = 365.25;
    private const int YearsMax = 16;
    private const int FadeDays = 120;
    private const int ImpedanceMin = 200;
    private const int ImpedanceMax = 2500;
    private const double PrimaryYears = 7.5;
    private static readonly (int Day, string Visit)[] FirstVisits = [(10, "wound"), (31, "month-1"), (91, "month-3"), (182, "month-6"),
        (365, "month-12")];

    private void Follow(double implant, bool isPrimary, string site, string side)
    {
        List<(double Day, Action Write)> plan = [(1, () => Program(implant + 1, 1, "first programming"))];
        var battery = 0.0;
        var yearly = Enumerable.Range(2, YearsMax - 1).Select(year => ((int)(year * DaysPerYear), "yearly"));
        foreach (var (day, visit) in FirstVisits.Concat(yearly))
            plan.Add((day + 0.2, () => Visit(implant, day, visit, isPrimary, (day / DaysPerYear) - battery)));
        if (isPrimary)
        {
            const double day = 30.3 + (int)(PrimaryYears * DaysPerYear) - 180;
            Revise(plan, implant, day, "battery", "generator-replaced", Generator(site, side, "primary"));
            plan.Add((day + 2, () =>
            {
                battery = day / DaysPerYear;
                Program(implant + day + 2, 40, "after the replacement");
            }
            ));
        }

        Complications(plan, implant);
        var end = _fate.ExplantReason == "lost-relief" ? _fate.ExplantDay - 40 : _fate.ExplantDay;
        foreach (var (_, write) in plan.Where(item => item.Day < end).OrderBy(item => item.Day))
            write();
        End(implant);
    }

    private void Complications(List<(double Day, Action Write)> plan, double implant)
    {
        if (_fate.RevisionDay is { } revision)
            Migration(plan, implant, revision + 0.3);
        if (_fate.InfectionDay is { } infection)
        {
            plan.Add((infection + 0.4, () => Infection(implant + infection + 0.4)));
            Adverse(plan, implant, infection + 0.5, "infection-pocket", "severe", "hospitalisation",
                _fate.ExplantReason == "infection" ? null : "resolved");
        }

        if (_fate.PocketPainDay is { } pocket)
            Adverse(plan, implant, pocket + 0.5, "pocket-pain", "mild", null, "recovering");
        if (_fate.HaematomaDay is { } haematoma)
            Adverse(plan, implant, haematoma + 0.6, "haematoma-pocket", "moderate", "intervention-needed", "resolved");
        if (_fate.DeficitDay is { } deficit)
            Adverse(plan, implant, deficit + 0.7, "neurological-deficit", "moderate", "hospitalisation", "recovering");
        if (_fate.PauseDay is not { } pause)
            return;
        plan.Add((pause + 0.8, () => Add(
            implant + pause + 0.8, "pathway.paused", ("reason", "another illness"), ("stimulation_off", true),
            ("expected_until", Date(implant + pause + 20)))));
        plan.Add((pause + 20.8, () => Add(implant + pause + 20.8, "pathway.resumed", ("reason", "recovered"))));
    }

    private void Program(double day, int number, string reason) => Add(
        day, "program.written", ("program_before", Needs.ProgramOf(_view) ?? "none"), ("program_after", $"program {number}"),
        ("written_by", "engineer 1"), ("approved_by", "pain physician 1"), ("reason", reason));

    private void Visit(double implant, int day, string visit, bool isPrimary, double years)
    {
        var at = implant + day + 0.2;
        var (scores, relief) = Scores(day);
        for (var i = 0; i < scores.Length; i++)
            Diary(at - scores.Length + i, scores[i], _draws.Whole(60, 100));
        Add(at, "visit.held", ("visit", visit), ("on", Date(at)), ("relief_percent", relief), ("pocket_nrs",
            _fate.PocketPainDay < day ? _draws.Whole(3, 5) : _draws.Whole(0, 1)), ("mme_mg", 20));
        var charge = isPrimary ? Math.Max(4, 100 - (int)(years * 100 / PrimaryYears)) : _draws.Whole(45, 95);
        Add(at, "generator.read", ("read_at", At(at)), ("impedances_ohm", Impedances(-1)), ("impedance_min_ohm", ImpedanceMin),
            ("impedance_max_ohm", ImpedanceMax), ("battery_percent", charge), ("battery_state", charge < 12 ? "replace-soon" : "ok"),
            ("usage_hours_per_day", _draws.Whole(12, 24)));
        if (visit is "wound" or "month-1")
            return;
        Answer(at, visit, "nrs", scores[^1]);
        Answer(at, visit, "pgic", relief >= 50 ? 2 : 4);
        Disability(at, visit, _odiBaseline - DisabilityGain(day, relief >= 50));
    }

    /// <summary>Gain in raw points (two of a percent each): the mean over responders and others is that of the pooled studies.</summary>
    private int DisabilityGain(int day, bool isResponder)
    {
        var share = SyntheticFate.ResponderShare(day / DaysPerYear);
        const double others = 3;
        var responders = ((-Priors.Mean("odi-change-12-months") / 2) - (others * (1 - share))) / share;
        return (int)Math.Round((isResponder ? responders : others) + (_draws.Next() * 4) - 2);
    }

    /// <summary>Three days of the diary before a visit and the relief they mean against the baseline.</summary>
    private (int[] Scores, decimal Relief) Scores(int day)
    {
        var isFading = _fate.ExplantReason == "lost-relief" && day > _fate.ExplantDay - FadeDays;
        var isResponder = !isFading && _fate.Response < SyntheticFate.ResponderShare(day / DaysPerYear);
        var baseline = _baseline.Sum();

        // Relief of half or more: 3 days against 8 days, compared in whole numbers.
        var most = 3 * baseline / (2 * BaselineDays);
        var sum = isResponder
            ? (int)(most * (0.25 + (0.75 * _draws.Next())))
            : Math.Min(30, most + 1 + (int)(((3.0 * baseline / BaselineDays) - most) * _draws.Next() * _draws.Next()));
        if (isFading)
            sum = Math.Max(sum, (3 * baseline / BaselineDays) - 2);
        int[] scores = [sum / 3, (sum + 1) / 3, (sum + 2) / 3];
        return (scores, decimal.Round(100m - (100m * sum * BaselineDays / (3m * baseline)), 1));
    }

    private PathwayValue Impedances(int broken) => PathwayValue.Of(
        Enumerable.Range(0, 16).Select(contact => (decimal?)(contact == broken ? 9900 : _draws.Whole(350, 900))));

    private void Migration(List<(double Day, Action Write)> plan, double implant, double day)
    {
        var isFracture = _draws.Happens(0.3);
        var impedances = Impedances(isFracture ? 3 : -1);
        plan.Add((day, () =>
        {
            Add(implant + day, "generator.read", ("read_at", At(implant + day)), ("impedances_ohm", impedances),
                ("impedance_min_ohm", ImpedanceMin), ("impedance_max_ohm", ImpedanceMax), ("battery_percent", 60), ("battery_state", "ok"));
            Add(implant + day, "relief.lost", ("over_hours", 12), ("impedance", isFracture ? "out-of-band" : "in-band"));
        }
        ));
        Adverse(plan, implant, day + 1, isFracture ? "lead-fracture" : "lead-migration", "moderate", "intervention-needed", "resolved");
        Revise(plan, implant, day + 5, isFracture ? "fracture" : "migration", "lead-repositioned", null);
    }

    private void Revise(
        List<(double Day, Action Write)> plan, double implant, double day, string reason, string kind, PathwayValue? generator)
    {
        plan.Add((day, () => Add(implant + day, "revision.started", ("revision_reason", reason), ("by_role", "surgeon"))));
        plan.Add((day + 0.05, () => Add(
            implant + day + 0.05, "revision.completed", ("revision_kind", kind), ("completed_at", At(implant + day + 0.05)),
            ("generator", generator), ("removed", generator is null ? null : PathwayValue.Of("generator")))));
    }

    private void Infection(double day)
    {
        Add(day, "symptom.reported", ("symptom", "wound-erythema"), ("course", "rising"), ("reported_by", "patient"));
        Add(day, "symptom.reported", ("symptom", "fever"), ("temperature_c", 38.4m), ("reported_by", "patient"));
    }

    private void Adverse(
        List<(double Day, Action Write)> plan, double implant, double day, string category, string severity, string? seriousness,
        string? outcome)
    {
        var number = 0;
        plan.Add((day, () =>
        {
            var at = implant + day;
            Add(at, "adverse.reported", ("category", category), ("onset_on", Date(at)), ("severity", severity),
                ("serious", seriousness is not null), ("seriousness", seriousness is null ? null : PathwayValue.Of(seriousness)),
                ("device_related", "yes"), ("reported_by", "patient"));
            number = _view.Revision;
        }
        ));
        if (outcome is not null)
            plan.Add((day + 12, () => Add(implant + day + 12, "adverse.closed", ("adverse", number), ("adverse_outcome", outcome))));
    }

    private void End(double implant)
    {
        var day = implant + _fate.ExplantDay;
        if (_fate.ExplantReason == "lost-relief" && _view.State is "programmed" or "follow-up")
        {
            Add(Math.Max(day - 35, implant + 2), "relief.lost", ("over_hours", 1400), ("impedance", "in-band"));
            Add(Math.Max(day - 33, implant + 2.1), "salvage.started", ("reason", "relief under 30 percent"));
            Add(Math.Max(day - 30, implant + 2.2), "salvage.step", ("step", "reprogram"), ("result", "unchanged"));
            Add(Math.Max(day - 20, implant + 2.3), "salvage.step", ("step", "holiday"), ("result", "unchanged"));
            Add(Math.Max(day - 2, implant + 2.4), "salvage.ended", ("result", "failed"));
        }

        var isInfected = _fate.ExplantReason == "infection";
        var isPartial = _draws.Happens(0.05);
        Add(day, "explant.performed", ("explant_reason", _fate.ExplantReason), ("extent", isPartial ? "partial" : "full"), ("by_role",
            "surgeon"),
            ("retained", isPartial ? PathwayValue.Of([EventFields.Of(("part", "lead-fragment"))]) : null),
            ("mri_meaning", Maybe(isPartial, "conditional-with-check")), ("cultures", isInfected ? "taken" : "not-taken"),
            ("cultures_result", Maybe(isInfected, "staphylococcus-aureus")),
            ("cultures_reason", Maybe(!isInfected, "no sign of infection")),
            ("reimplant_planned", false));
        Add(day + 60, "pathway.closed", ("close_reason", "therapy-ended"), ("by_role", "pain-physician"));
    }
}
