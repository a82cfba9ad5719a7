using Epidura.Care.Pathway;
using Epidura.Care.Rules;

namespace Epidura.Care.Demo;

/// <summary>Writes the events of one synthetic patient, each applied as it is written: what the pathway refuses is a bug here.</summary>
internal sealed partial class SyntheticLife
{
    private const int BaselineDays = 8;
    private const int TrialDays = 7;
    private static readonly string[] Indications = ["failed-back-leg", "failed-back-back", "crps-1", "diabetic-neuropathy",
        "refractory-back"];
    private static readonly string[] Levels = ["T7", "T8", "T9", "T10"];
    private static readonly string[] Sites = ["buttock", "flank", "abdomen"];

    private readonly SyntheticDraws _draws;
    private readonly SyntheticFate _fate;
    private readonly string _label;
    private readonly DateTimeOffset _origin;
    private readonly DateTimeOffset _end;
    private readonly List<PathwayEvent> _events = [];
    private readonly List<string> _states = [];
    private readonly int[] _baseline = new int[BaselineDays];
    private readonly int _odiBaseline;
    private PathwayView _view = PathwayView.Empty;
    private bool _isOver;

    public SyntheticLife(int seed, int index, string? target, DateTimeOffset origin, DateTimeOffset end)
    {
        _draws = new SyntheticDraws(seed, index);
        _fate = SyntheticFate.Draw(_draws, target);
        _label = $"S{seed}-{index + 1:00000}";
        _origin = origin;
        _end = end;
        var level = _draws.Whole(6, 9);
        for (var i = 0; i < BaselineDays; i++)
            _baseline[i] = Math.Clamp(level + _draws.Whole(-1, 1), 5, 10);
        _odiBaseline = _draws.Whole(22, 33);
    }

    public string Label => _label;

    public PathwayView View => _view;

    public IReadOnlyList<PathwayEvent> Events => _events;

    /// <summary>State after each event.</summary>
    public IReadOnlyList<string> States => _states;

    /// <summary>Writes the whole life up to the end of the clock.</summary>
    public void Write()
    {
        var day = Evaluation();
        switch (_fate.Branch)
        {
            case "conservative" or "declined":
                Conservative(day);
                break;
            case "surgery":
                Surgery(day);
                break;
            default:
                TrialAndAfter(day);
                break;
        }
    }

    private void Add(double day, string type, params (string Name, PathwayValue? Value)[] fields)
    {
        var at = At(day);
        if (_isOver || at > _end)
        {
            _isOver = true;
            return;
        }

        var item = PathwayEvent.Of(type, at, fields);
        var result = Care.Pathway.Pathway.Apply(_view, item);
        if (!result.IsAccepted)
            throw new InvalidOperationException($"{_label}: {result.Refusals[0]}");
        _view = result.View;
        _events.Add(item);
        _states.Add(_view.State);
    }

    private static PathwayValue? Maybe(bool isThere, string value) => isThere ? (PathwayValue)value : null;

    private DateTimeOffset At(double day) => _origin.AddMinutes(Math.Round(day * 1440));

    private DateOnly Date(double day) => DateOnly.FromDateTime(At(day).UtcDateTime);

    /// <summary>Referral, evaluation and the team: everybody. Returns the day after the decision.</summary>
    private double Evaluation()
    {
        Add(0, "referral.received", ("profiles", PathwayValue.Of("default")), ("indications", PathwayValue.Of(_draws.Pick(Indications))),
            ("referrer_role", "general-practitioner"), ("label", _label), ("birth_date", Date(0).AddYears(-_draws.Whole(30, 78))),
            ("sex", _draws.Happens(0.55) ? "female" : "male"), ("pain_duration_months", _draws.Whole(8, 120)));
        var day = (double)_draws.Whole(10, 40);
        Add(day, "screening.started", ("by_role", "pain-physician"));
        Add(day, "history.recorded", ("body_regions", PathwayValue.Of("low-back", "leg")), ("average_nrs", _baseline[0]), ("predominant",
            "leg"),
            ("smoking", "never"), ("patient_can_operate", true));
        Add(day, "examination.recorded", ("neurology", "normal"), ("dn4_examined", 2));
        Add(day, "imaging.recorded", ("image_kind", "mri"), ("image_region", "thoracic"), ("canal_mm", _draws.Whole(130, 170) / 10m));
        Add(day, "medication.recorded", ("drugs", PathwayValue.Of(
            [EventFields.Of(("drug", "tramadol"), ("dose_mg", 50), ("per_day", _draws.Whole(1, 4)))])));
        Baseline(day + 1);
        Add(day + 7, "psychology.recorded", ("by_role", "psychologist"), ("finding", "suitable"));
        foreach (var function in new[] { "device", "data", "remote-programming" })
            Add(day + 8, "consent.given", ("function", function), ("given_by", "patient"));
        var isSuitable = _fate.Branch is "trial" or "declined";
        Add(day + 14, "candidacy.evaluated", ("stage", "trial"), ("verdict", isSuitable ? "suitable" : "deferred"),
            ("rules_version", RuleBook.Version), ("deferred", isSuitable ? null : PathwayValue.Of(_fate.Branch == "surgery" ? "C03"
                : "C17")));
        Add(day + 15, "team.decided", ("decision", _fate.Branch switch { "surgery" => "surgery", "trial" => "trial", _ => "conservative" }),
            ("members", PathwayValue.Of("pain-physician", "psychologist", "surgeon")), ("by_role", "team-lead"));
        return day + 16;
    }

