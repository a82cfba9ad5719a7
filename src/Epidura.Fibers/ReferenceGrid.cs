using Epidura.Stimulation.Waveforms;

namespace Epidura.Fibers;

/// <summary>Time steps of the reference mode for a waveform.</summary>
/// <param name="Step">Step of the fine search, s.</param>
/// <param name="CoarseStep">Step of the search before it, s.</param>
/// <param name="IsExtrapolated">Every edge falls on whole coarse steps, so both errors are the same multiple of the step squared.</param>
/// <remarks>Why edges must fit, and the numbers behind the bounds: docs/science/solver-modes.md.</remarks>
internal readonly record struct ReferenceGrid(double Step, double CoarseStep, bool IsExtrapolated)
{
    /// <summary>Steps in the shortest phase, at least.</summary>
    private const int StepsPerPhase = 12;

    /// <summary>Where no step fits, the error is that of the fine step alone.</summary>
    private const double UnfittedShare = 0.5;

    /// <summary>Chooses the largest step up to <paramref name="step"/> whose double divides every time between edges.</summary>
    public static ReferenceGrid Of(Waveform waveform, double step) => Of([(waveform, 0)], step);

    /// <summary>The same for several waveforms at once, each with its delay, s.</summary>
    public static ReferenceGrid Of(IReadOnlyList<(Waveform Waveform, double Delay)> shapes, double step)
    {
        var edges = new List<double>();
        foreach (var (waveform, _) in shapes)
            AddEdges(waveform, edges);
        edges.RemoveAll(e => !(e > 0));
        var shortest = edges.Count > 0 ? edges.Min() : shapes.Min(shape => shape.Waveform.Duration);
        edges.AddRange(shapes.Select(shape => shape.Delay).Where(delay => delay > 0));
        var largest = Math.Min(step, shortest / StepsPerPhase);
        if (edges.Count == 0)
            return new ReferenceGrid(largest, 2 * largest, true);
        var first = edges[0];
        var fewest = (int)Math.Ceiling((first / (2 * largest)) - 1e-6);
        for (var count = fewest; count <= 2 * fewest; count++)
        {
            var coarse = first / count;
            if (edges.TrueForAll(e => Math.Abs((e / coarse) - Math.Round(e / coarse)) < 1e-6))
                return new ReferenceGrid(0.5 * coarse, coarse, true);
        }

        var fine = first / Math.Ceiling((first / (UnfittedShare * largest)) - 1e-6);
        return new ReferenceGrid(fine, 4 * fine, false);
    }

    /// <summary>Times between the jumps of a waveform, s, the first phase first; of a smooth one its half period.</summary>
    private static void AddEdges(Waveform waveform, List<double> edges)
    {
        switch (waveform)
        {
            case Waveform.Monophasic pulse:
                edges.Add(pulse.Width);
                break;
            case Waveform.Biphasic pulse:
                edges.AddRange([pulse.Width, pulse.Gap, pulse.Width * pulse.Ratio]);
                break;
            case Waveform.PassiveRecharge pulse:
                edges.AddRange([pulse.Width, pulse.Gap]);
                break;
            case Waveform.Train train:
                AddEdges(train.Unit, edges);
                edges.Add(train.Period);
                break;
            case Waveform.Steps steps:
                edges.AddRange(steps.Intervals);
                break;
            case Waveform.Sinusoid sine:
                edges.Add(0.5 / sine.Frequency);
                break;
            default:
                edges.Add(waveform.Duration);
                break;
        }
    }
}
