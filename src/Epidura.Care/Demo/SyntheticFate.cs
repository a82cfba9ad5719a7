namespace Epidura.Care.Demo;

/// <summary>What will happen to one synthetic patient; times in days after the implant.</summary>
/// <param name="Branch">trial, surgery, conservative or declined.</param>
/// <param name="Outcome">Outcome of the trial.</param>
/// <param name="ExplantDay">Day of the explant; beyond every record when there is none.</param>
/// <param name="ExplantReason">Why.</param>
/// <param name="InfectionDay">Day of an infection; null for none.</param>
/// <param name="RevisionDay">Day of a revision in the first two years; null for none.</param>
/// <param name="PocketPainDay">Day pain at the generator is reported; null for none.</param>
/// <param name="HaematomaDay">Day of a haematoma; null for none.</param>
/// <param name="DeficitDay">Day of a neurological deficit; null for none.</param>
/// <param name="PauseDay">Day of a pause; null for none.</param>
/// <param name="Response">In [0, 1): a responder at a time is who lies under the share of responders then.</param>
internal sealed record SyntheticFate(
    string Branch, string Outcome, int ExplantDay, string ExplantReason, int? InfectionDay, int? RevisionDay, int? PocketPainDay,
    int? HaematomaDay, int? DeficitDay, int? PauseDay, double Response)
{
    private const double DaysPerYear = 365.25;
    private const double YearsMax = 200;
    private const double SurgeryShare = 0.06;
    private const double ConservativeShare = 0.12;
    private const double DeclinedShare = 0.04;
    private const double PauseShare = 0.04;
    private const int RevisionDays = 730;
    private const int FirstExplantDay = 9;
    private const int BeyondRecord = 40_000;

    private static readonly (double Years, string Quantity)[] ResponderPoints =
        [(0.25, "responder-3-months"), (1, "responder-12-months"), (2, "responder-24-months"), (3, "responder-36-months")];

    private static readonly string[] OtherReasons = ["pain-at-site", "mri-needed", "no-longer-needed", "migration", "adverse-effect"];

    /// <summary>Share of responders among those followed, between the published points and level beyond them.</summary>
    public static double ResponderShare(double years)
    {
        var points = ResponderPoints.Select(point => (point.Years, Share: Priors.Mean(point.Quantity))).ToList();
        if (years <= points[0].Years)
            return points[0].Share;
        for (var i = 1; i < points.Count; i++)
        {
            if (years <= points[i].Years)
            {
                var part = (years - points[i - 1].Years) / (points[i].Years - points[i - 1].Years);
                return points[i - 1].Share + (part * (points[i].Share - points[i - 1].Share));
            }
        }

        return points[^1].Share;
    }

    public static SyntheticFate Draw(SyntheticDraws draws, string? target)
    {
        var lost = YearsAt(draws.Even(EvenDraw.LostRelief), years => Priors.Hazard("explant-lost-relief", years));
        var other = YearsAt(draws.Even(EvenDraw.OtherExplant), OtherHazard);
        var isLost = lost < other;
        var explant = Math.Max(FirstExplantDay, (int)Math.Ceiling(Math.Min(lost, other) * DaysPerYear));
        var isInfected = !isLost && other < 1 && draws.Even(EvenDraw.InfectionAmongExplants) < InfectionShareOfOther();
        var infection = isInfected ? Math.Max(4, explant - draws.Whole(3, 20))
            : draws.Even(EvenDraw.InfectionTreated) < Priors.Mean("infection-12-months") * (1 - Priors.Mean("explant-given-infection"))
                ? draws.Whole(5, 360) : (int?)null;
        int? When(EvenDraw draw, string quantity, int first, int last)
        {
            var day = draws.Whole(first, last);
            return draws.Even(draw) < Priors.Mean(quantity) ? day : null;
        }

        var branch = draws.Even(EvenDraw.Branch);
        var fate = new SyntheticFate(
            branch < SurgeryShare ? "surgery" : branch < SurgeryShare + ConservativeShare ? "conservative"
                : branch < SurgeryShare + ConservativeShare + DeclinedShare ? "declined" : "trial",
            TrialOutcome(draws.Even(EvenDraw.Trial)), explant,
            isLost ? "lost-relief" : isInfected ? "infection" : draws.Pick(OtherReasons), infection,
            draws.Even(EvenDraw.Revision) < Priors.Mean("revision-24-months")
                ? 20 + (int)(draws.Even(EvenDraw.RevisionTime) * (RevisionDays - 25)) : null,
            When(EvenDraw.PocketPain, "pocket-pain", 20, 300), When(EvenDraw.Haematoma, "haematoma", 1, 3),
            When(EvenDraw.Deficit, "neurological-deficit", 1, 60), draws.Happens(PauseShare) ? draws.Whole(200, 700) : null,
            draws.Even(EvenDraw.Response));
        return target is null ? fate : fate.Towards(target);
    }

    /// <summary>The same patient, led into a state that is to be shown.</summary>
    private SyntheticFate Towards(string target) => target switch
    {
        "surgery-planned" or "rehabilitation" => this with { Branch = "surgery" },
        "conservative" or "closed" => this with { Branch = "conservative" },
        "salvage" or "explanted" => Shown with { ExplantDay = 500, ExplantReason = "lost-relief" },
        "revision" => Shown with { RevisionDay = 150 },
        "paused" => Shown with { PauseDay = 260 },
        _ => Shown,
    };

    private SyntheticFate Shown => this with
    {
        Branch = "trial",
        Outcome = "success",
        ExplantDay = BeyondRecord,
        ExplantReason = "no-longer-needed",
        InfectionDay = null,
        RevisionDay = null,
        PauseDay = null,
    };

    private static string TrialOutcome(double even)
    {
        var positive = Priors.Mean("trial-positive");
        var rest = (even - positive) / (1 - positive);
        return even < positive ? "success" : rest < 0.25 ? "equivocal" : rest < 0.9 ? "fail" : "complication";
    }

    /// <summary>Hazard of an explant that is not for lost relief: the difference of the two published curves.</summary>
    private static double OtherHazard(double years) =>
        Math.Max(0, Priors.Hazard("explant-any", years) - Priors.Hazard("explant-lost-relief", years));

    /// <summary>Among other explants of the first year, the share that an infection explains.</summary>
    private static double InfectionShareOfOther() =>
        Priors.Mean("infection-12-months") * Priors.Mean("explant-given-infection") / (1 - Math.Exp(-OtherHazard(1)));

    private static double YearsAt(double even, Func<double, double> hazard)
    {
        var wanted = -Math.Log(1 - even);
        var (low, high) = (0.0, YearsMax);
        for (var i = 0; i < 60; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = hazard(middle) < wanted ? (middle, high) : (low, middle);
        }

        return high;
    }
}
