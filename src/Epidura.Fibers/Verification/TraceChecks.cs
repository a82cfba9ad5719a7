using System.Text.Json;
using Epidura.Fibers.Cables;
using Epidura.Fibers.Runs;

namespace Epidura.Fibers.Verification;

/// <summary>Time courses of potentials and gates, sample by sample.</summary>
internal static class TraceChecks
{
    private const int Internodal = CableParameters.Internodal;

    public static void Add(CheckList list, JsonElement root)
    {
        if (ReferenceReader.Optional(root, "traces") is not { } traces)
            return;
        try
        {
            var setup = ReferenceReader.Object(traces, "setup");
            foreach (var amplitude in ReferenceReader.Object(traces, "amplitudes").EnumerateObject())
                AddAmplitude(list, setup, amplitude.Value, $"trace {amplitude.Name}");
        }
        catch (ReferenceCaseException refusal)
        {
            list.Fail("traces", "traces", refusal.Message);
        }
        catch (Exception malformed) when (malformed is InvalidOperationException or ArgumentException or FormatException)
        {
            list.Fail("traces", "traces", malformed.Message.ReplaceLineEndings(" "));
        }
    }

    private static void AddAmplitude(CheckList list, JsonElement setup, JsonElement entry, string id)
    {
        var step = ReferenceReader.Number(setup, "dt_ms");
        var geometry = ReferenceReader.Geometry(ReferenceReader.Object(setup, "fiber"));
        var potential = ReferenceReader.UnitPotential(
            geometry, ReferenceReader.Object(setup, "medium_S_per_m"), [ReferenceReader.Object(setup, "source")]);
        var waveform = ReferenceReader.Waveform(ReferenceReader.Object(setup, "waveform"))
            ?? throw new ReferenceCaseException("the traces have no waveform");
        var samples = ReferenceReader.Sample(waveform, step);
        var amplitude = ReferenceReader.Number(entry, "amplitude_mA") * 1e-3;
        var fibre = LoweredFibre.Create(geometry, step * 1e-3, list.Rests.Of(geometry), potential);
        var signals = ReferenceReader.Object(entry, "signals").EnumerateObject()
            .Select(s => Signal.Of(s.Name, [.. s.Value.EnumerateArray().Select(v => v.GetDouble())], geometry, fibre.FirstNode))
            .ToArray();
        var run = new SingleRun(geometry, () => fibre, new LaneRun
        {
            FieldAmplitude = amplitude,
            FieldSamples = samples,
            Steps = signals.Max(s => s.Theirs.Length),
            Detection = (-1, -1),
            AfterStep = (bundle, lane, at) =>
            {
                var field = at < samples.Length ? samples[at] * amplitude : 0;
                foreach (var signal in signals)
                    signal.Compare((CableBundle)bundle, lane, at, field, potential);
            },
        });
        list.Tasks.Add(run);
        foreach (var signal in signals)
        {
            list.Results.Add(() => [CheckList.Absolute(
                id, $"{signal.Name}, largest difference, {signal.Unit}", step, signal.Largest, FibreReference.TraceLimit)]);
        }
    }

    private sealed class Signal(string name, double[] theirs, int node, int compartment, int gate, bool isPeriaxonal, int firstNode)
    {
        public string Name => name;

        public string Unit => gate >= 0 ? "1" : "mV";

        public double[] Theirs => theirs;

        public double Largest { get; private set; }

        /// <summary>Names: node10_vm, node10_m, or mysa_vm, flut_vperiaxonal, stin_vm, the first right of the centre node.</summary>
        public static Signal Of(string name, double[] theirs, FibreGeometry geometry, int firstNode)
        {
            var parts = name.Split('_');
            var centre = (geometry.Nodes - 1) / 2;
            if (parts.Length == 2)
            {
                var gate = Array.IndexOf(["m", "mp", "h", "s"], parts[1]);
                if (parts[0].StartsWith("node", StringComparison.Ordinal) && int.TryParse(parts[0].AsSpan(4), out var node)
                    && node > 0 && node < geometry.Nodes && (gate >= 0 || parts[1] == "vm"))
                    return new Signal(name, theirs, node, -1, gate, false, firstNode);
                var compartment = Array.IndexOf(["mysa", "flut", "stin"], parts[0]);
                if (compartment >= 0 && parts[1] is "vm" or "vperiaxonal")
                    return new Signal(name, theirs, centre, compartment, -1, parts[1] == "vperiaxonal", firstNode);
            }

            throw new ReferenceCaseException($"unknown signal '{name}'");
        }

        public void Compare(CableBundle bundle, int lane, int step, double field, double[] potential)
        {
            if (step >= theirs.Length)
                return;
            var difference = Math.Abs(Value(bundle, lane, field, potential) - theirs[step]);
            if (!(difference <= Largest))
                Largest = difference;
        }

        private double Value(CableBundle bundle, int lane, double field, double[] potential)
        {
            var at = node - firstNode;
            if (gate >= 0)
                return bundle.Gate(at, lane, gate);
            if (compartment < 0)
                return (bundle.Deviation(at, lane) * 1e3) + NodeMembrane.RestMillivolt;
            Span<double> axoplasm = stackalloc double[Internodal];
            Span<double> periaxonal = stackalloc double[Internodal];
            bundle.Read(at, lane, axoplasm, periaxonal);
            return isPeriaxonal
                ? (periaxonal[compartment] + (field * potential[(node * FibreGeometry.CompartmentsPerInternode) + 1 + compartment])) * 1e3
                : ((axoplasm[compartment] - periaxonal[compartment]) * 1e3) + NodeMembrane.RestMillivolt;
        }
    }
}
