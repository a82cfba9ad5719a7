using Epidura.Fibers;
using Epidura.Numerics;
using Epidura.Quantities;

namespace Epidura.Planning.Recruitment;

/// <summary>A cable fibre with the potential that each contact imposes on it.</summary>
/// <param name="Site">Index of its site.</param>
/// <param name="Rung">Index of its diameter on the site's ladder.</param>
/// <param name="Geometry">The cable.</param>
/// <param name="Start">Arc length of node 0 on the site's track, m.</param>
/// <param name="ByContact">Contacts × compartments, compartment fastest, V/A.</param>
public sealed record SampledFibre(int Site, int Rung, FibreGeometry Geometry, double Start, double[] ByContact)
{
    /// <summary>The part of the cable whose nodes lie between two heights; the whole cable when that part is too short to carry a
    /// spike.</summary>
    /// <param name="track">Its course.</param>
    /// <param name="low">m.</param>
    /// <param name="high">m.</param>
    public SampledFibre Crop(FibreTrack track, double low, double high)
    {
        ArgumentNullException.ThrowIfNull(track);
        int first = 0, last = Geometry.Nodes - 1;
        while (first < last && Outside(track, first, low, high))
            first++;
        while (last > first && Outside(track, last, low, high))
            last--;
        var nodes = last - first + 1;
        if (nodes < FibrePotentials.NodesMin || nodes == Geometry.Nodes)
            return this;
        const int stride = FibreGeometry.CompartmentsPerInternode;
        var geometry = FibreGeometry.Create(Geometry.Model, Geometry.Diameter, nodes);
        int contacts = ByContact.Length / Geometry.Compartments, kept = geometry.Compartments;
        var cropped = new double[contacts * kept];
        for (var contact = 0; contact < contacts; contact++)
            ByContact.AsSpan((contact * Geometry.Compartments) + (first * stride), kept).CopyTo(cropped.AsSpan(contact * kept));
        return this with { Geometry = geometry, Start = Start + (first * Geometry.Internode), ByContact = cropped };
    }

    /// <summary>z of a node, m.</summary>
    public double HeightOf(FibreTrack track, int node)
    {
        ArgumentNullException.ThrowIfNull(track);
        return track.At(Start + (node * Geometry.Internode)).Z;
    }

    private bool Outside(FibreTrack track, int node, double low, double high)
    {
        var z = HeightOf(track, node);
        return z < low || z > high;
    }

    /// <summary>Potential for 1 A of a pattern, V/A; one per compartment.</summary>
    /// <param name="fractions">Per contact.</param>
    public double[] Combine(ReadOnlySpan<double> fractions)
    {
        var compartments = Geometry.Compartments;
        var sum = new double[compartments];
        for (var contact = 0; contact < fractions.Length; contact++)
        {
            var fraction = fractions[contact];
            if (fraction == 0)
                continue;
            var row = ByContact.AsSpan(contact * compartments, compartments);
            for (var i = 0; i < compartments; i++)
                sum[i] += fraction * row[i];
        }

        return sum;
    }
}

/// <summary>Lays cables on the tracks of a population and samples the lead fields at every compartment's midpoint.</summary>
public static class FibrePotentials
{
    /// <summary>Fewest nodes of a cable.</summary>
    public const int NodesMin = 11;

    /// <summary>Samples every rung of every site.</summary>
    /// <param name="population">Sites.</param>
    /// <param name="fields">Lead fields.</param>
    /// <param name="threads">Threads; 0 takes the machine's.</param>
    /// <param name="cancellation">Asked between sites.</param>
    /// <returns>Per site one fibre per rung.</returns>
    public static IReadOnlyList<SampledFibre[]> Sample(
        Population population, ContactFields fields, int threads, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(population);
        ArgumentNullException.ThrowIfNull(fields);
        var fibres = new SampledFibre[population.Sites.Count][];
        OrderedParallel.For(fibres.Length, threads, index =>
        {
            var site = population.Sites[index];
            var stretch = population.Stretch(site, fields);
            fibres[index] = [.. site.Ladder.Select((diameter, rung) => Lay(index, rung, site, stretch, diameter, fields))];
        }, cancellation);
        return fibres;
    }

    /// <summary>Lays one cable with a node at the site's anchor and as many nodes as fit on the stretch.</summary>
    /// <exception cref="InvalidOperationException">The stretch is too short for a cable.</exception>
    public static SampledFibre Lay(
        int index, int rung, FibreSite site, (double From, double To) stretch, double diameter, ContactFields fields)
    {
        ArgumentNullException.ThrowIfNull(site);
        ArgumentNullException.ThrowIfNull(fields);
        var internode = FibreGeometry.Create(FibreModel.MrgInterpolation, diameter, NodesMin).Internode;
        var before = (int)Math.Floor((site.Anchor - stretch.From) / internode);
        var after = (int)Math.Floor((stretch.To - site.Anchor) / internode);
        var nodes = before + after + 1;
        if (nodes < NodesMin)
        {
            throw new InvalidOperationException(
                $"The {site.Kind} fibre of {site.Segment} has room for {nodes} nodes inside the field; {NodesMin} are needed.");
        }

        var geometry = FibreGeometry.Create(FibreModel.MrgInterpolation, diameter, nodes);
        var start = site.Anchor - (before * internode);
        var path = new Position[geometry.Compartments];
        for (var i = 0; i < path.Length; i++)
            path[i] = site.Track.At(start + geometry.ArcPositions[i]);
        var potentials = new double[fields.Contacts.Count * path.Length];
        fields.Sample(path, potentials);
        if (site.Branch is { } branch)
            Thin(site.Track, branch, geometry, start, fields, potentials);
        return new SampledFibre(index, rung, geometry, start, potentials);
    }

    /// <summary>
    /// A cable has one diameter; its thinner branch is told by the potential. Nodes lie closer on the branch, so the second difference of
    /// the potential over an internode is smaller by the ratio of the internodes squared. Beyond the start of the branch the potential
    /// becomes w φ(s) + (1 − w) ψ(s), ψ a curve that leaves φ with its own slope and levels off, so that neither a kink nor the cut end
    /// excites. docs/science/recruitment.md.
    /// </summary>
    private static void Thin(
        FibreTrack track, ColumnBranch branch, FibreGeometry geometry, double start, ContactFields fields, Span<double> potentials)
    {
        const double levelling = 15e-3, reach = 1e-3;
        var thin = FibreGeometry.Create(geometry.Model, Math.Max(2e-6, geometry.Diameter * branch.DiameterRatio), NodesMin).Internode;
        var weight = thin / geometry.Internode * (thin / geometry.Internode);
        var contacts = fields.Contacts.Count;
        var ends = new double[3 * contacts];
        fields.Sample([track.At(branch.From - reach), track.At(branch.From), track.At(branch.From + reach)], ends);
        for (var contact = 0; contact < contacts; contact++)
        {
            var at = ends[(contact * 3) + 1];
            var slope = (ends[(contact * 3) + 2] - ends[contact * 3]) / (2 * reach);
            var row = potentials.Slice(contact * geometry.Compartments, geometry.Compartments);
            for (var i = 0; i < row.Length; i++)
            {
                var beyond = start + geometry.ArcPositions[i] - branch.From;
                if (beyond > 0)
                    row[i] = (weight * row[i]) + ((1 - weight) * (at + (slope * levelling * (1 - Math.Exp(-beyond / levelling)))));
            }
        }
    }
}
