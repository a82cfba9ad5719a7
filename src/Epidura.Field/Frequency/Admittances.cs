using System.Numerics;
using Epidura.Field.Conduction;
using Epidura.Field.Grids;

namespace Epidura.Field.Frequency;

/// <summary>A network whose faces conduct and displace: conductances in <see cref="Network"/>, susceptances here, S.</summary>
internal sealed class Admittances
{
    public Admittances(FieldGrid grid, Func<double, Conductor> conductor, int threads, CancellationToken ct)
    {
        Network = Network.Build(grid, conductor(0), threads, ct);
        Network more = Network.Build(grid, conductor(1), threads, ct), less = Network.Build(grid, conductor(-1), threads, ct);
        X = Split(Network.X, more.X, less.X);
        Y = Split(Network.Y, more.Y, less.Y);
        Z = Split(Network.Z, more.Z, less.Z);
        Fixed = Split(Network.Fixed, more.Fixed, less.Fixed);
        Links =
        [
            .. Network.Links.Select((link, n) =>
            {
                double high = more.Links[n].Conductance, low = less.Links[n].Conductance;
                return (link.Cell, link.Contact, new Complex((2 * link.Conductance) - (0.5 * (high + low)), 0.5 * (high - low)));
            }),
        ];
    }

    public Network Network { get; }

    public float[] X { get; }

    public float[] Y { get; }

    public float[] Z { get; }

    public float[] Fixed { get; }

    public IReadOnlyList<(int Cell, int Contact, Complex Admittance)> Links { get; }

    /// <summary>Leaves the conductance at one times j in the first array and gives the susceptance.</summary>
    private static float[] Split(float[] own, float[] more, float[] less)
    {
        var result = new float[own.Length];
        for (var n = 0; n < own.Length; n++)
        {
            result[n] = (float)(0.5 * ((double)more[n] - less[n]));
            own[n] = (float)((2.0 * own[n]) - (0.5 * ((double)more[n] + less[n])));
        }

        return result;
    }
}
