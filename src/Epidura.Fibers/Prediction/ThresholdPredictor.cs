using System.Collections.Concurrent;
using System.Runtime.Intrinsics;
using Epidura.Numerics;
using Epidura.Stimulation.Waveforms;

namespace Epidura.Fibers.Prediction;

/// <summary>Predicts thresholds of the cable model for any contact currents in about a microsecond a fibre.</summary>
/// <remarks>
/// A linear filter, taken from the cable itself, turns the potential at the nodes into their polarisation at the pulse's two decisive
/// times; a small network turns polarisation and its shape around each possible site into the threshold there; the lowest site counts.
/// It ranks; what is reported comes from <see cref="ThresholdSearch"/>. Method, fit, errors, limits: docs/science/predictor.md.
/// Checked by ThresholdPredictorTests.
/// </remarks>
public sealed class ThresholdPredictor
{
    /// <summary>Fewest nodes of a fibre.</summary>
    public const int NodesMin = 11;

    /// <summary>Smallest fibre diameter, m.</summary>
    public const double DiameterMin = 5.7e-6;

    /// <summary>Largest fibre diameter, m.</summary>
    public const double DiameterMax = 16e-6;

    /// <summary>Time step of the thresholds that are predicted, s.</summary>
    public const double Step = 5e-6;

    private const int EndNodes = 5;

    /// <summary>Current after the horizon, over the largest, that still counts as a tail.</summary>
    private const double TailShare = 0.2;

    /// <summary>Inputs may leave the range of the fit by this part of it.</summary>
    private const double RangeMargin = 0.1;

    private static readonly ConcurrentDictionary<double, StepResponse> Responses = new();

    private readonly double[] _samples;
    private readonly ConcurrentDictionary<double, (PulseFilter Cathode, PulseFilter Anode)> _filters = new();

    /// <summary>Prepares for a pulse.</summary>
    /// <param name="waveform">One pulse: its first phase is +1.</param>
    /// <exception cref="ArgumentException">The waveform is no single pulse, or too short for a step.</exception>
    public ThresholdPredictor(Waveform waveform)
    {
        if (Refusal(waveform) is { } refusal)
            throw new ArgumentException(refusal, nameof(waveform));
        (Waveform, _samples) = (waveform, waveform.Sample(Step));
    }

    /// <summary>The pulse.</summary>
    public Waveform Waveform { get; }

    /// <summary>Errors against the cable over fresh random cases, none of them fitted.</summary>
    public static PredictorErrors Errors => PredictorTable.Embedded.Errors;

    /// <summary>Why a waveform cannot be predicted, in a sentence; null when it can.</summary>
    public static string? Refusal(Waveform waveform)
    {
        ArgumentNullException.ThrowIfNull(waveform);
        var samples = waveform.Sample(Step);
        var largest = samples.Max(Math.Abs);
        if (!(largest > 0))
            return "The waveform carries no current in any step of 5 µs.";
        var rises = 0;
        for (var i = 0; i < samples.Length; i++)
            if (samples[i] > 0 && (i == 0 || samples[i - 1] <= 0))
                rises++;
        if (rises != 1 || samples[0] <= 0)
            return $"The waveform has {rises} phases of the first polarity; the predictor knows single pulses that begin with theirs.";
        var end = (int)Math.Round(StepResponse.Horizon / Step);
        if (samples.Skip(end).Any(w => Math.Abs(w) > TailShare * largest))
            return FormattableString.Invariant(
                $"The waveform still carries current after {StepResponse.Horizon * 1e3} ms; the predictor knows shorter pulses.");
        return null;
    }

    /// <summary>Why a fibre cannot be predicted, in a sentence; null when it can.</summary>
    public static string? Refusal(FibreGeometry geometry)
    {
        ArgumentNullException.ThrowIfNull(geometry);
        if (geometry.Model is not (FibreModel.MrgInterpolation or FibreModel.MrgDiscrete))
            return $"The predictor is fitted for the MRG fibre; the model is {geometry.Model}.";
        if (!(geometry.Diameter > DiameterMin - 1e-12 && geometry.Diameter < DiameterMax + 1e-12))
            return FormattableString.Invariant(
                $"The predictor is fitted for diameters of 5.7 to 16 µm; the diameter is {geometry.Diameter * 1e6:0.###} µm.");
        if (geometry.Nodes < NodesMin)
            return $"The predictor needs {NodesMin} nodes or more; the fibre has {geometry.Nodes}.";
        if (geometry.PassiveEndNodes != 1 || geometry.TemperatureCelsius != 37)
            return "The predictor is fitted at 37 °C with one passive node at each end.";
        return null;
    }

