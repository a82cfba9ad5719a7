using Epidura.Anatomy;
using Epidura.Anatomy.Levels;
using Epidura.Anatomy.Placement;
using Epidura.Planning.Recruitment;
using Epidura.Quantities;
using Epidura.Stimulation.Leads;
using Epidura.Stimulation.Programs;

namespace Epidura.Planning.Tests.Reports;

/// <summary>
/// A plan built by hand for tests of the report: real spine, leads and placement, point sources in place of the field and a simple
/// formula in place of the cable. The numbers are plausible, not physics.
/// </summary>
internal static class SamplePlan
{
    private const double Conductivity = 0.35;
    private static readonly double[] Amplitudes = [.. Enumerable.Range(1, 60).Select(i => i * 0.2e-3)];

    public static PlanResult Create(
        string title = "Failed back, low back and both legs", string model = "octrode-3-4", bool twoLeads = true)
    {
        var spine = Spine.Create(AnatomyDescription.Template);
        LeadCatalogue.TryGet(model, out var lead);
        var tips = twoLeads ? new[] { ("left", -1.5e-3, 0.1), ("right", 1.6e-3, 0.3) } : [("mid", 0.0, 0.2)];
        PlacedLead[] leads =
        [
            .. tips.Select(tip => LeadPlacer.Place(spine, new LeadPlacement(
                tip.Item1, lead!, VertebralLevel.T8, tip.Item3, tip.Item2, 0, null, 0.3e-3)).Lead!),
        ];
        var programs = Programs(leads).Select((item, i) => Planned(spine, leads, item.Program, item.Kind, i + 1)).ToArray();
        return new PlanResult(
            new PlannedCase(
                title, "failed-back.yaml", "schema: epidura-case/1\ntitle: failed back\n",
                    [new("Age", "58 years"), new("Diagnosis", "failed back surgery")],
                Pain(), "reference-rechargeable", "tonic", 50, 10e-3, 1, 0.4, 0.1),
            new Provenance("0.1.0", "epidura-plan/1", 1, "Standard", "MRG double cable", 5e-6, 0.005,
                [new("segments.csv", "0a1b2c3d4e5f60718293a4b5c6d7e8f9")]),
            new PlannedAnatomy(spine, Centre(leads), Levels(spine), Segments(spine), [.. spine.Assumptions.Take(25)
                .Select(item => new AssumptionNote(item.Name, item.Value, item.Unit, item.Source, item.IsAssumption))]),
            leads,
            Field(leads),
            new PopulationSummary(1648, 31_000, 5200, 1110, 420, 260, 14_280, 6.5, 240, 0.004, 0.021, 64, 60e-3,
            [
                new("Perception", "8 dorsal-column fibres of 7 µm or more of one target segment, or 5 dorsal-root fibres"),
                new("Discomfort", "32 dorsal-column fibres of one segment, or 20 dorsal-root fibres of one root"),
                new("Coverage", "8 dorsal-column fibres of a segment and side"),
            ]),
            programs,
            TradeOff(programs),
            [new StoppedProgram("left.4− left.5+ 60 µs", 0.83, "I-01", "Current of contact left.4: 13.20 mA, limit 12.70 mA.")],
            [
                new PlanWarning(WarningLevel.Caution, "field",
                    "On halving the grid the thresholds of the best program change by 2.4 %; the limit is 2 %."),
                new PlanWarning(WarningLevel.Note, "anatomy", "The cord of the template is centred; shifts of up to 2 mm are common."),
            ],
            [
                new SourceNote("Fibre model", "McIntyre, Richardson, Grill 2002, J Neurophysiol 87:995", false),
                new SourceNote("Diameters of the dorsal column", "Feirabend 2002, Brain 125:1137", false),
                new SourceNote("Laminae and ligament", "Project assumption, see docs/science", true),
            ]);
    }

    private static double Centre(PlacedLead[] leads) => leads.SelectMany(l => l.Model.Contacts.Select(c => l.ContactCentre(c.Number).Z))
        .Average();

    private static PlannedPain[] Pain()
    {
        static PlannedPain Area(string region, Side? side, double weight, double nrs)
        {
            BodyMap.TryGet(region, out var known);
            var sides = side is { } one ? new[] { one } : [Side.Left, Side.Right];
            return new PlannedPain(
                region, known!.Title, side, weight, nrs,
                [.. known.Targets.SelectMany(target => sides.Select(s =>
                    new PainTarget(target.Segment, s, target.Weight / sides.Length)))]);
        }

        return [Area("low_back", null, 2, 7), Area("leg", Side.Left, 1, 6)];
    }