    private void Baseline(double day)
    {
        Answer(day, "baseline", "nrs", _baseline[1]);
        Disability(day, "baseline", _odiBaseline);
        Add(day, "instrument.answered", ("instrument", "phq-9"), ("on", Date(day)), ("visit", "baseline"),
            ("items", PathwayValue.Of(Enumerable.Range(0, 9).Select(i => (decimal?)(i == 8 ? 0 : _draws.Whole(0, 2))))));
    }

    private void Answer(double day, string visit, string instrument, int value) => Add(
        day, "instrument.answered", ("instrument", instrument), ("on", Date(day)), ("visit", visit),
        ("items", PathwayValue.Of([(decimal?)value])));

    /// <summary>Ten sections of the disability index with a given sum.</summary>
    private void Disability(double day, string visit, int sum)
    {
        var total = Math.Clamp(sum, 0, 50);
        var items = Enumerable.Range(0, 10).Select(i => (decimal?)((total / 10) + (i < total % 10 ? 1 : 0)));
        Add(day, "instrument.answered", ("instrument", "odi"), ("on", Date(day)), ("visit", visit), ("items", PathwayValue.Of(items)));
    }

    private void Conservative(double day)
    {
        Add(day, "conservative.chosen", ("reason", _fate.Branch == "declined" ? "the patient declined" : "not suitable now"),
            ("plan", "exercise programme and review of drugs"));
        Add(day + 90, "visit.held", ("visit", "other"), ("on", Date(day + 90)));
        Add(day + 180, "pathway.closed", ("close_reason", _fate.Branch == "declined" ? "declined" : "conservative-care"), ("by_role",
            "pain-physician"));
    }

    private void Surgery(double day)
    {
        var kind = _draws.Pick(["microdiscectomy", "foraminotomy", "decompression", "fusion"]);
        Add(day, "consent.given", ("function", "surgery"), ("given_by", "patient"));
        Add(day + 1, "surgery.planned", ("surgery", kind), ("disc_level", "L4/5"), ("side", "left"), ("planned_at", At(day + 30)));
        CheckBefore(day + 20, "surgery", day + 30, null, At(day + 30.1));
        Add(day + 30, "surgery.performed", ("surgery", kind), ("disc_level", "L4/5"), ("side", "left"), ("anaesthesia", "general"),
            ("surgery_end_at", At(day + 30.1)), ("stay", "one-day"), ("template", kind == "fusion" ? "fusion" : "decompression"));
        Add(day + 31, "rehabilitation.phase", ("phase", "day 1 to 14"), ("by_role", "physiotherapist"));
        Add(day + 45, "rehabilitation.phase", ("phase", "week 2 to 6"), ("by_role", "physiotherapist"));
        Add(day + 120, "visit.held", ("visit", "month-3"), ("on", Date(day + 120)));
        Disability(day + 120, "month-3", _odiBaseline - 12);
        Add(day + 210, "rehabilitation.ended", ("result", "helped"));
        Add(day + 240, "pathway.closed", ("close_reason", "surgery-sufficed"), ("by_role", "surgeon"));
    }

    private void CheckBefore(double day, string procedure, double procedureDay, DateTimeOffset? removal, DateTimeOffset? end) => Add(
        day, "checklist.completed", ("procedure", procedure), ("procedure_at", At(procedureDay)), ("antibiotic", "cefazolin"),
        ("antibiotic_weight_based", true), ("mrsa_screened_on", Date(procedureDay - 14)), ("mrsa_result", "negative"),
        ("antithrombotics", PathwayValue.Of(Array.Empty<EventFields>())), ("lead_removal_at", removal is { } at ? (PathwayValue)at : null),
        ("surgery_end_at", end is { } ended ? (PathwayValue)ended : null));
}
