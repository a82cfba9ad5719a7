namespace Epidura.Anatomy.Sections;

/// <summary>Grey matter: five ellipses in a cord of 4.4 × 3.2 mm half axes, stretched with the cord and scaled to an area.</summary>
internal static class GreyMatter
{
    private const double ReferenceSemiX = 4.4e-3;
    private const double ReferenceSemiY = 3.2e-3;

    private static readonly Ellipse[] Reference =
    [
        new(0, 0, 1.2e-3, 0.4e-3),
        new(1.25e-3, -0.90e-3, 0.80e-3, 1.00e-3),
        new(-1.25e-3, -0.90e-3, 0.80e-3, 1.00e-3),
        new(1.15e-3, 0.85e-3, 0.38e-3, 1.25e-3, -20 * Math.PI / 180),
        new(-1.15e-3, 0.85e-3, 0.38e-3, 1.25e-3, 20 * Math.PI / 180),
    ];

    private static readonly Lazy<double> ReferenceArea = new(MeasureReference);

    /// <summary>Ellipses for a cord.</summary>
    /// <param name="cord">Not turned.</param>
    /// <param name="area">Wanted area of the union, m²; the scale is bounded so that the dorsal horns stay in the cord.</param>
    /// <param name="scaleMax">The bound.</param>
    public static Ellipse[] For(Ellipse cord, double area, double scaleMax)
    {
        double fx = cord.SemiX / ReferenceSemiX, fy = cord.SemiY / ReferenceSemiY;
        var scale = Math.Min(Math.Sqrt(area / (ReferenceArea.Value * fx * fy)), scaleMax);
        return [.. Reference.Select(ellipse => Stretch(ellipse, fx * scale, fy * scale, cord.CentreX, cord.CentreY))];
    }

    /// <summary>The image of an ellipse under a stretch along x and y is an ellipse: its axes are the singular values of S·R·D.</summary>
    private static Ellipse Stretch(Ellipse e, double sx, double sy, double x, double y)
    {
        double cx = x + (sx * e.CentreX), cy = y + (sy * e.CentreY);
        if (e.Rotation == 0)
            return new Ellipse(cx, cy, sx * e.SemiX, sy * e.SemiY);
        double c = Math.Cos(e.Rotation), s = Math.Sin(e.Rotation);
        double m11 = sx * c * e.SemiX, m12 = -sx * s * e.SemiY, m21 = sy * s * e.SemiX, m22 = sy * c * e.SemiY;

        // M·Mᵀ = [p q; q r]; the long axis of a dorsal horn lies near y.
        double p = (m11 * m11) + (m12 * m12), q = (m11 * m21) + (m12 * m22), r = (m21 * m21) + (m22 * m22);
        double mean = 0.5 * (p + r), half = Math.Sqrt((0.25 * (p - r) * (p - r)) + (q * q));
        var rotation = 0.5 * Math.Atan2(-2 * q, r - p);
        return new Ellipse(cx, cy, Math.Sqrt(mean - half), Math.Sqrt(mean + half), rotation);
    }

    private static double MeasureReference()
    {
        const double Step = 0.01e-3;
        var inside = 0;
        for (var i = 0; i < 640; i++)
            for (var j = 0; j < 640; j++)
            {
                double x = ((i - 319.5) * Step), y = ((j - 319.5) * Step);
                if (Reference.Any(ellipse => ellipse.Contains(x, y)))
                    inside++;
            }

        return inside * Step * Step;
    }
}
