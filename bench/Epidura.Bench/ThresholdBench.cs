using System.Diagnostics;
using System.Text.Json;
using Epidura.Fibers;
using Epidura.Fibers.Prediction;
using Epidura.Fibers.Runs;
using Epidura.Stimulation.Waveforms;

namespace Epidura.Bench;

/// <summary>Thresholds per second of processor time, here and in NEURON.</summary>
internal static class ThresholdBench
{
    private const int Fibres = 192;
    private const int Repeats = 5;
    private static readonly double[] NeuronDistances = [1.0e-3, 1.2e-3, 1.4e-3];

    /// <summary>Thresholds per second and core by the eleven-run protocol.</summary>
    public static double Protocol(SolverMode mode) => Fibres / Processor(() => RunProtocol(mode, [.. Enumerable.Range(0, Fibres)
        .Select(i => 1e-3 + (0.4e-3 * i / Fibres))]));

    /// <summary>Thresholds per second and core, and runs per threshold, of the library's own search to 1 %.</summary>
    public static (double PerSecond, double Runs) Search(SolverMode mode)
    {
        FibreCase[] cases = [.. Enumerable.Range(0, Fibres).Select(i => Fibre(1e-3 + (0.4e-3 * i / Fibres)))];
        var options = new ThresholdOptions(Tolerance: 0.01, BothEnds: false, Mode: mode);
        ThresholdResult[] results = [];
        var seconds = Processor(() => results = ThresholdSearch.Find(cases, new Waveform.Monophasic(100e-6), options, 1));
        return (Fibres / seconds, results.Average(r => r.Runs));
    }

    /// <summary>The same from starts known to some percent, as a predictor gives them.</summary>
    public static (double PerSecond, double Runs) Predicted(SolverMode mode, double error)
    {
        FibreCase[] cases = [.. Enumerable.Range(0, Fibres).Select(i => Fibre(1e-3 + (0.4e-3 * i / Fibres)))];
        var waveform = new Waveform.Monophasic(100e-6);
        var random = new Random(1);
        double[] starts = [.. ThresholdSearch.Find(cases, waveform, new ThresholdOptions(Tolerance: 1e-3, BothEnds: false), 1)
            .Select(r => r.Threshold * (1 + (error * ((2 * random.NextDouble()) - 1))))];
        var options = new ThresholdOptions(Tolerance: 0.01, BothEnds: false, Mode: mode, FirstFactor: 1 + error);
        ThresholdResult[] results = [];
        var seconds = Processor(() => results = ThresholdSearch.Find(cases, waveform, options, starts, 1, null, CancellationToken.None));
        return (Fibres / seconds, results.Average(r => r.Runs));
    }

    /// <summary>The same with starts from the shipped predictor, its work counted.</summary>
    public static (double PerSecond, double Runs) FromPredictor(SolverMode mode)
    {
        FibreCase[] cases = [.. Enumerable.Range(0, Fibres).Select(i => Fibre(1e-3 + (0.4e-3 * i / Fibres)))];
        var waveform = new Waveform.Monophasic(100e-6);
        var options = new ThresholdOptions(Tolerance: 0.01, BothEnds: false, Mode: mode);
        ThresholdResult[] results = [];
        var seconds = Processor(() => results = PredictedSearch.Find(cases, waveform, options, 1));
        return (Fibres / seconds, results.Average(r => r.Runs));
    }

    /// <summary>Processor time of a threshold of mode reference over one of mode neuron, both searched to a tolerance.</summary>
    public static double CostOfReference(double tolerance)
    {
        FibreCase[] cases = [.. Enumerable.Range(0, Fibres).Select(i => Fibre(1e-3 + (0.4e-3 * i / Fibres)))];
        double Seconds(SolverMode mode)
        {
            var options = new ThresholdOptions(Tolerance: tolerance, BothEnds: false, Mode: mode);
            return Processor(() => _ = ThresholdSearch.Find(cases, new Waveform.Monophasic(100e-6), options, 1));
        }

        return Seconds(SolverMode.Reference) / Seconds(SolverMode.Neuron);
    }

