using Epidura.Care.Medication;
using Epidura.Care.Trials;

namespace Epidura.Care.Patients;

/// <summary>What is known of one patient; null and absent mean missing, never no. docs/guide/care.md.</summary>
/// <param name="Title">Shown on the output.</param>
/// <param name="EvaluatedOn">Day from which ages and intervals count.</param>
/// <param name="Profiles">Site profiles; at least one.</param>
public sealed record Patient(string Title, DateOnly EvaluatedOn, IReadOnlyList<string> Profiles)
{
    /// <summary>The person.</summary>
    public Person Person { get; init; } = new();

    /// <summary>What is planned.</summary>
    public CarePlan Plan { get; init; } = new();

    /// <summary>Why stimulation is considered; null when not given.</summary>
    public IReadOnlyList<Indication>? Indications { get; init; }

    /// <summary>The pain.</summary>
    public PainHistory Pain { get; init; } = new();

    /// <summary>What was tried; null when not given.</summary>
    public IReadOnlyList<Treatment>? Treatments { get; init; }

    /// <summary>Drugs of the day; null when not given.</summary>
    public IReadOnlyList<Dose>? Medication { get; init; }

    /// <summary>Drugs against clotting; null when not given.</summary>
    public IReadOnlyList<Antithrombotic>? Antithrombotics { get; init; }

    /// <summary>Laboratory values.</summary>
    public Laboratory Laboratory { get; init; } = new();

    /// <summary>The team that assessed.</summary>
    public Team Team { get; init; } = new();

    /// <summary>Psychological evaluation.</summary>
    public Psychology Psychology { get; init; } = new();

    /// <summary>The patient can operate the system.</summary>
    public bool? PatientCanOperate { get; init; }

    /// <summary>A carer can operate the system.</summary>
    public bool? CarerCanOperate { get; init; }

    /// <summary>What else is known.</summary>
    public Health Health { get; init; } = new();

    /// <summary>Consents; null when not given.</summary>
    public IReadOnlyList<Consent>? Consents { get; init; }

    /// <summary>Images; null when not given.</summary>
    public IReadOnlyList<Image>? Imaging { get; init; }

    /// <summary>Examination.</summary>
    public Neurology Neurology { get; init; } = new();

    /// <summary>Questionnaires, in the order of the file.</summary>
    public IReadOnlyList<Questionnaire> Instruments { get; init; } = [];

    /// <summary>Daily diary.</summary>
    public IReadOnlyList<DiaryEntry> Diary { get; init; } = [];

    /// <summary>Trials, oldest first; null when not given.</summary>
    public IReadOnlyList<TrialRecord>? Trials { get; init; }

    /// <summary>After the implant; null when there is none.</summary>
    public FollowUpRecord? FollowUp { get; init; }

    /// <summary>When the procedure is, for stop and restart times.</summary>
    public ProcedureTimes Times => new(
        Plan.Stage != "implant", Plan.ProcedureAt, Plan.LeadRemovalAt, Plan.SurgeryEndAt, Laboratory.ClearanceMlPerMinute);

    /// <summary>True when one of the indications is this.</summary>
    public bool Has(string indication) => Indications?.Any(item => item.Key == indication) ?? false;
}

/// <summary>The person; nothing that identifies.</summary>
public sealed record Person
{
    /// <summary>A code.</summary>
    public string Label { get; init; } = "not given";

    /// <summary>Date of birth.</summary>
    public DateOnly? BirthDate { get; init; }

    /// <summary>Whole years on the day of evaluation.</summary>
    public int? AgeYears { get; init; }

    /// <summary>female, male or other.</summary>
    public string? Sex { get; init; }

    /// <summary>Body mass index, kg/m²: given, or from height and weight.</summary>
    public Ratio? BodyMassIndex { get; init; }
}

/// <summary>What is planned.</summary>
public sealed record CarePlan
{
    /// <summary>trial or implant.</summary>
    public string? Stage { get; init; }

    /// <summary>percutaneous, paddle or drg.</summary>
    public string? Lead { get; init; }

    /// <summary>cervical, thoracic or lumbar.</summary>
    public string? Region { get; init; }

