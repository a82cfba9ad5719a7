using Epidura.Care.Instruments;
using Epidura.Care.Medication;
using Epidura.Care.Trials;
using Epidura.Documents;

namespace Epidura.Care.Patients;

/// <summary>Builds the patient from a tree that the schema has seen.</summary>
internal sealed class PatientBuilder(DocumentErrors errors)
{
    private static readonly Ratio SquareCentimetresPerSquareMetre = 10_000;

    // NGSP percent from IFCC mmol/mol: 0.09148 × IFCC + 2.152 (master equation, Weykamp 2008 Clin Chem 54:240).
    private static readonly Ratio IfccSlope = Ratio.Of(0.09148m);
    private static readonly Ratio IfccOffset = Ratio.Of(2.152m);

    private readonly PatientFields _fields = new(errors);

    public Patient Build(DocumentNode.Mapping top)
    {
        var check = new PatientCheck(_fields);
        var profiles = _fields.Words(top, "profiles") is { Count: > 0 } given ? given : ["default"];
        var handling = DocumentFields.Group(top, "handling");
        var patient = new Patient(_fields.Text(top, "title") ?? "", _fields.Date(top, "evaluated_on") ?? default, profiles)
        {
            Person = ReadPerson(DocumentFields.Group(top, "patient")),
            Plan = ReadPlan(DocumentFields.Group(top, "plan")),
            Indications = PatientFields.Each(top, "indications", ReadIndication),
            Pain = ReadPain(DocumentFields.Group(top, "pain")),
            Treatments = PatientFields.Each(top, "treatments", ReadTreatment),
            Medication = PatientFields.Each(top, "medication", ReadDose),
            Antithrombotics = PatientFields.Each(top, "antithrombotics", ReadAgent),
            Laboratory = ReadLaboratory(DocumentFields.Group(top, "laboratory")),
            Team = ReadTeam(DocumentFields.Group(top, "team")),
            Psychology = ReadPsychology(DocumentFields.Group(top, "psychology")),
            PatientCanOperate = _fields.Flag(handling, "patient_can_operate"),
            CarerCanOperate = _fields.Flag(handling, "carer_can_operate"),
            Health = ReadHealth(DocumentFields.Group(top, "health")),
            Consents = PatientFields.Each(top, "consents", map =>
                _fields.Text(map, "function") is { } function && _fields.Date(map, "given_on") is { } on ? new Consent(function, on)
                    : null),
            Instruments = PatientFields.Each(top, "instruments", map => ReadQuestionnaire(map, check)) ?? [],
            Diary = PatientFields.Each(top, "diary", ReadEntry) ?? [],
        };
        var findings = new FindingBuilder(_fields);
        patient = patient with
        {
            Imaging = PatientFields.Each(top, "imaging", findings.ReadImage),
            Neurology = findings.ReadNeurology(DocumentFields.Group(top, "neurology")),
            Trials = PatientFields.Each(top, "trials", findings.ReadTrial),
            FollowUp = findings.ReadFollowUp(DocumentFields.Group(top, "follow_up")),
        };
        check.Check(top, patient);
        return patient;
    }

    private Person ReadPerson(DocumentNode.Mapping? map)
    {
        var bmi = _fields.Exact(map, "bmi_kg_m2");
        if (bmi is null && _fields.Exact(map, "height_cm") is { } height && _fields.Exact(map, "weight_kg") is { } weight)
            bmi = weight * SquareCentimetresPerSquareMetre / (height * height);
        return new Person
        {
            Label = _fields.Text(map, "label") ?? "not given",
            BirthDate = _fields.Date(map, "birth_date"),
            AgeYears = _fields.Whole(map, "age_years"),
            Sex = _fields.Text(map, "sex"),
            BodyMassIndex = bmi,
        };
    }

