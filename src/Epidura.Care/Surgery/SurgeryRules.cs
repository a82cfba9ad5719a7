using Epidura.Care.Patients;
using Epidura.Care.Rules;
using Epidura.Care.Tables;

namespace Epidura.Care.Surgery;

/// <summary>Rules M00 to M10: emergencies, and which operation suits a surgical opinion. <em>Met</em> means suitable for M01 to
/// M05.</summary>
internal static partial class SurgeryRules
{
    public static IEnumerable<KeyValuePair<string, Func<Trail, Outcome>>> All =>
    [
        new("M00", NoEmergency), new("M01", Microdiscectomy), new("M02", EarlyDiscectomy), new("M03", Decompression),
            new("M04", Foraminotomy),
        new("M05", Fusion), new("M06", NoInstability), new("M07", NoInvestigationalProcedure), new("M08", StimulationBeforeReoperation),
        new("M09", SymptomsAgreeWithImages), new("M10", NoMyelopathy),
    ];

    private static Outcome NoEmergency(Trail trail)
    {
        var found = trail.Patient.Neurology;
        (string Name, bool? Value)[] signs =
        [
            ("urinary_retention", found.HasUrinaryRetention), ("incontinence", found.HasIncontinence),
            ("saddle_anaesthesia", found.HasSaddleAnaesthesia), ("bilateral_deficit", found.HasBilateralDeficit),
            ("progressive_motor_loss", found.HasProgressiveMotorLoss), ("cord_compression", found.HasCordCompression),
            ("suspected_infection", found.HasSuspectedInfection), ("suspected_tumour", found.HasSuspectedTumour),
            ("suspected_fracture", found.HasSuspectedFracture),
        ];
        foreach (var (name, value) in signs)
            trail.Need($"neurology.{name}", value);
        var present = signs.Where(sign => sign.Value is true).Select(sign => sign.Name.Replace('_', ' ')).ToList();
        if (present.Count > 0)
            return Outcome.Fails(string.Join(", ", present));
        return trail.Missing.Count > 0 ? Outcome.Missing("not every sign of an emergency was looked for")
            : Outcome.Met("no sign of an emergency");
    }

    private static Outcome Microdiscectomy(Trail trail)
    {
        var pain = trail.Patient.Pain;
        if (trail.See("pain.radicular", pain.IsRadicular) is false)
            return Outcome.NotApplicable("the pain does not follow a root");
        if (Findings(trail) is not { } findings)
            return Outcome.Missing("no image");
        var discs = findings.Where(finding => finding.Kind == "herniation").ToList();
        if (discs.Count == 0)
            return Outcome.NotApplicable("no herniation on the images");
        if (trail.Of("M00").Answer == RuleAnswer.Block)
            return Outcome.NotApplicable("an emergency takes another road (M02)");
        if (trail.Need("pain.radicular", pain.IsRadicular) is null || Roots(trail) is not { } roots)
            return Outcome.Missing("the roots of the symptoms are not known");
        var disc = discs.Find(finding => Concordance.Agrees(finding, roots));
        if (disc is null)
            return Outcome.NotApplicable("the herniation does not match side and root of the symptoms");
        switch (trail.Need("pain.limits_daily_life", pain.LimitsDailyLife))
        {
            case null:
                return Outcome.Missing("not known whether daily life is limited");
            case false:
                return Outcome.NotApplicable("daily life is not limited");
        }

        if (trail.Need("treatments", trail.Patient.Treatments) is not { } treatments)
            return Outcome.Missing("nobody wrote what was tried");
        var since = trail.Patient.EvaluatedOn.AddMonths(-trail.WholeLimit("months"));
        var recent = treatments.Where(item => item.Until is null || item.Until >= since).ToList();
        return HasConservativeCare(recent, trail.Limit("weeks"), trail.WholeLimit("categories"))
            ? Outcome.Met($"herniation at {disc.Level} matches, conservative care was long enough")
            : Outcome.NotApplicable("conservative care was not yet long or broad enough");
    }

    private static Outcome EarlyDiscectomy(Trail trail)
    {
        if (Findings(trail) is not { } findings)
            return Outcome.Missing("no image");
        var discs = findings.Where(finding => finding.Kind == "herniation").ToList();
        if (discs.Count == 0)
            return Outcome.NotApplicable("no herniation on the images");
        var found = trail.Patient.Neurology;
        if (trail.See("neurology.urinary_retention", found.HasUrinaryRetention) is true
            || trail.See("neurology.incontinence", found.HasIncontinence) is true
            || trail.See("neurology.saddle_anaesthesia", found.HasSaddleAnaesthesia) is true)
            return Outcome.Met("herniation with signs of the cauda equina");
        if (trail.Need("neurology.motor", found.Motor) is not { } motor)
            return Outcome.Missing("strength was not examined");
        var acute = motor.Where(muscle => IsSevere(trail, muscle)
            && discs.Exists(disc => Concordance.Agrees(disc, [new RootSide(muscle.Root, muscle.Side)]))).ToList();
        if (acute.Count == 0)
            return Outcome.NotApplicable("no severe weakness at the root of a herniation");
        if (acute.Exists(muscle => muscle.SinceDays <= trail.Limit("days")))
            return Outcome.Met("acute severe weakness at the root of a herniation");
        if (acute.TrueForAll(muscle => muscle.SinceDays is not null))
            return Outcome.NotApplicable("the weakness is not acute");
        trail.Lack("neurology.motor.since_days");
        return Outcome.Missing("not known since when the muscle is weak");
    }

