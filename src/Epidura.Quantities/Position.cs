namespace Epidura.Quantities;

/// <summary>
/// A point in the frame of the cord, m: <paramref name="X"/> to the patient's right, <paramref name="Y"/> dorsal,
/// <paramref name="Z"/> rostral (towards the head). The origin lies in the centre of the cord at the top of the C1 rootlets,
/// so every point of the cord has Z below zero.
/// </summary>
/// <param name="X">To the right, m.</param>
/// <param name="Y">Dorsal, m.</param>
/// <param name="Z">Rostral, m.</param>
public readonly record struct Position(double X, double Y, double Z)
{
    /// <summary>From millimetres.</summary>
    public static Position FromMillimetres(double x, double y, double z) => new(x * 1e-3, y * 1e-3, z * 1e-3);

    /// <summary>Distance to another point, m.</summary>
    public double DistanceTo(Position other) => Math.Sqrt(
        ((X - other.X) * (X - other.X)) + ((Y - other.Y) * (Y - other.Y)) + ((Z - other.Z) * (Z - other.Z)));

    /// <summary>Sum by component, m.</summary>
    public static Position operator +(Position left, Position right) => new(left.X + right.X, left.Y + right.Y, left.Z + right.Z);

    /// <summary>Difference by component, m.</summary>
    public static Position operator -(Position left, Position right) => new(left.X - right.X, left.Y - right.Y, left.Z - right.Z);

    /// <summary>Scaled.</summary>
    public static Position operator *(double factor, Position value) => new(factor * value.X, factor * value.Y, factor * value.Z);
}