    private CarePlan ReadPlan(DocumentNode.Mapping? map) => new()
    {
        Stage = _fields.Text(map, "stage"),
        Lead = _fields.Text(map, "lead"),
        Region = _fields.Text(map, "region"),
        Leads = _fields.Whole(map, "leads"),
        Contacts = _fields.Whole(map, "contacts"),
        ProcedureAt = _fields.Instant(map, "procedure_at"),
        LeadRemovalAt = _fields.Instant(map, "lead_removal_at"),
        SurgeryEndAt = _fields.Instant(map, "surgery_end_at"),
        IsTrialRequired = _fields.Flag(map, "trial_required"),
        TrialWaiver = _fields.Text(map, "trial_waiver"),
        HasRemoteProgramming = _fields.Flag(map, "remote_programming"),
        HasDecompressionPlan = _fields.Flag(map, "decompression_plan"),
        IsMriConditional = _fields.Flag(map, "mri_conditional"),
        Considered = _fields.Words(map, "considered") ?? [],
        RepeatReason = _fields.Text(map, "repeat_reason"),
    };

    private Indication? ReadIndication(DocumentNode.Mapping map) =>
        _fields.Text(map, "indication") is not { } key ? null : new Indication(key)
        {
            Side = _fields.Text(map, "side"),
            Icd10 = _fields.Text(map, "icd10"),
            HasCentralInput = _fields.Flag(map, "central_input"),
            IsFocalLowerLimb = _fields.Flag(map, "focal_lower_limb"),
            ResearchRegistration = _fields.Text(map, "research_registration"),
            CardiologyAgrees = _fields.Flag(map, "cardiology_agrees"),
        };

    private PainHistory ReadPain(DocumentNode.Mapping? map) => new()
    {
        DurationMonths = _fields.Exact(map, "duration_months"),
        AverageNrs = _fields.Exact(map, "average_nrs"),
        AverageVasMillimetre = _fields.Exact(map, "average_vas_mm"),
        LimitsDailyLife = _fields.Flag(map, "limits_daily_life"),
        IsRadicular = _fields.Flag(map, "radicular"),
        HasClaudication = _fields.Flag(map, "claudication"),
        Predominant = _fields.Text(map, "predominant"),
        NeuropathicGrade = _fields.Text(map, "neuropathic_grade"),
        Roots = PatientFields.Each(map, "roots", item =>
            _fields.Text(item, "root") is { } root && _fields.Text(item, "side") is { } side ? new RootSide(root, side) : null) ?? [],
    };

    private Treatment? ReadTreatment(DocumentNode.Mapping map) =>
        _fields.Text(map, "treatment") is { } key && _fields.Text(map, "result") is { } result
            ? new Treatment(key, result, _fields.Exact(map, "weeks"), _fields.Date(map, "until"), _fields.Text(map, "level"))
            : null;

    private Dose? ReadDose(DocumentNode.Mapping map) => _fields.Text(map, "drug") is { } drug
        ? new Dose(drug, _fields.Exact(map, "dose_mg"), _fields.Exact(map, "per_day"), _fields.Exact(map, "rate_ug_h"))
        : null;

    private Antithrombotic? ReadAgent(DocumentNode.Mapping map) => _fields.Text(map, "agent") is { } agent
        ? new Antithrombotic(
            agent, _fields.Text(map, "use"), _fields.Text(map, "name"), _fields.Instant(map, "last_dose_at"),
            _fields.Instant(map, "restart_at"), _fields.Text(map, "decision"), _fields.Text(map, "decided_by"))
        : null;

    private Laboratory ReadLaboratory(DocumentNode.Mapping? map) => new()
    {
        Inr = _fields.Exact(map, "inr"),
        Platelets = _fields.Exact(map, "platelets_10e9_l"),
        ClearanceMlPerMinute = _fields.Exact(map, "creatinine_clearance_ml_min"),
        HasDiabetes = _fields.Flag(map, "diabetes"),
        Hba1cPercent = _fields.Exact(map, "hba1c_percent")
            ?? (_fields.Exact(map, "hba1c_mmol_mol") is { } ifcc ? (ifcc * IfccSlope) + IfccOffset : null),
        StaphylococcusScreenOn = _fields.Date(map, "staphylococcus_screen_on"),
        IsStaphylococcusPositive = _fields.Text(map, "staphylococcus_screen") is { } result ? result == "positive" : null,
        IsDecolonised = _fields.Flag(map, "decolonised"),
    };