    /// <summary>Wall time of one thread over that of two, and processor time of one over that of two (1 when sharing costs nothing);
    /// best of several, taken in turns.</summary>
    public static (double Wall, double Processor) TwoCores(SolverMode mode)
    {
        FibreCase[] cases = [.. Enumerable.Range(0, 4 * Fibres).Select(i => Fibre(1e-3 + (0.1e-3 * i / Fibres)))];
        var options = new ThresholdOptions(Tolerance: 0.01, BothEnds: false, Mode: mode);
        double[] best = [0, double.PositiveInfinity, double.PositiveInfinity];
        double[] used = [0, double.PositiveInfinity, double.PositiveInfinity];
        for (var i = 0; i < 2 * Repeats; i++)
        {
            for (var threads = 1; threads <= 2; threads++)
            {
                var (begun, before) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
                _ = ThresholdSearch.Find(cases, new Waveform.Monophasic(100e-6), options, threads);
                best[threads] = Math.Min(best[threads], Stopwatch.GetElapsedTime(begun).TotalSeconds);
                used[threads] = Math.Min(used[threads], (Environment.CpuUsage.TotalTime - before).TotalSeconds);
            }
        }

        return (best[1] / best[2], used[1] / used[2]);
    }

    /// <summary>NEURON's bare driver on three of the fibres; null where it is missing.</summary>
    public static NeuronSpeed? Neuron(string root)
    {
        var start = new ProcessStartInfo(Path.Combine(root, "bench", "peers", "neuron", "speed.sh"))
        {
            RedirectStandardOutput = true,
        };
        foreach (var distance in NeuronDistances)
            start.ArgumentList.Add(FormattableString.Invariant($"{distance * 1e6:0}"));
        using var process = Process.Start(start)!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            return null;
        using var document = JsonDocument.Parse(text);
        double Number(string name) => document.RootElement.GetProperty(name).GetDouble();
        var (stepping, settling, steps) = (Number("stepping_s"), Number("settling_s"), Number("steps"));
        var ours = RunProtocol(SolverMode.Neuron, NeuronDistances);
        var theirs = document.RootElement.GetProperty("brackets_ma").EnumerateArray()
            .Select(b => (Low: b[0].GetDouble() * 1e-3, High: b[1].GetDouble() * 1e-3)).ToArray();
        var difference = ours.Zip(theirs, (o, t) => Math.Max(Math.Abs((o.Low / t.Low) - 1), Math.Abs((o.High / t.High) - 1))).Max();
        var count = NeuronDistances.Length;
        return new NeuronSpeed(count / (stepping + settling), count / stepping, steps / count, stepping / steps / 221 * 1e9, difference);
    }

    private static ProtocolTask[] RunProtocol(SolverMode mode, double[] distances)
    {
        var rest = FibreRest.Of(Fibre(1e-3).Geometry);
        ProtocolTask[] tasks = [.. distances.Select(d => new ProtocolTask(Fibre(d), rest, mode))];
        LanePool.Run(tasks, 1, null, CancellationToken.None);
        return tasks;
    }

    private static FibreCase Fibre(double distance) => Cases.Point(FibreModel.MrgDiscrete, 11.5, distance, 21);

    /// <summary>Processor time of the best repeat, s.</summary>
    public static double Processor(Action work)
    {
        work();
        var best = double.PositiveInfinity;
        for (var i = 0; i < Repeats; i++)
        {
            var before = Environment.CpuUsage.TotalTime;
            work();
            best = Math.Min(best, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
        }

        return best;
    }
}

/// <summary>NEURON's bare driver in the eleven-run protocol, processor time of one core.</summary>
/// <param name="PerSecond">Thresholds per second, everything a run needs counted.</param>
/// <param name="PerSecondStepping">The same without setting up and settling before each run.</param>
/// <param name="Steps">Per threshold.</param>
/// <param name="NanosecondPerCompartmentStep">Stepping only.</param>
/// <param name="Difference">Largest relative difference of a bracket's end from ours.</param>
internal sealed record NeuronSpeed(
    double PerSecond, double PerSecondStepping, double Steps, double NanosecondPerCompartmentStep, double Difference);
