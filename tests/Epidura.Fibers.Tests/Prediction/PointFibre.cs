using Epidura.Quantities;

namespace Epidura.Fibers.Tests.Prediction;

/// <summary>Straight fibres beside point sources in a medium as anisotropic as white matter.</summary>
internal static class PointFibre
{
    /// <summary>Potential of one source along a fibre, V/A.</summary>
    public static double[] Potential(FibreGeometry geometry, double distance, double along, double sign = -1)
    {
        var potential = new double[geometry.Compartments];
        for (var i = 0; i < potential.Length; i++)
        {
            var z = geometry.ArcPositions[i] - ((geometry.Nodes - 1) / 2 * geometry.Internode) - along;
            potential[i] = sign * Field.PointSource.Potential(new Position(distance, 0, z), 0.083, 0.083, 0.6);
        }

        return potential;
    }

    public static FibreGeometry Geometry(double diameterMicrometre, int nodes = 49) =>
        FibreGeometry.Create(FibreModel.MrgInterpolation, diameterMicrometre * 1e-6, nodes);

    public static FibreCase Bipole(double diameterMicrometre, double distance, double spread, double along = 0)
    {
        var geometry = Geometry(diameterMicrometre);
        var cathode = Potential(geometry, distance, along);
        var anode = Potential(geometry, distance, along + spread, 1);
        return new FibreCase(geometry, [.. cathode.Zip(anode, (a, b) => a + b)]);
    }
}
