using Epidura.Anatomy.Levels;
using Epidura.Planning.Recruitment;

namespace Epidura.Planning.Reports;

/// <summary>Recruited fibres against amplitude, one panel per side of the body, with perception, discomfort and the usage range.</summary>
public static class RecruitmentPicture
{
    private const double Top = 28;
    private const double Bottom = 284;
    private const int RootsMax = 3;
    private const int TargetsMax = 7;

    /// <summary>Draws the curves of one program.</summary>
    /// <param name="program">Gives curves and thresholds.</param>
    /// <param name="name">Prefix of ids.</param>
    public static string Draw(PlannedProgram program, string name = "recruitment")
    {
        ArgumentNullException.ThrowIfNull(program);
        var canvas = new SvgCanvas(name, Describe(program), 688, 346);
        var amplitudes = program.Curves.Amplitudes;
        var max = program.Curves.Curves.SelectMany(curve => curve.Counts).DefaultIfEmpty(1).Max();
        var last = Reach(program, amplitudes);
        var order = program.Curves.Curves.Select(curve => curve.Segment).Distinct().Order().ToList();
        for (var panel = 0; panel < 2; panel++)
        {
            var side = panel == 0 ? Side.Left : Side.Right;
            var left = 48 + (panel * 342);
            var frame = new PlotFrame(
                Axis.Linear(0, last * 1e3, left, left + 246, 6), Axis.Logarithmic(1, Math.Max(max, 10), Bottom, Top));
            DrawPanel(canvas, frame, program, side, order);
        }

        Legend(canvas);
        return canvas.ToString();
    }

    /// <summary>End of the axis: a little past discomfort, never past the last computed amplitude.</summary>
    private static double Reach(PlannedProgram program, double[] amplitudes)
    {
        var end = double.IsFinite(program.DiscomfortThreshold.Value) ? program.DiscomfortThreshold.Value : program.SuggestedAmplitude;
        return Math.Min(amplitudes.Length > 0 ? amplitudes[^1] : 1e-3, Math.Max(end, program.SuggestedAmplitude) * 1.35);
    }

    private static void DrawPanel(
        SvgCanvas canvas, PlotFrame frame, PlannedProgram program, Side side, List<SpinalSegment> order)
    {
        frame.Draw(canvas, "amplitude (mA)", "recruited fibres (number)", $"{(side == Side.Left ? "Left" : "Right")} side of the body");
        Thresholds(canvas, frame, program);
        var targets = program.Segments.Where(item => item.IsTarget && item.Side == side).Select(item => item.Segment).ToHashSet();
        var curves = program.Curves.Curves.Where(curve => curve.Side == side && curve.Counts.Any(count => count >= 1)).ToArray();
        canvas.BeginGroup($"curves {Words.Of(side)}");
        foreach (var curve in curves.Where(curve => curve.Kind == FibreKind.DorsalColumn && !targets.Contains(curve.Segment)))
            canvas.Path(Line(frame, program, curve), Paint.Line("#a6aeb8", 0.9));
        List<(string Text, string Colour, PicturePoint End)> labels = [];
        var shown = curves.Where(curve => curve.Kind == FibreKind.DorsalColumn && targets.Contains(curve.Segment))
            .OrderByDescending(curve => curve.Counts[^1]).ThenBy(curve => curve.Segment).Take(TargetsMax)
            .Concat(curves.Where(curve => curve.Kind == FibreKind.DorsalRoot)
                .OrderBy(curve => FirstAbove(program, curve)).ThenBy(curve => curve.Segment).Take(RootsMax));
        foreach (var curve in shown)
        {
            var colour = Palette.Curve(order.IndexOf(curve.Segment));
            var line = Line(frame, program, curve);
            var isRoot = curve.Kind == FibreKind.DorsalRoot;
            canvas.Path(line, Paint.Line(colour, isRoot ? 1.4 : 2, isRoot ? "5 3" : null));
            if (line.Count > 0)
                labels.Add((isRoot ? $"{curve.Segment} root" : curve.Segment.ToString(), colour, line[^1]));
        }

        canvas.EndGroup();
        EndLabels(canvas, frame, labels);
        if (curves.Length == 0)
            canvas.Text((frame.X.From + frame.X.To) / 2, (Top + Bottom) / 2, "no fibre recruited", anchor: Anchor.Middle,
                colour: Palette.Soft);
    }

