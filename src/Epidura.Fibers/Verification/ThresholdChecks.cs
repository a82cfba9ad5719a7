using System.Globalization;
using System.Text.Json;
using Epidura.Fibers.Runs;
using Epidura.Numerics.Verification;

namespace Epidura.Fibers.Verification;

/// <summary>Thresholds at the file's two time steps, and the study of other steps.</summary>
internal static class ThresholdChecks
{
    private const double Tolerance = 1e-5;
    private const double FieldAmplitudeMax = 100;
    private const double InjectionMax = 1e-6;
    private const double InjectionStart = 1e-9;
    private const double FirstFactor = 1.25;

    public static void Add(CheckList list, JsonElement root) =>
        list.ForEach(root, "thresholds", Id, (entry, id) =>
        {
            var step = ReferenceReader.OptionalNumber(entry, "neuron_dt_ms") ?? 0.001;
            var hasCoarse = ReferenceReader.OptionalNumber(entry, "threshold_dt0p005") is not null;
            if (!hasCoarse || ReferenceReader.OptionalNumber(entry, "threshold") is not null)
                AddStep(list, entry, id, step, string.Empty);
            if (hasCoarse)
                AddStep(list, entry, id, 0.005, "_dt0p005");
        });

    /// <summary>Steps that the thresholds do not cover already; the file's figures are another solver's, so they inform.</summary>
    public static void AddStepStudy(CheckList list, JsonElement root)
    {
        var known = ReferenceReader.Optional(root, "thresholds") is { ValueKind: JsonValueKind.Array } array
            ? array.EnumerateArray().GroupBy(e => Id(e, 0)).ToDictionary(g => g.Key, g => g.First())
            : [];
        list.ForEach(root, "time_step_study", Id, (entry, id) =>
        {
            if (!known.TryGetValue(id, out var threshold))
            {
                list.Results.Add(() => [new VerificationCase(
                    id, "time-step study: the file does not describe this case", null, null, null, null, null, null)]);
                return;
            }

            foreach (var value in ReferenceReader.Object(entry, "thr").EnumerateObject())
            {
                if (!double.TryParse(value.Name, CultureInfo.InvariantCulture, out var step) || step is 0.001 or 0.005)
                    continue;
                var theirs = Math.Abs(value.Value.GetDouble());
                var task = Search(list, threshold, step);
                list.Tasks.Add(task);
                list.Results.Add(() => [CheckList.Compare(
                    id, "threshold magnitude at another step, mA", step, task.Result!.Threshold * 1e3, theirs, null)]);
            }
        });
    }

    /// <summary>A case's fibre, field and criterion.</summary>
    public static Stimulus Field(JsonElement entry, double stepMillisecond) => Stimulus.Of(entry, stepMillisecond);

    private static string Id(JsonElement entry, int index) =>
        ReferenceReader.Optional(entry, "id") is { ValueKind: JsonValueKind.String } id ? id.GetString()! : $"#{index}";

    private static void AddStep(CheckList list, JsonElement entry, string id, double step, string suffix)
    {
        var isInjected = ReferenceReader.Optional(entry, "intracellular") is not null;
        var (unit, scale) = isInjected ? ("nA", 1e9) : ("mA", 1e3);
        var theirs = ReferenceReader.Number(entry, "threshold" + suffix);
        var sign = Sign(entry);
        var task = Search(list, entry, step);
        list.Tasks.Add(task);
        if (ReferenceReader.Optional(entry, "family") is { ValueKind: JsonValueKind.String } family
            && family.GetString() == "strength_duration"
            && ReferenceReader.OptionalNumber(ReferenceReader.Object(entry, "waveform"), "pw") is { } width)
        {
            var diameter = Stimulus.Of(entry, step).Geometry.Diameter * 1e6;
            list.StrengthDuration.Add(new StrengthDurationPoint(diameter, step, width, () => task.Result!.Threshold * scale));
        }

        list.Results.Add(() => [CheckList.Compare(
            id, $"threshold, {unit}", step, sign * task.Result!.Threshold * scale, theirs, FibreReference.Limit)]);

        var time = suffix.Length == 0 ? "ap_time_at_supra_ms" : "ap_time_at_supra_dt0p005_ms";
        if (ReferenceReader.OptionalNumber(entry, time) is not { } spike
            || ReferenceReader.OptionalNumber(entry, "neuron_supra" + suffix) is not { } supra)
            return;
        var stimulus = Stimulus.Of(entry, step);
        var rest = list.Rests.Of(stimulus.Geometry);
        var single = new SingleRun(
            stimulus.Geometry,
            () => LoweredFibre.Create(stimulus.Geometry, step * 1e-3, rest, stimulus.UnitPotential),
            stimulus.RunAt(supra * sign / scale));
        list.Tasks.Add(single);
        list.Results.Add(() => [CheckList.Compare(
            id,
            "deciding spike at the reference's firing amplitude, ms",
            step,
            single.Outcome!.Spikes >= stimulus.Spikes ? (single.Outcome.FirstSteps[stimulus.Spikes - 1] + 1) * step : null,
            spike,
            null)]);
    }

