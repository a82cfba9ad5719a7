using Epidura.Planning.Cases;
using Epidura.Planning.Recruitment;
using Epidura.Quantities;
using Epidura.Stimulation.Programs;

namespace Epidura.Planning.Steps;

/// <summary>Writes one program down.</summary>
internal sealed class ProgramAssembly(Case @case, PlanStudy study, StudyFindings found, int index)
{
    private const int CurvePoints = 80;
    private const double SliceSpacing = 0.5e-3;

    private readonly DecidedProgram _program = found.Best[index];
    private readonly IReadOnlyList<VariantOutcome> _variants = found.Variants[index];

    public PlannedProgram Result()
    {
        var candidate = _program.Candidate;
        var verdict = candidate.Judgement;
        var gate = study.Gate(found.Model, _program.Pulse);
        var area = gate.Area(candidate.Pattern, candidate.WidthMicrosecond, verdict.Amplitude);
        var criteria = study.Objective.Criteria;
        var segments = _program.Recruitment.Segments(verdict.Amplitude, criteria, study.Objective.TargetCells);
        var areas = Areas(segments);
        var safety = gate.Figures(area, (_variants.Min(v => v.Impedance), _variants.Max(v => v.Impedance)));
        var name = _program.GivenName ?? FormattableString.Invariant($"{candidate.Pattern.Kind} {candidate.Label}");
        return new PlannedProgram(
            index + 1, new StimulationProgram(name, [area]),
            _program.GivenName is null ? candidate.Pattern.Kind : $"{candidate.Pattern.Kind}, given in the case",
            verdict.Score,
            Over(v => v.Perception), verdict.PerceivedBy, Over(v => v.Discomfort), verdict.DiscomfortBy,
            Over(v => v.Discomfort / v.Perception), verdict.Amplitude, Over(v => v.Coverage), Over(v => v.Unwanted),
            areas, segments, safety, gate.Batteries(area),
            new WhySentence(study, found, index).Text(areas, safety),
            _program.Recruitment.Curves(Amplitudes()),
            CableRecruitment.Describe(found.Model.Population.Sites, _program.Cables, _program.Outcome),
            Slices(verdict.Amplitude), Rows(), double.IsFinite(_program.PredictorError) ? _program.PredictorError : 0);
    }

    /// <summary>Base value with the range over the variants; what a variant cannot define is left out of the range.</summary>
    private Interval Over(Func<Search.Judgement, double> value) => Interval.Over(
        value(_program.Candidate.Judgement), _variants.Select(v => value(v.Candidate.Judgement)).Where(v => !double.IsNaN(v)));

    private List<AreaCoverage> Areas(IReadOnlyList<SegmentRecruitment> segments)
    {
        var total = @case.Pain.Sum(a => a.Weight);
        var covered = study.IsSubPerception
            ? []
            : segments.Where(s => s.IsCovered).Select(s => new Cell(s.Segment, s.Side)).ToHashSet();
        return [.. @case.Pain.Select(a => new AreaCoverage(
            a.Region, PlanAssembly.TitleOf(a), a.Side, a.Weight / total,
            StudyTables.Targets(a).Where(t => covered.Contains(new Cell(t.Segment, t.Side))).Sum(t => t.Weight)))];
    }

    private double[] Amplitudes()
    {
        var verdict = _program.Candidate.Judgement;
        var top = double.IsFinite(verdict.Discomfort) ? 1.6 * verdict.Discomfort : study.Objective.AmplitudeMax;
        top = Math.Min(top, study.ThresholdOptions.AmplitudeMax);
        return [.. Enumerable.Range(0, CurvePoints + 1).Select(i => top * i / CurvePoints)];
    }

    private List<VariantRow> Rows() =>
        [.. _variants.Select(v => new VariantRow(
            v.Variant, v.Candidate.Judgement.Perception, v.Candidate.Judgement.Discomfort,
            double.IsNaN(v.Candidate.Judgement.Amplitude) ? double.PositiveInfinity : v.Candidate.Judgement.Amplitude,
            v.Candidate.Judgement.Coverage, v.Candidate.Judgement.Unwanted, v.CoverageAtBase, v.Impedance))];

    /// <summary>Potential across the cord at the first cathode's height and along it through the first cathode.</summary>
    private List<FieldSlice> Slices(double amplitude)
    {
        var body = found.Model.Body;
        var region = found.Model.Region;
        var cathode = _program.Candidate.Pattern.Contacts.Where(c => !c.Contact.IsCase).MinBy(c => c.PerMille).Contact;
        var at = body.Centres[body.Contacts.IndexOf(cathode)];
        var (low, high) = study.Window(body, _program.Candidate.Pattern);
        var x = Axis(region.XMin, region.XMax);
        var y = Axis(region.YMin, region.YMax);
        var z = Axis(Math.Max(low, region.ZMin), Math.Min(high, region.ZMax));
        return
        [
            new FieldSlice(SlicePlane.Axial, at.Z, x, y, Sample(x, y, (h, v) => new Position(h, v, at.Z), amplitude)),
            new FieldSlice(SlicePlane.Sagittal, at.X, z, y, Sample(z, y, (h, v) => new Position(at.X, v, h), amplitude)),
        ];
    }

    /// <summary>Coordinates at an even spacing, kept off the border of the stored field.</summary>
    private static double[] Axis(double from, double to)
    {
        var count = Math.Max(2, (int)((to - from) / SliceSpacing) - 1);
        var start = ((from + to) / 2) - ((count - 1) * SliceSpacing / 2);
        return [.. Enumerable.Range(0, count).Select(i => start + (i * SliceSpacing))];
    }

    private double[,] Sample(double[] horizontal, double[] vertical, Func<double, double, Position> point, double amplitude)
    {
        var fractions = found.Model.Fields.Fractions(_program.Candidate.Pattern.Contacts);
        var volts = new double[vertical.Length, horizontal.Length];
        var row = new double[fractions.Length * horizontal.Length];
        for (var v = 0; v < vertical.Length; v++)
        {
            found.Model.Fields.Sample([.. horizontal.Select(h => point(h, vertical[v]))], row);
            for (var h = 0; h < horizontal.Length; h++)
            {
                double sum = 0;
                for (var k = 0; k < fractions.Length; k++)
                    sum += fractions[k] * row[(k * horizontal.Length) + h];
                volts[v, h] = amplitude * sum;
            }
        }

        return volts;
    }
}
