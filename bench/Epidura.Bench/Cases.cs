using Epidura.Fibers;

namespace Epidura.Bench;

/// <summary>Fibres beside a point source in 0.3 S/m.</summary>
internal static class Cases
{
    public static FibreCase Point(FibreModel model, double diameterMicrometre, double distance, int nodes)
    {
        var geometry = FibreGeometry.Create(model, diameterMicrometre * 1e-6, nodes);
        var potential = new double[geometry.Compartments];
        for (var i = 0; i < potential.Length; i++)
        {
            var z = geometry.ArcPositions[i] - ((nodes - 1) / 2 * geometry.Internode);
            potential[i] = -1 / (4 * Math.PI * 0.3 * Math.Sqrt((z * z) + (distance * distance)));
        }

        return new FibreCase(geometry, potential);
    }
}
