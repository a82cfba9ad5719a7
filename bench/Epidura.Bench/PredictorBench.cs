using Epidura.Fibers;
using Epidura.Fibers.Prediction;
using Epidura.Stimulation.Waveforms;

namespace Epidura.Bench;

/// <summary>Fibres that the predictor judges per second of one core's time.</summary>
internal static class PredictorBench
{
    private const int Fibres = 480;
    private const int Nodes = 56;
    private const int Contacts = 8;
    private const int Patterns = 200;

    /// <summary>For a new pattern of eight contacts with the fibres prepared, and from the potential of a pattern, filter
    /// included.</summary>
    public static (double Prepared, double Whole) Measure()
    {
        var predictor = new ThresholdPredictor(new Waveform.Biphasic(210e-6, 100e-6));
        var cases = Enumerable.Range(0, Fibres).Select(i => Enumerable.Range(0, Contacts).Select(k => Cases.Point(
            FibreModel.MrgInterpolation, 7 + (0.5 * (i % 16)), 2.5e-3 + (5e-3 * i / Fibres) + (0.7e-3 * k), Nodes)).ToArray()).ToArray();
        PreparedFibre[] prepared =
        [
            .. cases.Select(contacts => predictor.Prepare(
                contacts[0].Geometry, [.. contacts.SelectMany(c => c.UnitPotential)], Contacts)),
        ];
        var results = new PredictedThreshold[Fibres];
        double[] fractions = [1, -0.6, 0.3, -0.4, 0.3, 0.1, 0.1, 0.1];
        var whole = new PreparedFibre[Fibres];
        double[] one = [1.0];
        var seconds = ThresholdBench.Processor(() =>
        {
            for (var i = 0; i < Patterns; i++)
            {
                fractions[i % Contacts] += 1e-3;
                predictor.Predict(prepared, fractions, results);
            }
        });
        var secondsWhole = ThresholdBench.Processor(() =>
        {
            for (var repeat = 0; repeat < Patterns / 10; repeat++)
            {
                for (var i = 0; i < Fibres; i++)
                    whole[i] = predictor.Prepare(cases[i][0].Geometry, cases[i][0].UnitPotential, 1);
                predictor.Predict(whole, one, results);
            }
        });
        return (Fibres * Patterns / seconds, Fibres * (Patterns / 10) / secondsWhole);
    }
}