    /// <summary>Number of leads.</summary>
    public int? Leads { get; init; }

    /// <summary>Number of contacts.</summary>
    public int? Contacts { get; init; }

    /// <summary>Start of the procedure, UTC.</summary>
    public DateTimeOffset? ProcedureAt { get; init; }

    /// <summary>Removal of the trial leads, UTC.</summary>
    public DateTimeOffset? LeadRemovalAt { get; init; }

    /// <summary>End of surgery, UTC.</summary>
    public DateTimeOffset? SurgeryEndAt { get; init; }

    /// <summary>False when a protocol lets the trial be left out.</summary>
    public bool? IsTrialRequired { get; init; }

    /// <summary>The protocol that allows it.</summary>
    public string? TrialWaiver { get; init; }

    /// <summary>Remote programming is planned.</summary>
    public bool? HasRemoteProgramming { get; init; }

    /// <summary>The canal is to be widened first.</summary>
    public bool? HasDecompressionPlan { get; init; }

    /// <summary>The planned system is MR conditional.</summary>
    public bool? IsMriConditional { get; init; }

    /// <summary>Operations somebody proposed.</summary>
    public IReadOnlyList<string> Considered { get; init; } = [];

    /// <summary>Why a trial is repeated: technical or other.</summary>
    public string? RepeatReason { get; init; }
}

/// <summary>Why stimulation is considered.</summary>
/// <param name="Key">Word of <c>data/care/indications.csv</c>.</param>
public sealed record Indication(string Key)
{
    /// <summary>left, right or both.</summary>
    public string? Side { get; init; }

    /// <summary>ICD-10-CM code.</summary>
    public string? Icd10 { get; init; }

    /// <summary>Some central input is left after an avulsion.</summary>
    public bool? HasCentralInput { get; init; }

    /// <summary>The pain is focal in a leg or foot.</summary>
    public bool? IsFocalLowerLimb { get; init; }

    /// <summary>Number of the study, for indications that are research only.</summary>
    public string? ResearchRegistration { get; init; }

    /// <summary>For angina: the cardiologist agrees.</summary>
    public bool? CardiologyAgrees { get; init; }
}

/// <summary>The pain.</summary>
public sealed record PainHistory
{
    /// <summary>Months.</summary>
    public Ratio? DurationMonths { get; init; }

    /// <summary>Average of 24 hours, 0 to 10.</summary>
    public Ratio? AverageNrs { get; init; }

    /// <summary>The same on the visual scale, mm.</summary>
    public Ratio? AverageVasMillimetre { get; init; }

    /// <summary>It limits daily life.</summary>
    public bool? LimitsDailyLife { get; init; }

    /// <summary>It runs down a limb along a root.</summary>
    public bool? IsRadicular { get; init; }

    /// <summary>Neurogenic claudication.</summary>
    public bool? HasClaudication { get; init; }

    /// <summary>back, leg, neck, arm or other.</summary>
    public string? Predominant { get; init; }

    /// <summary>unlikely, possible, probable or definite.</summary>
    public string? NeuropathicGrade { get; init; }

    /// <summary>Roots the symptoms follow.</summary>
    public IReadOnlyList<RootSide> Roots { get; init; } = [];
}

/// <summary>A nerve root and its side.</summary>
/// <param name="Root">For example L5.</param>
/// <param name="Side">left, right or both.</param>
public sealed record RootSide(string Root, string Side);

/// <summary>Something that was tried.</summary>
/// <param name="Key">Word of <c>data/care/treatments.csv</c>.</param>
/// <param name="Result">helped, partly, failed or not-tolerated.</param>
/// <param name="Weeks">Weeks in a row.</param>
/// <param name="Until">Last day; null when it goes on.</param>
/// <param name="Level">For an operation: its disc level.</param>
public sealed record Treatment(string Key, string Result, Ratio? Weeks, DateOnly? Until, string? Level);

/// <summary>Laboratory values.</summary>
public sealed record Laboratory
{
    /// <summary>International normalised ratio.</summary>
    public Ratio? Inr { get; init; }

    /// <summary>Platelets, 10⁹/L.</summary>
    public Ratio? Platelets { get; init; }

