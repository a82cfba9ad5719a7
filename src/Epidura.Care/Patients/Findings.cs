using Epidura.Care.Instruments;

namespace Epidura.Care.Patients;

/// <summary>An image that was seen.</summary>
/// <param name="Kind">mri, ct or xray.</param>
/// <param name="Region">cervical, thoracic or lumbar.</param>
/// <param name="On">Day.</param>
/// <param name="CanalMillimetre">Narrowest sagittal width of the canal at the target levels.</param>
/// <param name="Findings">What it shows; null when not written.</param>
public sealed record Image(string Kind, string Region, DateOnly? On, Ratio? CanalMillimetre, IReadOnlyList<ImageFinding>? Findings);

/// <summary>One finding of an image.</summary>
/// <param name="Kind">herniation, central-stenosis, lateral-stenosis, foraminal-stenosis, spondylolisthesis, scoliosis, degeneration or
/// facet.</param>
/// <param name="Level">Disc level.</param>
/// <param name="Side">left, right or both; null when it has none.</param>
/// <param name="Position">central, paracentral or far-lateral, for a herniation.</param>
/// <param name="Grade">Of a spondylolisthesis.</param>
/// <param name="TranslationMillimetre">Movement between flexion and extension.</param>
/// <param name="AngulationDegree">Change of angle between flexion and extension.</param>
public sealed record ImageFinding(
    string Kind, string Level, string? Side, string? Position, int? Grade, Ratio? TranslationMillimetre, Ratio? AngulationDegree);

/// <summary>Examination.</summary>
public sealed record Neurology
{
    /// <summary>New retention of urine.</summary>
    public bool? HasUrinaryRetention { get; init; }

    /// <summary>New incontinence.</summary>
    public bool? HasIncontinence { get; init; }

    /// <summary>New loss of feeling in the saddle region.</summary>
    public bool? HasSaddleAnaesthesia { get; init; }

    /// <summary>New or worsening deficit on both sides.</summary>
    public bool? HasBilateralDeficit { get; init; }

    /// <summary>Worsening weakness.</summary>
    public bool? HasProgressiveMotorLoss { get; init; }

    /// <summary>Compression of the cord.</summary>
    public bool? HasCordCompression { get; init; }

    /// <summary>Suspected infection of the spine.</summary>
    public bool? HasSuspectedInfection { get; init; }

    /// <summary>Suspected tumour of the spine.</summary>
    public bool? HasSuspectedTumour { get; init; }

    /// <summary>Suspected fracture of the spine.</summary>
    public bool? HasSuspectedFracture { get; init; }

    /// <summary>Signs of myelopathy that were found; null when not looked for.</summary>
    public IReadOnlyList<string>? MyelopathySigns { get; init; }

    /// <summary>Weak muscles; null when not examined.</summary>
    public IReadOnlyList<Weakness>? Motor { get; init; }
}

/// <summary>Strength of the muscles of one root.</summary>
/// <param name="Root">Root.</param>
/// <param name="Side">left, right or both.</param>
/// <param name="Strength">0 to 5.</param>
/// <param name="SinceDays">How long.</param>
public sealed record Weakness(string Root, string Side, int Strength, Ratio? SinceDays);

/// <summary>A questionnaire of one day.</summary>
/// <param name="Instrument">Which.</param>
/// <param name="On">Day.</param>
/// <param name="Visit">baseline, trial-end, month-1 and so on; null when not given.</param>
/// <param name="Answers">As given; they passed <see cref="InstrumentCheck"/>.</param>
public sealed record Questionnaire(Instrument Instrument, DateOnly On, string? Visit, InstrumentAnswers Answers)
{
    /// <summary>The score.</summary>
    public InstrumentScore Score { get; } = InstrumentScoring.Score(Instrument, Answers);
}

/// <summary>A trial.</summary>
/// <param name="StartedOn">Day of the leads.</param>
public sealed record TrialRecord(DateOnly StartedOn)
{
    /// <summary>Day the leads came out.</summary>
    public DateOnly? EndedOn { get; init; }