    private static void EndLabels(SvgCanvas canvas, PlotFrame frame, List<(string Text, string Colour, PicturePoint End)> labels)
    {
        var heights = PlotFrame.Spread([.. labels.Select(label => label.End.Y)], 12, Top + 4, Bottom);
        for (var i = 0; i < labels.Count; i++)
        {
            canvas.Line(labels[i].End.X, labels[i].End.Y, frame.X.To + 8, heights[i], Paint.Line(labels[i].Colour, 0.6));
            canvas.Text(frame.X.To + 10, heights[i] + 3.6, labels[i].Text, Palette.SmallText, colour: labels[i].Colour);
        }
    }

    private static double FirstAbove(PlannedProgram program, RecruitmentCurve curve)
    {
        var first = Array.FindIndex(curve.Counts, count => count >= 1);
        return first < 0 ? double.PositiveInfinity : program.Curves.Amplitudes[first];
    }

    /// <summary>The curve from one fibre upwards; below one fibre a logarithmic axis has no place.</summary>
    private static List<PicturePoint> Line(PlotFrame frame, PlannedProgram program, RecruitmentCurve curve)
    {
        List<PicturePoint> line = [];
        var amplitudes = program.Curves.Amplitudes;
        for (var i = 0; i < amplitudes.Length && amplitudes[i] * 1e3 <= frame.X.Max * (1 + 1e-9); i++)
        {
            if (curve.Counts[i] < 1)
                continue;
            if (line.Count == 0)
                line.Add(new PicturePoint(frame.X.At(amplitudes[i] * 1e3), frame.Y.At(1)));
            line.Add(new PicturePoint(frame.X.At(amplitudes[i] * 1e3), frame.Y.At(curve.Counts[i])));
        }

        return line;
    }

    private static void Thresholds(SvgCanvas canvas, PlotFrame frame, PlannedProgram program)
    {
        double perception = program.PerceptionThreshold.Value * 1e3, discomfort = program.DiscomfortThreshold.Value * 1e3;
        if (double.IsFinite(perception))
        {
            var from = frame.X.At(perception);
            canvas.Rectangle(from, Top, frame.X.At(double.IsFinite(discomfort) ? discomfort : frame.X.Max) - from, Bottom - Top,
                Paint.Filled(Palette.PaleGreen));
            Mark(canvas, from, "PT", Palette.Ink, "3 2", 14, Anchor.End);
        }

        if (double.IsFinite(discomfort))
            Mark(canvas, frame.X.At(discomfort), "DT", Palette.Red, "3 2", 14, Anchor.Start);
        Mark(canvas, frame.X.At(program.SuggestedAmplitude * 1e3), "suggested", Palette.Green, null, 27, Anchor.Middle);
    }

    private static void Mark(SvgCanvas canvas, double x, string text, string colour, string? dash, double below, Anchor anchor)
    {
        canvas.Line(x, Top, x, Bottom, Paint.Line(colour, 1.3, dash));
        var beside = anchor switch { Anchor.End => -3, Anchor.Start => 3, _ => 0 };
        canvas.Text(x + beside, Top + below, text, Palette.SmallText, anchor, colour, isBold: true, halo: true);
    }

    private static void Legend(SvgCanvas canvas)
    {
        const double y = 334;
        canvas.Line(48, y, 72, y, Paint.Line(Palette.Ink, 2));
        canvas.Text(77, y + 4, "dorsal column, target segment", Palette.SmallText);
        canvas.Line(222, y, 246, y, Paint.Line("#a6aeb8", 1.2));
        canvas.Text(251, y + 4, "other segments", Palette.SmallText);
        canvas.Line(332, y, 356, y, Paint.Line(Palette.Ink, 1.4, "5 3"));
        canvas.Text(361, y + 4, $"dorsal root (first {RootsMax})", Palette.SmallText);
        canvas.Rectangle(468, y - 6, 24, 12, new Paint(Palette.PaleGreen, Palette.Green, 0.6));
        canvas.Text(497, y + 4, "usage range, perception to discomfort", Palette.SmallText);
    }

    private static string Describe(PlannedProgram program) =>
        $"Recruited fibres against amplitude. Perception {Words.Milliampere(program.PerceptionThreshold.Value)}, discomfort "
        + $"{Words.Milliampere(program.DiscomfortThreshold.Value)}, suggested {Words.Milliampere(program.SuggestedAmplitude)}.";
}