    /// <summary>L5 and S1: 0 to 2; L3 and L4: 0 to 3.</summary>
    private static bool IsSevere(Trail trail, Weakness muscle) => muscle.Root switch
    {
        "L5" or "S1" => muscle.Strength <= trail.Limit("strength_low"),
        "L3" or "L4" => muscle.Strength <= trail.Limit("strength_high"),
        _ => false,
    };

    private static Outcome Decompression(Trail trail)
    {
        var pain = trail.Patient.Pain;
        var radicular = trail.See("pain.radicular", pain.IsRadicular);
        var claudication = trail.See("pain.claudication", pain.HasClaudication);
        if (radicular is false && claudication is false)
            return Outcome.NotApplicable("neither claudication nor pain along a root");
        if (Findings(trail) is not { } findings)
            return Outcome.Missing("no image");
        var narrow = findings.Where(finding => finding.Kind.EndsWith("-stenosis", StringComparison.Ordinal)).ToList();
        if (narrow.Count == 0)
            return Outcome.NotApplicable("nothing is narrow on the images");
        var agrees = (claudication is true && narrow.Exists(finding => finding.Kind == "central-stenosis"))
            || (radicular is true && narrow.Exists(finding => Concordance.Agrees(finding, pain.Roots)));
        if (!agrees)
        {
            if (radicular is true && pain.Roots.Count == 0)
                trail.Lack("pain.roots");
            trail.Need("pain.radicular", radicular);
            trail.Need("pain.claudication", claudication);
            return trail.Missing.Count > 0
                ? Outcome.Missing("the symptoms are not fully known")
                : Outcome.NotApplicable("what is narrow does not match the symptoms");
        }

        return AfterCare(trail, "a narrow canal that matches, conservative care was long enough");
    }

    private static Outcome Foraminotomy(Trail trail)
    {
        var pain = trail.Patient.Pain;
        if (trail.See("pain.radicular", pain.IsRadicular) is false)
            return Outcome.NotApplicable("the pain does not follow a root");
        if (Findings(trail) is not { } findings)
            return Outcome.Missing("no image");
        var narrow = findings.Where(finding => finding.Kind == "foraminal-stenosis").ToList();
        if (narrow.Count == 0)
            return Outcome.NotApplicable("no narrow foramen on the images");
        if (trail.Need("pain.radicular", pain.IsRadicular) is null || Roots(trail) is not { } roots)
            return Outcome.Missing("the roots of the symptoms are not known");
        if (roots.Select(root => root.Side).Distinct().Count() > 1 || roots.Any(root => root.Side == "both"))
            return Outcome.NotApplicable("the pain is on both sides");
        if (!narrow.Exists(finding => Concordance.Agrees(finding, roots)))
            return Outcome.NotApplicable("the foramen does not match side and root of the symptoms");
        return trail.Of("M06").Answer switch
        {
            RuleAnswer.Warn => Outcome.NotApplicable("the segment is unstable"),
            RuleAnswer.Missing => LackMovement(trail),
            _ => AfterCare(trail, "a narrow foramen that matches, stable, conservative care was long enough"),
        };
    }

    private static Outcome LackMovement(Trail trail)
    {
        trail.Lack("imaging.findings.translation_mm and angulation_deg");
        return Outcome.Missing("not known whether the segment is stable");
    }

    private static Outcome Fusion(Trail trail)
    {
        if (Findings(trail) is not { } findings)
            return Outcome.Missing("no image");
        var slips = findings.Where(finding => finding.Kind == "spondylolisthesis").ToList();
        var isNarrow = findings.Any(finding =>
            finding.Kind == "scoliosis" || finding.Kind.EndsWith("-stenosis", StringComparison.Ordinal));
        var stability = trail.Of("M06").Answer;
        var hasGrade = slips.Exists(finding => finding.Grade >= 1) && isNarrow;
        if (stability != RuleAnswer.Warn && !hasGrade)
        {
            return stability == RuleAnswer.Missing && slips.Count > 0
                ? LackMovement(trail)
                : Outcome.NotApplicable("neither unstable nor a slip with stenosis or scoliosis; a worn disc alone is no reason");
        }

        var pain = trail.Patient.Pain;
        var nrs = trail.See("pain.average_nrs", pain.AverageNrs) ?? trail.See("pain.average_vas_mm", pain.AverageVasMillimetre) / 10;
        if (nrs is null)
        {
            trail.Lack("pain.average_nrs or average_vas_mm");
            return Outcome.Missing("severity is not known");
        }

        if (nrs <= trail.Limit("nrs"))
            return Outcome.NotApplicable($"the pain is {nrs.Value.ToText(1)} of 10");
        if (!IsConcordant(pain, findings))
            return Outcome.NotApplicable("the symptoms do not match the level");
        if (trail.Need("treatments", trail.Patient.Treatments) is not { } treatments)
            return Outcome.Missing("nobody wrote what was tried");
        return treatments.Any(item => item.Key == "physiotherapy" && item.Result != "helped" && item.Weeks >= trail.Limit("weeks"))
            ? Outcome.Met("unstable or slipped with stenosis, physiotherapy did not help, concordant")
            : Outcome.NotApplicable("not after six weeks of active physiotherapy");
    }

    /// <summary>Back pain at an unstable level, or a root of the symptoms that passes or leaves there.</summary>
    private static bool IsConcordant(PainHistory pain, IReadOnlyList<ImageFinding> findings) => pain.Predominant == "back"
        || findings.Where(finding => finding.Kind == "spondylolisthesis" || Concordance.IsCompressive(finding)).Any(finding =>
        {
            var row = CareTable.Of("levels").Find("level", finding.Level)!;
            return pain.Roots.Any(root => (root.Root == row.Text("traversing") || root.Root == row.Text("exiting"))
                && Concordance.SidesMeet(finding.Side, root.Side));
        });
}