    private Team ReadTeam(DocumentNode.Mapping? map) => new()
    {
        HasAssessed = _fields.Flag(map, "assessed"),
        IsExperienced = _fields.Flag(map, "experienced"),
        HasOngoingSupport = _fields.Flag(map, "ongoing_support"),
        Decision = _fields.Text(map, "decision"),
        DecidedBy = _fields.Text(map, "decided_by"),
        Dissent = _fields.Text(map, "dissent"),
    };

    private Psychology ReadPsychology(DocumentNode.Mapping? map)
    {
        var factors = DocumentFields.Group(map, "factors");
        return new Psychology
        {
            WasEvaluated = _fields.Date(map, "evaluated_on") is not null ? true : _fields.Flag(map, "evaluated"),
            HasActivePsychosis = _fields.Flag(map, "active_psychosis"),
            HasDelirium = _fields.Flag(map, "delirium"),
            HasSuicidalIdeation = _fields.Flag(map, "suicidal_ideation"),
            SubstanceUse = _fields.Text(map, "substance_use"),
            Cognition = _fields.Text(map, "cognition"),
            HasCapacity = _fields.Flag(map, "capacity"),
            Somatisation = _fields.Text(map, "somatisation"),
            Factors = (factors?.Entries ?? []).Where(entry => _fields.Text(factors, entry.Key) is not null)
                .ToDictionary(entry => entry.Key, entry => _fields.Text(factors, entry.Key)!),
        };
    }

    private Health ReadHealth(DocumentNode.Mapping? map) => new()
    {
        Infection = _fields.Text(map, "infection"),
        HadInfectionInYear = _fields.Flag(map, "infection_in_12_months"),
        HasPeripheralVascularDisease = _fields.Flag(map, "peripheral_vascular_disease"),
        Smoking = _fields.Text(map, "smoking"),
        SmokingStoppedOn = _fields.Date(map, "smoking_stopped_on"),
        IsPregnant = _fields.Flag(map, "pregnant"),
        PoweredImplants = _fields.Words(map, "powered_implants"),
        IsMriForeseen = _fields.Flag(map, "mri_foreseen"),
        IsDiathermyForeseen = _fields.Flag(map, "diathermy_foreseen"),
        LifeExpectancyYears = _fields.Exact(map, "life_expectancy_years"),
        HasActiveMalignancy = _fields.Flag(map, "active_malignancy"),
        IsLeastCostlyConsidered = _fields.Flag(map, "least_costly_considered"),
        AssessmentAdapted = _fields.Text(map, "assessment_adapted"),
    };

    private Questionnaire? ReadQuestionnaire(DocumentNode.Mapping map, PatientCheck check)
    {
        if (_fields.Text(map, "instrument") is not { } key || _fields.Date(map, "on") is not { } on)
            return null;
        var instrument = Instrument.Of(key);
        var answers = new InstrumentAnswers(PatientFields.Answers(map, "items"))
        {
            Score = _fields.Exact(map, "score"),
            IsRadiating = _fields.Flag(map, "radiating"),
            ValueSet = _fields.Text(map, "value_set"),
            Pattern = _fields.Text(map, "pattern") switch
            {
                "steady-slight" => PainPattern.SteadySlight,
                "steady-attacks" => PainPattern.SteadyAttacks,
                "attacks-free" => PainPattern.AttacksFree,
                "attacks-pain" => PainPattern.AttacksPain,
                _ => null,
            },
        };
        return check.Accepts(map, instrument, answers) ? new Questionnaire(instrument, on, _fields.Text(map, "visit"), answers) : null;
    }

    private DiaryEntry? ReadEntry(DocumentNode.Mapping map) =>
        _fields.Date(map, "on") is { } on && _fields.Exact(map, "nrs") is { } nrs
            ? new DiaryEntry(on, nrs, _fields.Exact(map, "stimulation_percent"), _fields.Exact(map, "sleep_h"),
                _fields.Text(map, "activity"))
            : null;
}