    /// <summary>Predicts one fibre.</summary>
    /// <param name="fibre">Fibre and potential for 1 A of the program, V/A.</param>
    /// <exception cref="ArgumentException">The fibre is outside the fit, or a potential is not finite.</exception>
    public PredictedThreshold Predict(FibreCase fibre)
    {
        ArgumentNullException.ThrowIfNull(fibre);
        var results = new PredictedThreshold[1];
        Predict([Prepare(fibre.Geometry, fibre.UnitPotential, 1)], [1.0], results);
        return results[0];
    }

    /// <summary>Filters the potential of every contact once, so that patterns cost only their sum.</summary>
    /// <param name="geometry">The fibre.</param>
    /// <param name="byContact">Contacts × compartments, compartment fastest, V/A; only those at nodes are read.</param>
    /// <param name="contacts">Number of contacts.</param>
    /// <exception cref="ArgumentException">The fibre is outside the fit, a length is wrong, or a potential is not finite.</exception>
    public PreparedFibre Prepare(FibreGeometry geometry, ReadOnlySpan<double> byContact, int contacts)
    {
        if (Refusal(geometry) is { } refusal)
            throw new ArgumentException(refusal, nameof(geometry));
        if (contacts < 1 || byContact.Length != contacts * geometry.Compartments)
            throw new ArgumentException(
                $"{byContact.Length} potentials for {contacts} contacts × {geometry.Compartments} compartments.", nameof(byContact));
        var (cathode, anode) = Filters(geometry);
        var padded = (geometry.Nodes + LaneArray.Lanes - 1) / LaneArray.Lanes * LaneArray.Lanes;
        var rows = new double[contacts * 2 * padded];
        var potential = new double[padded + (2 * StepResponse.Reach)];
        for (var contact = 0; contact < contacts; contact++)
        {
            Mirror(byContact.Slice(contact * geometry.Compartments, geometry.Compartments), geometry.Nodes, potential);
            Filter(cathode.Taps, potential, rows.AsSpan(contact * 2 * padded, padded), geometry.Nodes);
            Filter(anode.Taps, potential, rows.AsSpan(((contact * 2) + 1) * padded, padded), geometry.Nodes);
        }

        return new PreparedFibre(this, geometry.Diameter, geometry.Nodes, padded, contacts, rows, [cathode.Times, anode.Times]);
    }

    /// <summary>Predicts many fibres for one pattern of currents.</summary>
    /// <param name="fibres">Prepared by this predictor.</param>
    /// <param name="fractions">Current of each contact per ampere of amplitude.</param>
    /// <param name="results">One per fibre; overwritten.</param>
    /// <exception cref="ArgumentException">A length differs, or a fraction is not finite.</exception>
    public void Predict(ReadOnlySpan<PreparedFibre> fibres, ReadOnlySpan<double> fractions, Span<PredictedThreshold> results)
    {
        if (results.Length != fibres.Length)
            throw new ArgumentException($"{results.Length} results for {fibres.Length} fibres.", nameof(results));
        foreach (var fraction in fractions)
            if (!double.IsFinite(fraction))
                throw new ArgumentException("A fraction is not finite.", nameof(fractions));
        foreach (var fibre in fibres)
            if (fibre.Predictor != this)
                throw new ArgumentException("A fibre was prepared for another pulse.", nameof(fibres));
        new PredictorBatch(PredictorTable.Embedded).Run(fibres, fractions, results);
    }