    private static ThresholdTask Search(CheckList list, JsonElement entry, double step)
    {
        var stimulus = Stimulus.Of(entry, step);
        var geometry = stimulus.Geometry;
        LoweredFibre.Check(geometry, step * 1e-3, stimulus.UnitPotential);
        var rest = list.Rests.Of(geometry);
        var start = stimulus.UnitPotential is { } potential
            ? ThresholdSearch.Guess(geometry, potential, stimulus.FieldSamples, step * 1e-3)
            : InjectionStart;
        return new ThresholdTask(
            geometry,
            () => LoweredFibre.Create(geometry, step * 1e-3, rest, stimulus.UnitPotential),
            stimulus.RunAt,
            start,
            FirstFactor,
            Tolerance,
            stimulus.UnitPotential is null ? InjectionMax : FieldAmplitudeMax,
            stimulus.Spikes)
        {
            LooksBelow = true,
        };
    }

    private static double Sign(JsonElement entry)
    {
        if (ReferenceReader.Optional(entry, "polarity") is { ValueKind: JsonValueKind.String } polarity)
        {
            var text = polarity.GetString()!;
            if (text.StartsWith("neg", StringComparison.OrdinalIgnoreCase))
                return -1;
            if (text.StartsWith("pos", StringComparison.OrdinalIgnoreCase))
                return 1;
            throw new ReferenceCaseException($"unknown polarity '{text}'; known: negative…, positive…");
        }

        var known = ReferenceReader.OptionalNumber(entry, "threshold") ?? ReferenceReader.OptionalNumber(entry, "threshold_dt0p005");
        return known < 0 ? -1 : 1;
    }

    /// <summary>A case lowered to samples at one step.</summary>
    internal sealed record Stimulus(
        FibreGeometry Geometry,
        double[]? UnitPotential,
        double[] FieldSamples,
        int InjectionNode,
        double[] InjectionSamples,
        double Sign,
        int Steps,
        int DetectionNode,
        double DetectionVoltage,
        int Spikes)
    {
        /// <summary>Share of the fibre at which <see cref="ThresholdOptions"/> detect in the same node.</summary>
        public double DetectionFraction => DetectionNode / (double)(Geometry.Nodes - 1);

        public static Stimulus Of(JsonElement entry, double stepMillisecond)
        {
            var geometry = ReferenceReader.Geometry(ReferenceReader.Object(entry, "fiber"));
            var detect = ReferenceReader.Optional(entry, "detect") ?? default;
            var node = ReferenceReader.OptionalNumber(detect, "node_index") ?? Math.Floor(0.9 * (geometry.Nodes - 1));
            if (!(node >= 0 && node < geometry.Nodes))
                throw new ReferenceCaseException($"detect.node_index is {node}; the fibre has the nodes 0 to {geometry.Nodes - 1}");
            double[]? potential = null;
            double[] field = [];
            double[] injected = [];
            var injectionNode = -1;
            if (ReferenceReader.Optional(entry, "intracellular") is { } intracellular)
            {
                injectionNode = (int)(ReferenceReader.OptionalNumber(intracellular, "node_index") ?? (geometry.Nodes - 1) / 2);
                injected = Pulse(
                    ReferenceReader.OptionalNumber(intracellular, "delay_ms") ?? 0,
                    ReferenceReader.Number(intracellular, "pulse_ms"),
                    stepMillisecond);
            }
            else
            {
                var waveform = ReferenceReader.Waveform(ReferenceReader.Optional(entry, "waveform"))
                    ?? throw new ReferenceCaseException("neither a waveform nor an intracellular current");
                field = ReferenceReader.Sample(waveform, stepMillisecond);
                potential = ReferenceReader.UnitPotential(
                    geometry,
                    ReferenceReader.Object(entry, "medium_S_per_m"),
                    ReferenceReader.Object(entry, "sources").EnumerateArray());
                var sign = ThresholdChecks.Sign(entry);
                for (var i = 0; i < potential.Length; i++)
                    potential[i] *= sign;
            }

            return new Stimulus(
                geometry,
                potential,
                field,
                injectionNode,
                injected,
                ThresholdChecks.Sign(entry),
                ReferenceReader.Steps(ReferenceReader.Number(entry, "tstop_ms"), stepMillisecond),
                (int)node,
                (ReferenceReader.OptionalNumber(detect, "v_threshold_mV") ?? -30) * 1e-3,
                (int)(ReferenceReader.OptionalNumber(detect, "min_action_potentials") ?? 1));
        }

        public LaneRun RunAt(double amplitude) => new()
        {
            FieldAmplitude = amplitude,
            FieldSamples = FieldSamples,
            Injections = InjectionNode < 0
                ? []
                : [new Injection(InjectionNode, [.. InjectionSamples.Select(w => w * Sign * amplitude)])],
            Steps = Steps,
            Detection = (DetectionNode, -1),
            DetectionVoltage = DetectionVoltage,
            SpikesNeeded = Spikes,
        };

        private static double[] Pulse(double delay, double width, double step)
        {
            var from = ReferenceReader.Steps(delay, step);
            var samples = new double[Math.Max(from + 1, ReferenceReader.Steps(delay + width, step))];
            samples.AsSpan(from).Fill(1);
            return samples;
        }
    }
}
