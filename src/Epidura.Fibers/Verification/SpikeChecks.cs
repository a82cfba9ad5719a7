using System.Text.Json;
using Epidura.Fibers.Runs;
using Epidura.Numerics.Verification;
using Epidura.Stimulation.Waveforms;

namespace Epidura.Fibers.Verification;

/// <summary>Conduction velocities, spike trains at fixed amplitudes, block thresholds.</summary>
internal static class SpikeChecks
{
    private const string VelocityPrefix = "cv_m_per_s_dt";
    private const int VelocityNodes = 41;

    public static void AddVelocities(CheckList list, JsonElement root, int threads, CancellationToken cancellation) =>
        list.ForEach(root, "conduction_velocity", VelocityId, (entry, id) =>
        {
            var geometry = ReferenceReader.Geometry(entry, VelocityNodes);
            foreach (var property in entry.EnumerateObject().Where(p => p.Name.StartsWith(VelocityPrefix, StringComparison.Ordinal)))
            {
                var digits = property.Name[VelocityPrefix.Length..].Replace('p', '.');
                if (!double.TryParse(digits, System.Globalization.CultureInfo.InvariantCulture, out var step))
                    throw new ReferenceCaseException($"the time step in {property.Name} is not a number");
                if (!(step is >= 1e-4 and <= 1))
                    throw new ReferenceCaseException($"the time step {step} ms is not 0.0001 to 1 ms");
                var theirs = ReferenceReader.Number(entry, property.Name);
                list.Results.Add(() => [CheckList.Compare(
                    id,
                    "conduction velocity, m/s",
                    step,
                    ConductionVelocity.Measure([geometry], step * 1e-3, threads, cancellation)[0],
                    theirs,
                    FibreReference.Limit)]);
            }
        });

    public static void AddResponses(CheckList list, JsonElement root) =>
        list.ForEach(root, "responses", ResponseId, (entry, id) =>
        {
            var step = ReferenceReader.OptionalNumber(entry, "dt_ms") ?? 0.001;
            var geometry = ReferenceReader.Geometry(
                ReferenceReader.Object(entry, "fiber"), (int?)ReferenceReader.OptionalNumber(entry, "n_nodes"));
            var waveform = ReferenceReader.Waveform(ReferenceReader.Optional(entry, "waveform"))
                ?? throw new ReferenceCaseException("the response has no waveform");
            var potential = ReferenceReader.UnitPotential(
                geometry,
                ReferenceReader.Object(entry, "medium_S_per_m"),
                ReferenceReader.Object(entry, "sources").EnumerateArray());
            var detect = ReferenceReader.Optional(entry, "detect") ?? default;
            var theirs = ReferenceReader.Object(entry, "neuron_times_ms").EnumerateArray().Select(t => t.GetDouble()).ToArray();
            var rest = list.Rests.Of(geometry);
            var run = new SingleRun(
                geometry,
                () => LoweredFibre.Create(geometry, step * 1e-3, rest, potential),
                new LaneRun
                {
                    FieldAmplitude = ReferenceReader.Number(entry, "amplitude_mA") * 1e-3,
                    FieldSamples = ReferenceReader.Sample(waveform, step),
                    Steps = ReferenceReader.Steps(ReferenceReader.Number(entry, "tstop_ms"), step),
                    Detection = ((int)(ReferenceReader.OptionalNumber(detect, "node_index") ?? Math.Floor(0.9 * (geometry.Nodes - 1))), -1),
                    DetectionVoltage = (ReferenceReader.OptionalNumber(detect, "v_threshold_mV") ?? -30) * 1e-3,
                });
            list.Tasks.Add(run);
            list.Results.Add(() => Judge(id, step, theirs, [.. run.Outcome!.FirstSteps.Select(s => (s + 1) * step)]));
        });

    public static void AddBlocks(CheckList list, JsonElement root, int threads, CancellationToken cancellation) =>
        list.ForEach(root, "block_thresholds", BlockId, (entry, id) =>
        {
            var geometry = ReferenceReader.Geometry(
                ReferenceReader.Optional(entry, "model") is { } model ? ReferenceReader.Model(model.GetString()!) : FibreModel.MrgDiscrete,
                ReferenceReader.Number(entry, "diameter_um"),
                41,
                37,
                1);
            var type = ReferenceReader.Text(entry, "waveform");
            Waveform waveform = type switch
            {
                "sine" => new Waveform.Sinusoid(10e3, 30e-3),
                "rect" => new Waveform.Train(new Waveform.Biphasic(50e-6), 300, 0.1e-3),
                _ => throw new ReferenceCaseException($"unknown block waveform '{type}'; known: sine, rect"),
            };
            using var medium = JsonDocument.Parse("""{"sigma": 0.3}""");
            using var source = JsonDocument.Parse("""{"x_um": 0, "y_um": 1000, "z_um_from_centre_node": 0}""");
            var fibre = new FibreCase(
                geometry, ReferenceReader.UnitPotential(geometry, medium.RootElement, [source.RootElement]));
            var options = new BlockOptions(
                TestNode: 4,
                DetectionNode: 36,
                TestTimes: [10e-3, 15e-3, 20e-3, 25e-3],
                LastSpikeMax: 12e-3,
                Duration: 30e-3,
                AmplitudeMin: 0.3e-3,
                AmplitudeMax: 6e-3);
            var theirs = ReferenceReader.Number(entry, "threshold_mA");
            list.Results.Add(() => [CheckList.Compare(
                id,
                "block threshold, mA",
                0.001,
                BlockThreshold.Find(fibre, waveform, options, threads, cancellation) * 1e3,
                theirs,
                FibreReference.Limit)]);
        });

    private static IEnumerable<VerificationCase> Judge(string id, double step, double[] theirs, double[] ours)
    {
        yield return new VerificationCase(
            id, "number of spikes", step, ours.Length, theirs.Length, ours.Length - theirs.Length, 0, ours.Length == theirs.Length);
        if (ours.Length != theirs.Length || ours.Length == 0)
            yield break;
        var largest = ours.Zip(theirs, (o, t) => Math.Abs(o - t)).Max();
        yield return CheckList.Absolute(
            id, "largest difference of a spike time, ms", step, largest, FibreReference.SpikeTimeLimitMillisecond);
    }

    private static string VelocityId(JsonElement entry, int index) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"cv {ReferenceReader.Text(entry, "model")} {ReferenceReader.Number(entry, "diameter_um")} um");

    private static string ResponseId(JsonElement entry, int index) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"response {ReferenceReader.Text(entry, "case")} {ReferenceReader.Number(entry, "amplitude_mA")} mA");

    private static string BlockId(JsonElement entry, int index) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"block {ReferenceReader.Text(entry, "waveform")} {ReferenceReader.Number(entry, "diameter_um")} um");
}
