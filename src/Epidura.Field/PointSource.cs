using Epidura.Quantities;

namespace Epidura.Field;

/// <summary>A point source in an infinite medium.</summary>
public static class PointSource
{
    /// <summary>Potential per ampere, V/A.</summary>
    /// <param name="offset">From the source, m; not zero.</param>
    /// <param name="sigmaX">Conductivity along x, S/m; above zero.</param>
    /// <param name="sigmaY">Conductivity along y, S/m; above zero.</param>
    /// <param name="sigmaZ">Conductivity along z, S/m; above zero.</param>
    /// <returns>1 / (4 π √(σx σy σz) √(x²/σx + y²/σy + z²/σz)).</returns>
    /// <exception cref="ArgumentOutOfRangeException">A conductivity not above zero, or no distance.</exception>
    /// <remarks>Checked by ClosedFormTests against field.json, case a.</remarks>
    public static double Potential(Position offset, double sigmaX, double sigmaY, double sigmaZ)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sigmaX);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sigmaY);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sigmaZ);
        var distance = Math.Sqrt((offset.X * offset.X / sigmaX) + (offset.Y * offset.Y / sigmaY) + (offset.Z * offset.Z / sigmaZ));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(distance, nameof(offset));
        return 1 / (4 * Math.PI * Math.Sqrt(sigmaX * sigmaY * sigmaZ) * distance);
    }
}
