using Epidura.Care.Pathway;
using Epidura.Care.Rules;

namespace Epidura.Care.Demo;

/// <summary>Trial and implant of a synthetic patient.</summary>
internal sealed partial class SyntheticLife
{
    private void TrialAndAfter(double day)
    {
        var start = day + BaselineDays + _draws.Whole(12, 30);
        var tip = _draws.Pick(Levels);
        Add(day + 1, "trial.prepared", ("region", "thoracic"), ("target_level", tip), ("leads_planned", 2), ("contacts_planned", 16),
            ("anaesthesia", "local-sedation"), ("planned_at", At(start)), ("planned_removal_at", At(start + TrialDays)), ("lead_kind",
                "percutaneous"));
        for (var i = 0; i < BaselineDays; i++)
        {
            Diary(start - BaselineDays + i, _baseline[i], null);
            if (i == BaselineDays / 2)
                CheckBefore(start - BaselineDays + i + 0.1, "trial", start, At(start + TrialDays), null);
        }

        Add(start, "trial.started", ("leads", Leads(tip)), ("anaesthesia", "local-sedation"), ("external_generator", "external, simulated"),
            ("antibiotic", "cefazolin"), ("antibiotic_at", At(start - 0.02)), ("incision_at", At(start)), ("surgery_end_at",
                At(start + 0.05)),
            ("contacts_total", 16), ("complications", PathwayValue.Of(Array.Empty<string>())));
        var score = TrialScore();
        for (var i = 1; i < TrialDays; i++)
        {
            Add(start + i + 0.1, "trial.checked", ("on", Date(start + i)), ("impedance_ok", true), ("coverage_ok", true), ("dressing_ok",
                true),
                ("temperature_c", 36.6m), ("neurology_ok", true));
            Diary(start + i + 0.5, score, _draws.Whole(70, 100));
        }

        Judge(start + TrialDays, score);
        Add(start + TrialDays + 0.1, "trial.leads-removed", ("removed_at", At(start + TrialDays + 0.1)), ("removal", "complete"));
        if (_fate.Outcome == "success")
            Implant(start + TrialDays + _draws.Whole(21, 60), tip);
        else
            Add(start + TrialDays + 20, "pathway.closed", ("close_reason", "failed-trial"), ("by_role", "pain-physician"));
    }

    /// <summary>The pain of every day of the trial, so that the relief of the diary says what the outcome says.</summary>
    private decimal TrialScore()
    {
        var mean = _baseline.Average();
        return _fate.Outcome switch
        {
            "success" => (decimal)Math.Floor(mean * (0.2 + (0.3 * _draws.Next()))),
            "equivocal" => Math.Round((decimal)mean * 0.55m, 1),
            _ => (decimal)Math.Ceiling(mean * 0.8),
        };
    }

    private void Judge(double day, decimal score)
    {
        var better = _fate.Outcome == "success" ? "better" : "same";
        Answer(day, "trial-end", "pgic", _fate.Outcome == "success" ? 2 : 4);
        Add(day, "trial.evaluated", ("outcome", _fate.Outcome), ("by_role", "pain-physician"), ("mme_before_mg", 30), ("mme_end_mg", 30),
            ("activity", better), ("failure_reason", Maybe(_fate.Outcome == "fail", "no-relief")));
        if (_fate.Outcome != "equivocal")
            return;
        var opinion = $"daily pain of {PathwayEventJson.NumberText(score)} may be enough for this patient";
        Add(day + 0.05, "trial.decided", ("trial_decision", "stop"), ("members", PathwayValue.Of("pain-physician", "surgeon")),
            ("by_role", "team-lead"), ("dissent", PathwayValue.Of([EventFields.Of(("by_role", "surgeon"), ("reason", opinion))])));
    }

    private void Diary(double day, decimal score, int? stimulation) => Add(
        day, "diary.entered", ("on", Date(day)), ("nrs", score),
        ("stimulation_percent", stimulation is { } share ? (PathwayValue)share : null),
        ("sleep_h", _draws.Whole(4, 8)), ("entered_by", "patient"));

    private static PathwayValue Leads(string tip) => PathwayValue.Of(new[] { "left", "right" }.Select(side => EventFields.Of(
        ("model", "octrode, simulated"), ("contacts", 8), ("tip_level", tip), ("side", side))));

    private void Implant(double day, string tip)
    {
        var isPrimary = _draws.Happens(0.4);
        var battery = isPrimary ? "primary" : "rechargeable";
        var (site, side) = (_draws.Pick(Sites), _draws.Happens(0.5) ? "left" : "right");
        Add(day - 10, "candidacy.evaluated", ("stage", "implant"), ("verdict", "suitable"), ("rules_version", RuleBook.Version));
        Add(day - 9, "implant.planned", ("generator_site", site), ("generator_side", side), ("battery_kind", battery), ("planned_at",
            At(day)));
        CheckBefore(day - 5, "implant", day, null, At(day + 0.08));
        Add(day, "implant.performed", ("leads", Leads(tip)), ("generator", Generator(site, side, battery)), ("anaesthesia", "general"),
            ("surgery_end_at", At(day + 0.08)), ("stay", _draws.Happens(0.7) ? "out-patient" : "one-day"),
            ("complications", PathwayValue.Of(Array.Empty<string>())));
        Follow(day, isPrimary, site, side);
    }

    private PathwayValue.Group Generator(string site, string side, string battery)
    {
        var digits = $"0{_draws.Whole(100_000, 999_999)}{_draws.Whole(100_000, 999_999)}";
        return new PathwayValue.Group(EventFields.Of(
            ("model", $"{battery}, simulated"), ("site", site), ("side", side), ("battery_kind", battery), ("mr_conditional", true),
            ("udi", $"(01){digits}{Devices.Udi.CheckDigit(digits)}(21){_label}"), ("serial", _label)));
    }
}
