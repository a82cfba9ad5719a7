namespace Epidura.Fibers.Tests;

/// <summary>Fibres beside a cathode in an unbounded medium of 0.3 S/m.</summary>
internal static class PointSource
{
    /// <summary>V/A along a straight fibre; along is counted from the middle node.</summary>
    public static double[] Cathode(FibreGeometry geometry, double distance, double along = 0)
    {
        var middle = (geometry.Nodes - 1) / 2 * geometry.Internode;
        return
        [
            .. geometry.ArcPositions.ToArray().Select(z =>
                -1 / (4 * Math.PI * 0.3 * Math.Sqrt(Math.Pow(z - middle - along, 2) + (distance * distance)))),
        ];
    }

    public static FibreCase Beside(FibreGeometry geometry, double distance, double along = 0) =>
        new(geometry, Cathode(geometry, distance, along));

    public static FibreGeometry Mrg(double diameterMicrometre = 10, int nodes = 21) =>
        FibreGeometry.Create(FibreModel.MrgDiscrete, diameterMicrometre * 1e-6, nodes);
}