    private static IEnumerable<(StimulationProgram Program, string Kind)> Programs(PlacedLead[] leads)
    {
        StimulationProgram Make(string name, double mA, int width, params (string Lead, int Number, int Share)[] contacts) => new(
            name, [new ProgramArea(
                [.. contacts.Select(c => new ContactFraction(new ContactId(c.Lead, c.Number), c.Share))], Current.FromMilliamperes(mA),
                    width, 20,
                Frequency.FromHertz(50), Therapy.Tonic, Recharge.Active)]);
        string a = leads[0].Id, b = leads[^1].Id;
        var last = Math.Min(5, leads[0].Model.Contacts.Count);
        yield return (Make("program 1", 4.2, 210, (a, 3, -620), (b, 3, -380), (a, last, 600), (b, last, 400)),
            "graded bipole over two leads");
        yield return (Make("program 2", 5.1, 210, (a, 3, -1000), (a, 2, 500), (a, 4, 500)), "guarded cathode");
        yield return (Make("program 3", 3.4, 300, (a, 3, -1000), ("", 0, 1000)), "monopole against the case");
    }

    private static double PotentialAt(PlacedLead[] leads, StimulationProgram program, Position at, double amplitude)
    {
        var sum = 0.0;
        foreach (var fraction in program.Areas[0].Contacts.Where(c => !c.Contact.IsCase))
        {
            var lead = leads.First(l => l.Id == fraction.Contact.Lead);
            var source = lead.ContactCentre(fraction.Contact.Number);
            sum += fraction.PerMille / 1000.0 * amplitude / (4 * Math.PI * Conductivity * Math.Max(at.DistanceTo(source), 0.7e-3));
        }

        return sum;
    }

    private static List<FibreThreshold> Fibres(Spine spine, PlacedLead[] leads, StimulationProgram program)
    {
        var z = Centre(leads);
        var section = spine.SectionAt(z);
        List<FibreThreshold> fibres = [];
        SpinalSegment[] lamination =
            [SpinalSegment.S3, SpinalSegment.S1, SpinalSegment.L5, SpinalSegment.L4, SpinalSegment.L3, SpinalSegment.L2,
                SpinalSegment.L1, SpinalSegment.T12, SpinalSegment.T11];
        for (var i = 0; i < 420; i++)
        {
            double u = (((i * 0.754878) % 1) * 2) - 1, depth = 0.1e-3 + (((i * 0.569840) % 1) * 1.6e-3), diameter = (
                7 + ((i * 0.1337 % 1) * 5)) * 1e-6;
            var x = section.Cord.CentreX + (u * 2.2e-3);
            var y = section.Cord.DorsalEdge(x) - depth;
            var height = z - 4e-3 + ((i % 9) * 1e-3);
            var pull = -PotentialAt(leads, program, new Position(x, y, z + 15e-3), 1) + PotentialAt(leads, program,
                new Position(x, y, z), 1);
            var threshold = 0.55e-3 * 9e-6 / diameter * Math.Exp(depth * 1.1e3) * 40 / Math.Max(Math.Abs(pull), 1e-9);
            fibres.Add(new FibreThreshold(
                FibreKind.DorsalColumn, lamination[(int)Math.Min(Math.Abs(u) * 9, 8)], u < 0 ? Side.Left : Side.Right, diameter,
                    new Position(x, y, z),
                threshold > 25e-3 ? double.PositiveInfinity : threshold, threshold > 25e-3 ? null : height));
        }

        foreach (var segment in new[] { SpinalSegment.T9, SpinalSegment.T10, SpinalSegment.T11 })
        {
            foreach (var side in new[] { Side.Left, Side.Right })
            {
                for (var k = 0; k < 20; k++)
                {
                    var x = section.Cord.CentreX + ((side == Side.Left ? -1 : 1) * 2.6e-3);
                    var height = spine.EntryHeight(segment) - ((k - 10) * 0.4e-3);
                    var threshold = (4.4e-3 + (Math.Abs(height - z) * 0.12)) * (1 + (0.02 * k));
                    fibres.Add(new FibreThreshold(
                        FibreKind.DorsalRoot, segment, side, 12e-6, new Position(x, section.Cord.DorsalEdge(x), height), threshold,
                            height));
                }
            }
        }

        return fibres;
    }

