namespace Epidura.Fibers.Prediction;

/// <summary>Predictions of a set of samples against the cable.</summary>
/// <param name="Ratios">Predicted over cable threshold of the fibres that both judge to be inside the domain.</param>
/// <param name="AtCutEnd">Fibres whose spike began at a cut end by the cable or within five nodes of one by the prediction.</param>
/// <param name="Unusual">Fibres that the predictor says are outside its fit.</param>
/// <param name="NotFound">Fibres that no amplitude fires, by the cable or the prediction.</param>
public sealed record PredictorEvaluation(IReadOnlyList<double> Ratios, int AtCutEnd, int Unusual, int NotFound)
{
    /// <summary>Compares with the shipped predictor, or with a table that is not shipped yet.</summary>
    /// <param name="samples">Cable thresholds.</param>
    /// <param name="table">Text of a table that <see cref="PredictorTraining"/> wrote; null takes the shipped one.</param>
    public static PredictorEvaluation Of(IReadOnlyList<PredictorSample> samples, string? table = null) =>
        Of(samples, table is null ? PredictorTable.Embedded : PredictorTable.Parse(table));

    internal static PredictorEvaluation Of(IReadOnlyList<PredictorSample> samples, PredictorTable table)
    {
        ArgumentNullException.ThrowIfNull(samples);
        var batch = new PredictorBatch(table);
        var predicted = new PredictedThreshold[1];
        List<double> ratios = [];
        int cut = 0, unusual = 0, notFound = 0;
        foreach (var (fibre, predictor, result) in samples)
        {
            batch.Run([predictor.Prepare(fibre.Geometry, fibre.UnitPotential, 1)], [1.0], predicted);
            if (result.Status != ThresholdStatus.Found || predicted[0].Status == PredictionStatus.NotDriven)
                notFound++;
            else if (result.AtCutEnd || predicted[0].Status == PredictionStatus.NearCutEnd)
                cut++;
            else if (predicted[0].Status == PredictionStatus.UnusualField)
                unusual++;
            else
                ratios.Add(predicted[0].Threshold / result.Threshold);
        }

        return new PredictorEvaluation(ratios, cut, unusual, notFound);
    }
}
