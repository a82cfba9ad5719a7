using System.Numerics;
using Epidura.Anatomy.Sections;

namespace Epidura.Field.Frequency;

/// <summary>Relative permittivity of tissues against frequency.</summary>
/// <remarks>
/// Four Cole-Cole terms and an ionic conductivity: Gabriel, Lau and Gabriel 1996, Phys Med Biol 41:2271, doi 10.1088/0031-9155/41/11/003,
/// table 1. Scar takes the values of dura and the trunk those of muscle (assumption: neither was measured as such). Below 100 Hz the source
/// itself warns of electrode polarisation in its data.
/// </remarks>
public static class TissueDispersion
{
    /// <summary>Of free space, F/m.</summary>
    public const double VacuumPermittivity = 8.8541878128e-12;

    private static readonly Dictionary<Tissue, ColeCole> Table = new()
    {
        [Tissue.WhiteMatter] = new(4, 0.02, [(32, 7.958e-12, 0.1), (100, 7.958e-9, 0.1), (4e4, 53.052e-6, 0.3), (3.5e7, 7.958e-3, 0.02)]),
        [Tissue.GreyMatter] = new(
            4, 0.02, [(45, 7.958e-12, 0.1), (400, 15.915e-9, 0.15), (2e5, 106.103e-6, 0.22), (4.5e7, 5.305e-3, 0)]),
        [Tissue.CerebrospinalFluid] = new(4, 2, [(65, 7.958e-12, 0.1), (40, 1.592e-9, 0)]),
        [Tissue.Dura] = new(4, 0.5, [(40, 7.958e-12, 0.15), (200, 7.958e-9, 0.1), (1e4, 159.155e-6, 0.2), (1e6, 15.915e-3, 0)]),
        [Tissue.EpiduralFat] = new(
            2.5, 0.035, [(9, 7.958e-12, 0.2), (35, 15.915e-9, 0.1), (3.3e4, 159.155e-6, 0.05), (1e7, 15.915e-3, 0.01)]),
        [Tissue.Bone] = new(2.5, 0.02, [(10, 13.263e-12, 0.2), (180, 79.577e-9, 0.2), (5e3, 159.155e-6, 0.2), (1e5, 15.915e-3, 0)]),
        [Tissue.Thorax] = new(
            4, 0.2, [(50, 7.234e-12, 0.1), (7000, 353.678e-9, 0.1), (1.2e6, 318.31e-6, 0.1), (2.5e7, 2.274e-3, 0)]),
    };

    /// <summary>Relative permittivity and the source's own conductivity, S/m, at a frequency, Hz.</summary>
    public static (double Permittivity, double Conductivity) At(Tissue tissue, double frequency)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(frequency);
        var angular = 2 * Math.PI * frequency;
        var value = (Table.TryGetValue(tissue, out var own) ? own : Table[Tissue.Dura]).At(angular);
        return (value.Real, -value.Imaginary * angular * VacuumPermittivity);
    }

    private sealed record ColeCole(double Infinite, double Ionic, (double Step, double Time, double Spread)[] Terms)
    {
        public Complex At(double angular)
        {
            var sum = new Complex(Infinite, -Ionic / (angular * VacuumPermittivity));
            foreach (var (step, time, spread) in Terms)
                sum += step / (1 + Complex.Pow(new Complex(0, angular * time), 1 - spread));
            return sum;
        }
    }
}