    private static PlannedProgram Planned(Spine spine, PlacedLead[] leads, StimulationProgram program, string kind, int rank)
    {
        var fibres = Fibres(spine, leads, program);
        var amplitude = program.Areas[0].Amplitude.Amperes;
        var curves = fibres.GroupBy(f => (f.Kind, f.Segment, f.Side)).OrderBy(g => g.Key)
            .Select(g => new RecruitmentCurve(g.Key.Kind, g.Key.Segment, g.Key.Side, g.Count(),
                [.. Amplitudes.Select(a => (double)g.Count(f => f.Threshold <= a))])).ToArray();
        var targets = Pain().SelectMany(area => area.Targets).Select(target => (target.Segment, target.Side)).ToHashSet();
        var segments = curves.GroupBy(c => (c.Segment, c.Side)).OrderBy(g => g.Key).Select(
            g => Recruited(fibres, g.Key, amplitude, targets)).ToArray();
        var covered = segments.Where(s => s.IsCovered).Select(s => (s.Segment, s.Side)).ToHashSet();
        AreaCoverage[] areas =
        [
            .. Pain().Select(area => new AreaCoverage(
                area.Region, area.Title, area.Side, area.Weight / 3, area.Targets.Where(t => covered.Contains((t.Segment, t.Side))).Sum(
                    t => t.Weight))),
        ];
        var coverage = areas.Sum(area => area.Weight * area.Covered);
        double perception = amplitude * 0.78, discomfort = amplitude * 1.22;
        var variants = Variants(perception, discomfort, amplitude, coverage);
        return new PlannedProgram(
            rank, program, kind, coverage - 0.1, Interval.Over(perception, variants.Select(v => v.PerceptionThreshold)),
                "dorsal column L2 left",
            Interval.Over(discomfort, variants.Select(v => v.DiscomfortThreshold)), "dorsal root T10 left", new Interval(
                1.56, 1.41, 1.71), amplitude,
            Interval.Over(coverage, variants.Select(v => v.Coverage)), new Interval(0.18, 0.12, 0.27), areas, segments,
            new ProgramSafety(0.88e-6 / rank, 0.071, -0.41, 610, 540, 720, 3.5, amplitude * 210e-6 * 50, rank == 2
                ? ["Shannon k 1.52 is above 1.50."] : []),
            [
                new BatteryNote("reference-primary", "Reference, primary cell", false, 145e-6, 3.4 - rank * 0.3, null,
                    "estimate, not labelling"),
                new BatteryNote("reference-rechargeable", "Reference, rechargeable", true, 160e-6, null, 48 - rank,
                    "estimate, not labelling"),
            ],
            WhyOf(amplitude, rank),
            new RecruitmentCurves(Amplitudes, curves), fibres, Slices(leads, program, amplitude), variants, 0.06);
    }

    private static string WhyOf(double amplitude, int rank) => FormattableString.Invariant(
        $"It reaches the low back on both sides at {amplitude * 1e3:0.0} mA, {22 - rank} % below discomfort, ")
        + "because the cathode lies over the medial dorsal columns.";

    private static SegmentRecruitment Recruited(
        List<FibreThreshold> fibres, (SpinalSegment Segment, Side Side) key, double amplitude, HashSet<(SpinalSegment, Side)> targets)
    {
        var fired = fibres.Where(f => f.Segment == key.Segment && f.Side == key.Side && f.Threshold <= amplitude).ToArray();
        var column = fired.Count(f => f.Kind == FibreKind.DorsalColumn);
        return new SegmentRecruitment(key.Segment, key.Side, column, fired.Length - column, column >= 8, targets.Contains(key));
    }

    private static VariantRow[] Variants(double perception, double discomfort, double amplitude, double coverage)
    {
        (string Name, double Factor, double Loss)[] rows =
        [
            ("base", 1, 0), ("dorsal CSF −1 SD", 0.76, 0.02), ("dorsal CSF +1 SD", 1.34, 0.11), ("cord 1 mm to the left", 1.05, 0.08),
            ("cord 1 mm to the right", 1.08, 0.13), ("conductivities lempka", 1.4, 0.03), ("scar 0.6 mm", 1.02, 0.0),
        ];
        return
        [
            .. rows.Select(row => new VariantRow(
                row.Name, perception * row.Factor, row.Factor > 1.39 ? double.PositiveInfinity : discomfort * row.Factor,
                    amplitude * row.Factor, Math.Max(coverage - row.Loss, 0), 0.18,
                Math.Max(coverage - (row.Loss * 2) - (Math.Abs(row.Factor - 1) * 0.6), 0), 610 * Math.Sqrt(row.Factor))),
        ];
    }

