namespace Epidura.Quantities;

/// <summary>The one test every quantity passes when it is made.</summary>
internal static class Check
{
    /// <summary>Returns <paramref name="value"/>, or throws when it is not finite.</summary>
    /// <exception cref="ArgumentOutOfRangeException">NaN or infinite.</exception>
    public static double Finite(double value) =>
        double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A quantity must be finite.");
}
