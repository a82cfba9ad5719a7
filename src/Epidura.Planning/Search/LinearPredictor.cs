using Epidura.Planning.Recruitment;

namespace Epidura.Planning.Search;

/// <summary>Predicts the thresholds of a whole population for any current pattern at one pulse width.</summary>
/// <remarks>
/// Threshold = drive at threshold / largest node drive of the pattern; linear in the currents but for the largest. A node may also be
/// driven by the reversed second phase. It ranks; a plan
/// reports cable thresholds only.
/// </remarks>
public sealed class LinearPredictor
{
    private readonly IReadOnlyList<SampledFibre[]> _fibres;
    private readonly double[][][] _drives;
    private readonly double[][] _secondPhase;

    /// <summary>Prepares the drives, in parts of the drive at threshold.</summary>
    /// <param name="fibres">Per site one fibre per rung.</param>
    /// <param name="contacts">Number of contacts.</param>
    /// <param name="constants">Constants of a fibre.</param>
    public LinearPredictor(
        IReadOnlyList<SampledFibre[]> fibres,
        int contacts,
        Func<SampledFibre, PredictorConstants> constants)
    {
        ArgumentNullException.ThrowIfNull(fibres);
        ArgumentNullException.ThrowIfNull(constants);
        _fibres = fibres;
        Contacts = contacts;
        _drives = [.. fibres.Select(site => site.Select(fibre => Relative(fibre, contacts, constants(fibre))).ToArray())];
        _secondPhase = [.. fibres.Select(site => site.Select(fibre => constants(fibre).SecondPhase).ToArray())];
    }

    /// <summary>Number of contacts.</summary>
    public int Contacts { get; }

    /// <summary>Drive of a fibre's nodes per ampere of each contact, in parts of the drive at threshold; contacts × nodes.</summary>
    public double[] Drive(int site, int rung) => _drives[site][rung];

    /// <summary>The fibre.</summary>
    public SampledFibre Fibre(int site, int rung) => _fibres[site][rung];

    /// <summary>Diameters on the ladder of a site.</summary>
    public int Rungs(int site) => _fibres[site].Length;

    /// <summary>Predicted thresholds.</summary>
    /// <param name="fractions">Per contact, relative to the amplitude.</param>
    /// <returns>Per site one per rung, A; positive infinity where no node is driven.</returns>
    public double[][] Thresholds(ReadOnlySpan<double> fractions)
    {
        if (fractions.Length != Contacts)
            throw new ArgumentException("One fraction per contact is needed.", nameof(fractions));
        var thresholds = new double[_drives.Length][];
        Span<double> sum = stackalloc double[512];
        for (var site = 0; site < _drives.Length; site++)
        {
            thresholds[site] = new double[_drives[site].Length];
            for (var rung = 0; rung < thresholds[site].Length; rung++)
                thresholds[site][rung] = Threshold(_drives[site][rung], _secondPhase[site][rung], fractions, sum);
        }

        return thresholds;
    }

    private static double[] Relative(SampledFibre fibre, int contacts, PredictorConstants constants)
    {
        var drive = NodeDrive.PerContact(fibre, contacts, constants.Decay);
        for (var i = 0; i < drive.Length; i++)
            drive[i] /= constants.Drive;
        return drive;
    }

    private static double Threshold(double[] drives, double secondPhase, ReadOnlySpan<double> fractions, Span<double> scratch)
    {
        var nodes = drives.Length / fractions.Length;
        var sum = nodes <= scratch.Length ? scratch[..nodes] : new double[nodes];
        sum.Clear();
        for (var contact = 0; contact < fractions.Length; contact++)
        {
            var fraction = fractions[contact];
            if (fraction == 0)
                continue;
            var row = drives.AsSpan(contact * nodes, nodes);
            for (var node = 0; node < nodes; node++)
                sum[node] += fraction * row[node];
        }

        double largest = 0;
        foreach (var value in sum)
            largest = Math.Max(largest, value > 0 ? value : -secondPhase * value);
        return largest > 0 ? 1 / largest : double.PositiveInfinity;
    }
}