    private static FieldSlice[] Slices(PlacedLead[] leads, StimulationProgram program, double amplitude)
    {
        var z = leads[0].ContactCentre(3).Z;
        double[] across = [.. Enumerable.Range(-50, 101).Select(i => i * 0.3e-3)],
            along = [.. Enumerable.Range(-120, 241).Select(i => Centre(leads) + (i * 0.4e-3))];
        double[,] Grid(double[] horizontal, double[] vertical, Func<double, double, Position> at)
        {
            var volts = new double[vertical.Length, horizontal.Length];
            for (var row = 0; row < vertical.Length; row++)
                for (var column = 0; column < horizontal.Length; column++)
                    volts[row, column] = PotentialAt(leads, program, at(horizontal[column], vertical[row]), amplitude);
            return volts;
        }

        return
        [
            new FieldSlice(SlicePlane.Axial, z, across, across, Grid(across, across, (x, y) => new Position(x, y, z))),
            new FieldSlice(SlicePlane.Sagittal, 0, along, across, Grid(along, across, (h, y) => new Position(0, y, h))),
        ];
    }

    private static LevelMark[] Levels(Spine spine) =>
        [.. Enum.GetValues<VertebralLevel>().Where(level => level is >= VertebralLevel.T5 and <= VertebralLevel.L1)
            .Select(level => new LevelMark(level, spine.HeightOf(level, 0), spine.HeightOf(level, 1)))];

    private static SegmentMark[] Segments(Spine spine) =>
        [.. Enum.GetValues<SpinalSegment>().Where(segment => segment is >= SpinalSegment.T5 and <= SpinalSegment.L5)
            .Select(segment => (segment, span: spine.SegmentSpan(segment))).Select(
                item => new SegmentMark(item.segment, item.span.Top, item.span.Bottom))];

    private static FieldSummary Field(PlacedLead[] leads)
    {
        ContactId[] contacts = [.. leads.SelectMany(l => l.Model.Contacts.Select(c => new ContactId(l.Id, c.Number)))];
        var access = new double[contacts.Length, contacts.Length];
        for (var i = 0; i < contacts.Length; i++)
            for (var j = 0; j < contacts.Length; j++)
                access[i, j] = i == j ? 480 + (i * 7) : 120.0 / (1 + Math.Abs(i - j));
        return new FieldSummary(
            1_240_000, 0.25e-3, 21, 8.4e-9, contacts.Length * 7,
                "The outer boundary is held at zero volts; current to the case leaves through it.",
            [new("white matter", "0.083 across, 0.60 along"), new("CSF", "1.70"), new("dura", "0.030")], contacts, access,
            new HalvingCheck(
                "Standard", 2, 1_240_000, 210_000, 0.5e-3, 0.02,
                [new(1, 40, -0.011, 0.024, -0.012, -0.009), new(2, 38, -0.008, 0.017, -0.01, double.NaN)]));
    }

    private static TradeOff TradeOff(PlannedProgram[] programs)
    {
        var own = programs.Select(p => new TradeOffPoint(
            p.Kind, p.Program.Areas[0].Contacts, p.Program.Areas[0].PulseWidthMicrosecond, p.SuggestedAmplitude, p.Coverage.Value, 0.18
                + (p.Rank * 0.03),
            p.Safety.ChargePerSecond, p.Score, true, p.Rank));
        var others = Enumerable.Range(0, 24).Select(i => new TradeOffPoint(
            $"candidate {i}", [], 210, 4e-3, 0.2 + (i * 0.027), 0.02 + (i * 0.013), (12 + (i * 2.2)) * 1e-6, 0.3, i % 5 == 0, null));
        return new TradeOff(
            [.. own.Concat(others)], new ConvexBound(0.84, 0.79, 0.05, "No current pattern of these leads scores higher by the predictor."),
            new RandomComparison(1000, 1, 0.62, 0.79), 8200, 12);
    }
}
