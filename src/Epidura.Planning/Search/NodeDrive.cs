using Epidura.Fibers;
using Epidura.Planning.Recruitment;

namespace Epidura.Planning.Search;

/// <summary>Linear drive of a fibre's nodes: the second difference of the potential, spread by a passive cable.</summary>
/// <remarks>
/// A_n = Σ_m r^|n−m| (φ_{m−1} − 2 φ_m + φ_{m+1}); r is what one internode leaves of a polarisation and stands for pulse width and
/// diameter. Two recursive passes give the sum in linear time. McNeal 1976, doi 10.1109/TBME.1976.324593, gives the cable;
/// docs/science/planner.md. Checked by SearchTests against the written-out sum.
/// </remarks>
public static class NodeDrive
{
    /// <summary>Drive per ampere of each contact.</summary>
    /// <param name="fibre">Sampled fibre.</param>
    /// <param name="contacts">Number of contacts.</param>
    /// <param name="decay">r, zero or more and below one.</param>
    /// <returns>Contacts × nodes, node fastest, V/A; zero at both end nodes.</returns>
    public static double[] PerContact(SampledFibre fibre, int contacts, double decay)
    {
        ArgumentNullException.ThrowIfNull(fibre);
        int nodes = fibre.Geometry.Nodes, compartments = fibre.Geometry.Compartments;
        var drive = new double[contacts * nodes];
        for (var contact = 0; contact < contacts; contact++)
        {
            var potential = fibre.ByContact.AsSpan(contact * compartments, compartments);
            Spread(potential, decay, drive.AsSpan(contact * nodes, nodes));
        }

        return drive;
    }

    /// <summary>Drive of one potential.</summary>
    /// <param name="potential">Per compartment, V or V/A.</param>
    /// <param name="decay">r.</param>
    /// <param name="drive">Per node; overwritten.</param>
    public static void Spread(ReadOnlySpan<double> potential, double decay, Span<double> drive)
    {
        const int stride = FibreGeometry.CompartmentsPerInternode;
        var nodes = drive.Length;
        drive.Clear();
        double forward = 0;
        for (var n = 1; n < nodes - 1; n++)
        {
            forward = (decay * forward) + Second(potential, n * stride, stride);
            drive[n] = forward;
        }

        double backward = 0;
        for (var n = nodes - 2; n > 0; n--)
        {
            drive[n] += decay * backward;
            backward = (decay * backward) + Second(potential, n * stride, stride);
        }
    }

    private static double Second(ReadOnlySpan<double> potential, int at, int stride) =>
        potential[at - stride] - (2 * potential[at]) + potential[at + stride];
}
