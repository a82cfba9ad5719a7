using Epidura.Documents;

namespace Epidura.Care.Patients;

/// <summary>Builds images, examination, trials and follow-up from a tree that the schema has seen.</summary>
internal sealed class FindingBuilder(PatientFields fields)
{
    public Image? ReadImage(DocumentNode.Mapping map) =>
        fields.Text(map, "kind") is { } kind && fields.Text(map, "region") is { } region
            ? new Image(kind, region, fields.Date(map, "on"), fields.Exact(map, "canal_mm"),
                PatientFields.Each(map, "findings", ReadFinding))
            : null;

    public Neurology ReadNeurology(DocumentNode.Mapping? map) => new()
    {
        HasUrinaryRetention = fields.Flag(map, "urinary_retention"),
        HasIncontinence = fields.Flag(map, "incontinence"),
        HasSaddleAnaesthesia = fields.Flag(map, "saddle_anaesthesia"),
        HasBilateralDeficit = fields.Flag(map, "bilateral_deficit"),
        HasProgressiveMotorLoss = fields.Flag(map, "progressive_motor_loss"),
        HasCordCompression = fields.Flag(map, "cord_compression"),
        HasSuspectedInfection = fields.Flag(map, "suspected_infection"),
        HasSuspectedTumour = fields.Flag(map, "suspected_tumour"),
        HasSuspectedFracture = fields.Flag(map, "suspected_fracture"),
        MyelopathySigns = fields.Words(map, "myelopathy_signs"),
        Motor = PatientFields.Each(map, "motor", item =>
            fields.Text(item, "root") is { } root && fields.Text(item, "side") is { } side && fields.Whole(item, "strength") is { } strength
                ? new Weakness(root, side, strength, fields.Exact(item, "since_days"))
                : null),
    };

    public TrialRecord? ReadTrial(DocumentNode.Mapping map)
    {
        if (fields.Date(map, "started_on") is not { } started)
            return null;
        var antibiotic = DocumentFields.Group(map, "antibiotic");
        return new TrialRecord(started)
        {
            EndedOn = fields.Date(map, "ended_on"),
            Region = fields.Text(map, "region"),
            Leads = fields.Whole(map, "leads"),
            Contacts = fields.Whole(map, "contacts"),
            MorphineBefore = fields.Exact(map, "mme_before_mg"),
            MorphineEnd = fields.Exact(map, "mme_end_mg"),
            Activity = fields.Text(map, "activity"),
            Outcome = fields.Text(map, "outcome"),
            ReliefPercent = fields.Exact(map, "relief_percent"),
            TeamDecision = fields.Text(map, "team_decision"),
            FailureReason = fields.Text(map, "failure_reason"),
            Checks = fields.Dates(map, "checks"),
            Antibiotic = antibiotic is null
                ? null
                : new Antibiotic(
                    fields.Text(antibiotic, "drug"), fields.Instant(antibiotic, "given_at"), fields.Instant(antibiotic, "incision_at"),
                    fields.Instant(antibiotic, "stopped_at"), fields.Flag(antibiotic, "weight_based")),
        };
    }

    public FollowUpRecord? ReadFollowUp(DocumentNode.Mapping? map)
    {
        if (map is null)
            return null;
        var loss = DocumentFields.Group(map, "loss");
        return new FollowUpRecord
        {
            ImplantedOn = fields.Date(map, "implanted_on"),
            SurgeryEndAt = fields.Instant(map, "surgery_end_at"),
            Visits = PatientFields.Each(map, "visits", item =>
                fields.Date(item, "on") is { } on ? new Visit(on, fields.Exact(item, "relief_percent")) : null),
            Activities = PatientFields.Each(map, "activities", item =>
                fields.Date(item, "on") is { } on && fields.Text(item, "activity") is { } key
                    ? new ReportedActivity(on, key, fields.Exact(item, "load_kg"))
                    : null),
            Symptoms = PatientFields.Each(map, "symptoms", item =>
                fields.Instant(item, "at") is { } at && fields.Text(item, "symptom") is { } key
                    ? new Symptom(at, key, fields.Exact(item, "temperature_c"), fields.Text(item, "course"))
                    : null),
            HasLoss = loss is not null,
            LossOverHours = fields.Exact(loss, "over_hours"),
            LossImpedance = fields.Text(loss, "impedance"),
            AnalysesOn = fields.Dates(map, "analyses_on"),
        };
    }

    private ImageFinding? ReadFinding(DocumentNode.Mapping map) =>
        fields.Text(map, "finding") is { } kind && fields.Text(map, "level") is { } level
            ? new ImageFinding(
                kind, level, fields.Text(map, "side"), fields.Text(map, "position"), fields.Whole(map, "grade"),
                fields.Exact(map, "translation_mm"), fields.Exact(map, "angulation_deg"))
            : null;
}
