using Epidura.Anatomy.Levels;
using Epidura.Planning.Recruitment;
using Epidura.Quantities;
using Epidura.Stimulation.Programs;

namespace Epidura.Planning.Tests;

/// <summary>A small cord for tests: straight fibres under point sources in an endless medium, with closed-form potentials.</summary>
internal static class StandIn
{
    public const double Conductivity = 0.3;

    public static ContactFields Fields(params (ContactId Id, Position At)[] sources)
    {
        var contacts = sources.Select(s => s.Id).ToArray();
        var access = new double[sources.Length, sources.Length];
        for (var i = 0; i < sources.Length; i++)
            for (var j = 0; j < sources.Length; j++)
                access[i, j] = i == j ? 400 : Volts(sources[j].At, sources[i].At);
        return new ContactFields(contacts, access, (path, volts) =>
        {
            for (var k = 0; k < sources.Length; k++)
                for (var i = 0; i < path.Count; i++)
                    volts[(k * path.Count) + i] = Volts(sources[k].At, path[i]);
        }, _ => true);
    }

    public static double Volts(Position source, Position point) => 1 / (4 * Math.PI * Conductivity * source.DistanceTo(point));

    /// <summary>Two rows of four contacts, 3 mm to either side, 7 mm apart, 4 mm above the fibres.</summary>
    public static (ContactId Id, Position At)[] TwoLeads() =>
    [
        .. Enumerable.Range(1, 4).Select(n => (new ContactId("left", n), Position.FromMillimetres(-3, 4, 14 - (7 * n)))),
        .. Enumerable.Range(1, 4).Select(n => (new ContactId("right", n), Position.FromMillimetres(3, 4, 14 - (7 * n)))),
    ];

    /// <summary>A bundle of straight fibres: segments from the midline outwards on both sides, 0.4 mm apart.</summary>
    public static Population Cord(double length = 40e-3, params SpinalSegment[] medialFirst)
    {
        if (medialFirst.Length == 0)
            medialFirst = [SpinalSegment.S1, SpinalSegment.L5, SpinalSegment.L4, SpinalSegment.L2, SpinalSegment.T12];
        List<FibreSite> sites = [];
        foreach (var side in new[] { Side.Left, Side.Right })
            for (var i = 0; i < medialFirst.Length; i++)
                sites.Add(Site(medialFirst[i], side, (side == Side.Left ? -1 : 1) * (0.2 + (0.4 * i)), length));
        return new Population(sites, [], length, 0);
    }

    public static FibreSite Site(SpinalSegment segment, Side side, double xMillimetre, double length)
    {
        var x = xMillimetre * 1e-3;
        var track = new FibreTrack([new Position(x, 0, -length / 2), new Position(x, 0, 0), new Position(x, 0, length / 2)]);
        return new FibreSite(
            FibreKind.DorsalColumn, segment, side, new Position(x, 0, 0), track, length / 2, [7e-6, 9e-6, 11e-6, 14e-6],
            [new(8e-6, 20), new(10e-6, 8), new(12e-6, 3)]);
    }
}
