using Epidura.Care.Patients;
using Epidura.Care.Rules;
using Epidura.Care.Tables;

namespace Epidura.Care.Surgery;

/// <summary>Rules M06 to M10, and what several rules read.</summary>
internal static partial class SurgeryRules
{
    private static readonly string[] Operations = ["discectomy", "decompression", "fusion"];
    private static readonly string[] Investigational = ["percutaneous-laser", "nucleoplasty"];
    private static readonly string[] CervicalIndications = ["neck-arm", "neck"];

    private static Outcome NoInstability(Trail trail)
    {
        if (Findings(trail) is not { } findings)
            return Outcome.Missing("no image");
        var measured = findings.Where(finding =>
            finding.TranslationMillimetre is not null || finding.AngulationDegree is not null).ToList();
        foreach (var finding in measured)
        {
            trail.See($"translation at {finding.Level}, mm", finding.TranslationMillimetre);
            trail.See($"angulation at {finding.Level}, degrees", finding.AngulationDegree);
        }

        var moving = measured.Find(finding =>
            finding.TranslationMillimetre > trail.Limit("translation") || finding.AngulationDegree > trail.Limit("angulation"));
        if (moving is not null)
            return Outcome.Fails($"{moving.Level} moves more than the default limits; surgeons do not agree on the limit");
        if (measured.Count > 0)
            return Outcome.Met("within the default limits; surgeons do not agree on the limit");
        if (findings.All(finding => finding.Kind != "spondylolisthesis"))
            return Outcome.NotApplicable("no slip on the images");
        trail.Lack("imaging.findings.translation_mm or angulation_deg");
        return Outcome.Missing("a slip without views in flexion and extension");
    }

    private static Outcome NoInvestigationalProcedure(Trail trail)
    {
        var proposed = trail.Patient.Plan.Considered.Where(Investigational.Contains).ToList();
        return proposed.Count == 0
            ? Outcome.NotApplicable("none proposed")
            : Outcome.Fails($"investigational for many payers: {string.Join(", ", proposed)}");
    }

    private static Outcome StimulationBeforeReoperation(Trail trail)
    {
        if (trail.Need("treatments", trail.Patient.Treatments) is not { } treatments)
            return Outcome.Missing("not known whether there was an operation");
        if (!treatments.Any(item => Operations.Contains(item.Key)))
            return Outcome.NotApplicable("no earlier operation");
        var pain = trail.Patient.Pain;
        if (trail.See("pain.radicular", pain.IsRadicular) is not true && trail.See("pain.predominant", pain.Predominant) is not "leg")
            return Outcome.NotApplicable("no leg pain");
        if (trail.Of("C04").Answer != RuleAnswer.Met)
            return Outcome.NotApplicable("a neuropathic component is not shown");
        if (Findings(trail) is not { } findings)
            return Outcome.Missing("no image");
        return findings.Any(finding => Concordance.IsCompressive(finding) && Concordance.Agrees(finding, pain.Roots))
            ? Outcome.NotApplicable("something new presses where the pain comes from")
            : Outcome.Fails("after surgery, neuropathic leg pain, nothing new presses: half of the pain gone in 39 % with stimulation, "
                + "12 % with another operation");
    }

    private static Outcome SymptomsAgreeWithImages(Trail trail)
    {
        var radicular = trail.See("pain.radicular", trail.Patient.Pain.IsRadicular);
        if (radicular is false)
            return Outcome.NotApplicable("the pain does not follow a root");
        if (Findings(trail) is not { } findings)
            return Outcome.Missing("no image");
        var pressing = findings.Where(Concordance.IsCompressive).ToList();
        if (pressing.Count == 0)
            return Outcome.NotApplicable("nothing presses on the images");
        if (trail.Need("pain.radicular", radicular) is null || Roots(trail) is not { } roots)
            return Outcome.Missing("the roots of the symptoms are not known");
        return pressing.Exists(finding => Concordance.Agrees(finding, roots))
            ? Outcome.Met("a finding matches side and root")
            : Outcome.Fails("no finding matches side and root of the symptoms: no operation is suitable");
    }

    private static Outcome NoMyelopathy(Trail trail)
    {
        var patient = trail.Patient;
        var signs = trail.See("neurology.myelopathy_signs", patient.Neurology.MyelopathySigns);
        if (signs is { Count: > 0 })
            return Outcome.Fails($"signs of the cord: {string.Join(", ", signs)}");
        var predominant = trail.See("pain.predominant", patient.Pain.Predominant);
        var region = trail.See("plan.region", patient.Plan.Region);
        var isCervical = predominant is "neck" or "arm" || region == "cervical" || CervicalIndications.Any(patient.Has);
        if (!isCervical && predominant is not null && region is not null)
            return Outcome.NotApplicable("not of the neck");
        return trail.Need("neurology.myelopathy_signs", signs) is null
            ? Outcome.Missing("signs of the cord were not looked for")
            : Outcome.Met("no sign of the cord");
    }

    /// <summary>Findings of all images; null, and written down as missing, when no image is given.</summary>
    private static IReadOnlyList<ImageFinding>? Findings(Trail trail)
    {
        if (trail.Need("imaging", trail.Patient.Imaging) is not { Count: > 0 } images)
        {
            trail.Lack("imaging");
            return null;
        }

        if (images.All(image => image.Findings is null))
        {
            trail.Lack("imaging.findings");
            return null;
        }

        return [.. images.SelectMany(image => image.Findings ?? [])];
    }

    private static IReadOnlyList<RootSide>? Roots(Trail trail)
    {
        var roots = trail.Patient.Pain.Roots;
        return trail.Need("pain.roots", roots.Count > 0 ? string.Join(", ", roots.Select(root => $"{root.Root} {root.Side}"))
            : null) is null
            ? null
            : roots;
    }

    private static Outcome AfterCare(Trail trail, string reason)
    {
        if (trail.Need("treatments", trail.Patient.Treatments) is not { } treatments)
            return Outcome.Missing("nobody wrote what was tried");
        return HasConservativeCare(treatments, trail.Limit("weeks"), 1)
            ? Outcome.Met(reason)
            : Outcome.NotApplicable("conservative care was not yet long enough");
    }

    /// <summary>One treatment that did not help for long enough, and enough kinds of treatment altogether.</summary>
    private static bool HasConservativeCare(IReadOnlyList<Treatment> treatments, Ratio weeks, int categories)
    {
        var care = treatments.Where(item => item.Result != "helped")
            .Select(item => (item.Weeks, Category: CareTable.Of("treatments").Find("treatment", item.Key)!.Text("conservative")))
            .Where(item => item.Category.Length > 0).ToList();
        return care.Exists(item => item.Weeks >= weeks) && care.Select(item => item.Category).Distinct().Count() >= categories;
    }
}