    /// <summary>Sites of a fibre with what the network would see, for the fit.</summary>
    internal (Site[] Sites, double[][] Values) Describe(FibreCase fibre)
    {
        var prepared = Prepare(fibre.Geometry, fibre.UnitPotential, 1);
        Span<Site> found = stackalloc Site[SiteFeatures.SitesMax];
        double[] rows = [.. new double[LaneArray.Lanes], .. prepared.Rows, .. new double[LaneArray.Lanes]];
        ReadOnlySpan<double> first = rows.AsSpan(LaneArray.Lanes, prepared.Nodes);
        ReadOnlySpan<double> second = rows.AsSpan(LaneArray.Lanes + prepared.Padded, prepared.Nodes);
        var sites = found[..SiteFeatures.Find(rows, prepared.Padded, prepared.Nodes, found)].ToArray();
        var lanes = new double[SiteFeatures.Count * LaneArray.Lanes];
        var values = new double[sites.Length][];
        for (var i = 0; i < sites.Length; i++)
        {
            var isFirst = sites[i].Phase == 0;
            SiteFeatures.Describe(
                isFirst ? first : second, isFirst ? second : first, sites[i], prepared.Diameter, prepared.Times[sites[i].Phase], lanes, 0);
            values[i] = [.. Enumerable.Range(0, SiteFeatures.Count).Select(k => lanes[k * LaneArray.Lanes])];
        }

        return (sites, values);
    }

    /// <summary>How far a site's values lie inside the fit.</summary>
    internal static PredictionStatus Judge(PredictorTable table, ReadOnlySpan<double> lanes, int lane, int node, int nodes)
    {
        if (node <= EndNodes || node >= nodes - 1 - EndNodes)
            return PredictionStatus.NearCutEnd;
        for (var i = 0; i < table.Low.Length; i++)
        {
            var margin = RangeMargin * (table.High[i] - table.Low[i]);
            var value = lanes[(i * LaneArray.Lanes) + lane];
            if (!(value >= table.Low[i] - margin && value <= table.High[i] + margin))
                return PredictionStatus.UnusualField;
        }

        return PredictionStatus.InDomain;
    }

    private (PulseFilter Cathode, PulseFilter Anode) Filters(FibreGeometry geometry) => _filters.GetOrAdd(Key(geometry), key =>
        PulseFilter.Of(Responses.GetOrAdd(key, _ => StepResponse.Of(geometry, Step)), geometry.Internode, _samples));

    /// <summary>The two models share their equations, not their lengths.</summary>
    private static double Key(FibreGeometry geometry) =>
        geometry.Model == FibreModel.MrgDiscrete ? -geometry.Diameter : geometry.Diameter;

    /// <summary>Potential at the nodes, with its mirror image beyond both cut ends.</summary>
    private static void Mirror(ReadOnlySpan<double> compartments, int nodes, double[] potential)
    {
        Array.Clear(potential);
        for (var i = -StepResponse.Reach; i < nodes + StepResponse.Reach; i++)
        {
            var node = Math.Abs(i);
            node = Math.Clamp(node >= nodes ? (2 * (nodes - 1)) - node : node, 0, nodes - 1);
            var value = compartments[node * FibreGeometry.CompartmentsPerInternode];
            if (!double.IsFinite(value))
                throw new ArgumentException($"The potential at node {node} is not finite.", nameof(compartments));
            potential[i + StepResponse.Reach] = value;
        }
    }

    private static void Filter(double[] taps, double[] potential, Span<double> row, int nodes)
    {
        const int reach = StepResponse.Reach;
        for (var start = 0; start < row.Length; start += LaneArray.Lanes)
        {
            ReadOnlySpan<double> window = potential.AsSpan(start);
            var centre = Vector512.Create(window[reach..]);
            var sum = Vector512<double>.Zero;

            // Against the node's own potential: a uniform part, however large, leaves no rounding behind.
            for (var m = 1; m <= reach; m++)
            {
                var pair = Vector512.Create(window[(reach - m)..]) - centre + (Vector512.Create(window[(reach + m)..]) - centre);
                sum = Vector512.FusedMultiplyAdd(Vector512.Create(taps[reach + m]), pair, sum);
            }

            sum.CopyTo(row[start..]);
        }

        row[nodes..].Clear();
    }
}