    /// <summary>Part of the spine.</summary>
    public string? Region { get; init; }

    /// <summary>Number of leads.</summary>
    public int? Leads { get; init; }

    /// <summary>Number of contacts.</summary>
    public int? Contacts { get; init; }

    /// <summary>Morphine equivalents a day before, mg.</summary>
    public Ratio? MorphineBefore { get; init; }

    /// <summary>The same at the end, mg.</summary>
    public Ratio? MorphineEnd { get; init; }

    /// <summary>better, same or worse.</summary>
    public string? Activity { get; init; }

    /// <summary>success, equivocal, fail or complication.</summary>
    public string? Outcome { get; init; }

    /// <summary>Relief that was worked out elsewhere, percent.</summary>
    public Ratio? ReliefPercent { get; init; }

    /// <summary>Named decision on an equivocal trial.</summary>
    public string? TeamDecision { get; init; }

    /// <summary>technical, no-relief, side-effects or other.</summary>
    public string? FailureReason { get; init; }

    /// <summary>Antibiotic before incision; null when not given.</summary>
    public Antibiotic? Antibiotic { get; init; }

    /// <summary>Days with all device checks done; null when not given.</summary>
    public IReadOnlyList<DateOnly>? Checks { get; init; }
}

/// <summary>Antibiotic before incision.</summary>
/// <param name="Drug">cefazolin, clindamycin, vancomycin or other.</param>
/// <param name="GivenAt">When.</param>
/// <param name="IncisionAt">Incision.</param>
/// <param name="StoppedAt">Last dose.</param>
/// <param name="IsWeightBased">Dosed by weight.</param>
public sealed record Antibiotic(
    string? Drug, DateTimeOffset? GivenAt, DateTimeOffset? IncisionAt, DateTimeOffset? StoppedAt, bool? IsWeightBased);

/// <summary>After the implant.</summary>
public sealed record FollowUpRecord
{
    /// <summary>Day of the implant.</summary>
    public DateOnly? ImplantedOn { get; init; }

    /// <summary>End of surgery, UTC.</summary>
    public DateTimeOffset? SurgeryEndAt { get; init; }

    /// <summary>Visits; null when not given.</summary>
    public IReadOnlyList<Visit>? Visits { get; init; }

    /// <summary>Loads and movements; null when not given.</summary>
    public IReadOnlyList<ReportedActivity>? Activities { get; init; }

    /// <summary>Symptoms; null when not given.</summary>
    public IReadOnlyList<Symptom>? Symptoms { get; init; }

    /// <summary>Hours from relief to loss.</summary>
    public Ratio? LossOverHours { get; init; }

    /// <summary>in-band or out-of-band.</summary>
    public string? LossImpedance { get; init; }

    /// <summary>True when a loss of relief is reported.</summary>
    public bool HasLoss { get; init; }

    /// <summary>Days of a billed analysis; null when not given.</summary>
    public IReadOnlyList<DateOnly>? AnalysesOn { get; init; }
}

/// <summary>A visit that took place.</summary>
/// <param name="On">Day.</param>
/// <param name="ReliefPercent">Relief against the baseline.</param>
public sealed record Visit(DateOnly On, Ratio? ReliefPercent);

/// <summary>A load or movement that was reported.</summary>
/// <param name="On">Day.</param>
/// <param name="Key">bending, twisting, stretching or lifting.</param>
/// <param name="LoadKilogram">Lifted.</param>
public sealed record ReportedActivity(DateOnly On, string Key, Ratio? LoadKilogram);

/// <summary>A symptom that was reported.</summary>
/// <param name="At">When it was noticed.</param>
/// <param name="Key">motor-deficit, sensory-deficit, sphincter, severe-back-pain, fever, wound-erythema or wound-pain.</param>
/// <param name="TemperatureCelsius">Body temperature.</param>
/// <param name="Course">new, rising, steady or falling.</param>
public sealed record Symptom(DateTimeOffset At, string Key, Ratio? TemperatureCelsius, string? Course);