    /// <summary>Creatinine clearance, ml/min.</summary>
    public Ratio? ClearanceMlPerMinute { get; init; }

    /// <summary>The patient has diabetes.</summary>
    public bool? HasDiabetes { get; init; }

    /// <summary>HbA1c, percent: given, or from mmol/mol without rounding.</summary>
    public Ratio? Hba1cPercent { get; init; }

    /// <summary>Day of the screen for MRSA and MSSA.</summary>
    public DateOnly? StaphylococcusScreenOn { get; init; }

    /// <summary>Its result is positive.</summary>
    public bool? IsStaphylococcusPositive { get; init; }

    /// <summary>A carrier was treated.</summary>
    public bool? IsDecolonised { get; init; }
}

/// <summary>The team that assessed.</summary>
public sealed record Team
{
    /// <summary>A multidisciplinary team assessed.</summary>
    public bool? HasAssessed { get; init; }

    /// <summary>It is experienced in stimulation.</summary>
    public bool? IsExperienced { get; init; }

    /// <summary>It goes on supporting.</summary>
    public bool? HasOngoingSupport { get; init; }

    /// <summary>trial, implant, surgery, conservative or none.</summary>
    public string? Decision { get; init; }

    /// <summary>Role of who decided.</summary>
    public string? DecidedBy { get; init; }

    /// <summary>Who disagreed and why, by role.</summary>
    public string? Dissent { get; init; }
}

/// <summary>Psychological evaluation.</summary>
public sealed record Psychology
{
    /// <summary>True when it took place: said, or a day is given.</summary>
    public bool? WasEvaluated { get; init; }

    /// <summary>Finding.</summary>
    public bool? HasActivePsychosis { get; init; }

    /// <summary>Finding.</summary>
    public bool? HasDelirium { get; init; }

    /// <summary>Finding.</summary>
    public bool? HasSuicidalIdeation { get; init; }

    /// <summary>none, treated or untreated.</summary>
    public string? SubstanceUse { get; init; }

    /// <summary>normal, impaired or dementia.</summary>
    public string? Cognition { get; init; }

    /// <summary>The patient can decide.</summary>
    public bool? HasCapacity { get; init; }

    /// <summary>none, some or significant.</summary>
    public string? Somatisation { get; init; }

    /// <summary>Factor to none, some or severe.</summary>
    public IReadOnlyDictionary<string, string> Factors { get; init; } = new Dictionary<string, string>();
}

/// <summary>What else is known.</summary>
public sealed record Health
{
    /// <summary>none, remote-treated, remote-untreated, local or systemic.</summary>
    public string? Infection { get; init; }

    /// <summary>An infection in the previous 12 months.</summary>
    public bool? HadInfectionInYear { get; init; }

    /// <summary>Peripheral vascular disease.</summary>
    public bool? HasPeripheralVascularDisease { get; init; }

    /// <summary>never, stopped or current.</summary>
    public string? Smoking { get; init; }

    /// <summary>Day it stopped.</summary>
    public DateOnly? SmokingStoppedOn { get; init; }

    /// <summary>Pregnant.</summary>
    public bool? IsPregnant { get; init; }

    /// <summary>Other active implants; null when not given.</summary>
    public IReadOnlyList<string>? PoweredImplants { get; init; }

    /// <summary>Scans are to be expected.</summary>
    public bool? IsMriForeseen { get; init; }

    /// <summary>Diathermy is to be expected.</summary>
    public bool? IsDiathermyForeseen { get; init; }

    /// <summary>Years.</summary>
    public Ratio? LifeExpectancyYears { get; init; }

    /// <summary>Active malignancy.</summary>
    public bool? HasActiveMalignancy { get; init; }

    /// <summary>The least costly suitable system was considered.</summary>
    public bool? IsLeastCostlyConsidered { get; init; }

    /// <summary>How the assessment was fitted to disability or language.</summary>
    public string? AssessmentAdapted { get; init; }
}

/// <summary>A consent for one function.</summary>
/// <param name="Function">device, data or remote-programming.</param>
/// <param name="GivenOn">Day.</param>
public sealed record Consent(string Function, DateOnly GivenOn);
