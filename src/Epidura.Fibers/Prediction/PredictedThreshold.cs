namespace Epidura.Fibers.Prediction;

/// <summary>How far a prediction can be trusted.</summary>
public enum PredictionStatus
{
    /// <summary>Inside what the predictor was fitted on: the shipped errors hold.</summary>
    InDomain,

    /// <summary>The spike begins within five nodes of a cut end, where the result depends on where the fibre was cut.</summary>
    NearCutEnd,

    /// <summary>The polarisation along the fibre has a shape outside the fit; the number is an extrapolation.</summary>
    UnusualField,

    /// <summary>No node is depolarised.</summary>
    NotDriven,
}

/// <summary>A predicted threshold.</summary>
/// <param name="Threshold">A; positive infinity when no node is depolarised.</param>
/// <param name="Node">Where the spike begins; −1 when nowhere.</param>
/// <param name="Status">How far it can be trusted.</param>
public readonly record struct PredictedThreshold(double Threshold, int Node, PredictionStatus Status);

/// <summary>A fibre made ready for many current patterns of one pulse.</summary>
public sealed class PreparedFibre
{
    internal PreparedFibre(
        ThresholdPredictor predictor, double diameter, int nodes, int padded, int contacts, double[] rows, double[][] times)
    {
        (Predictor, Diameter, Nodes, Padded, Contacts) = (predictor, diameter, nodes, padded, contacts);
        (Rows, Times) = (rows, times);
    }

    /// <summary>Whose pulse it is.</summary>
    public ThresholdPredictor Predictor { get; }

    /// <summary>m.</summary>
    public double Diameter { get; }

    /// <summary>Nodes.</summary>
    public int Nodes { get; }

    /// <summary>Contacts it was prepared for.</summary>
    public int Contacts { get; }

    /// <summary>Length of a row, a multiple of eight.</summary>
    internal int Padded { get; }

    /// <summary>Polarisation per ampere of each contact, V/A; contact × 2 times × <see cref="Padded"/> nodes.</summary>
    internal double[] Rows { get; }

    /// <summary>Values of the pulse for the two phases.</summary>
    internal double[][] Times { get; }
}
