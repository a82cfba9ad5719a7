using Epidura.Quantities;

namespace Epidura.Field.Verification;

/// <summary>A conducting sphere in another medium inside a grounded sphere, point source on the z axis between them.</summary>
/// <param name="Inner">Radius of the inner sphere, m.</param>
/// <param name="Outer">Radius of the grounded sphere, m.</param>
/// <param name="SigmaInner">S/m.</param>
/// <param name="SigmaOuter">S/m.</param>
/// <param name="Source">Height of the source, between the radii, m.</param>
internal sealed record TwoSpheres(double Inner, double Outer, double SigmaInner, double SigmaOuter, double Source)
{
    private const int TermsMax = 400;

    /// <summary>Largest relative error over points away from the source, and the cells of the grid.</summary>
    public (double Error, int Cells) Error(double spacing, int threads, CancellationToken ct)
    {
        // Every shell outside the inner sphere has the outer conductivity, so the other borders of the shell problem vanish.
        double[] radii = [Inner, 1.2 * Inner, 1.3 * Inner, 1.4 * Inner, 1.5 * Inner, Outer];
        double[] sigma = [SigmaInner, SigmaOuter, SigmaOuter, SigmaOuter, SigmaOuter, SigmaOuter];
        var problem = new ShellProblem(radii, sigma, sigma, null, new Position(0, 0, Source)) { IsEven = true };
        Position[] points =
        [
            new(0.7e-3, 0.3e-3, 1.1e-3), new(0.2e-3, 1.9e-3, -0.6e-3), new(-2.3e-3, 0.4e-3, 0.9e-3), new(0.3e-3, 0.5e-3, 3.1e-3),
            new(5.2e-3, 1.1e-3, 0.7e-3), new(0.4e-3, -6.3e-3, -2.1e-3), new(3.3e-3, 4.1e-3, -5.2e-3),
        ];
        var (ours, cells, _) = problem.Solve(points, spacing, threads, ct);
        var error = 0.0;
        for (var n = 0; n < points.Length; n++)
        {
            var exact = Potential(points[n]);
            error = Math.Max(error, Math.Abs((ours[n] - exact) / exact));
        }

        return (error, cells);
    }

    /// <summary>Series in Legendre polynomials, matched at the inner sphere and zero on the outer one, V/A.</summary>
    public double Potential(Position p)
    {
        var r = Math.Sqrt((p.X * p.X) + (p.Y * p.Y) + (p.Z * p.Z));
        double u = p.Z / r, sum = 0, before = 1, legendre = 1;
        var scale = 1 / (4 * Math.PI * SigmaOuter * Source);
        for (var n = 0; n < TermsMax; n++)
        {
            if (n > 0)
                (before, legendre) = (legendre, n == 1 ? u : ((((2 * n) - 1) * u * legendre) - ((n - 1) * before)) / n);
            sum += scale * Term(n, r) * legendre;
        }

        return sum;
    }

    /// <summary>Radial factor of one order; powers are taken of ratios under one so that nothing overflows.</summary>
    private double Term(int n, double r)
    {
        // Between the spheres φ = source + A (r/R)^n + B (a/r)^(n+1); inside φ = C (r/a)^n.
        double q = Math.Pow(Inner / Outer, n), a = Math.Pow(Inner / Source, n), d = Math.Pow(Source / Outer, n + 1);
        double shrink = Math.Pow(Inner / Outer, n + 1);
        // Grounded: d + A + B shrink = 0. Continuity: a + A q + B = C. Flux: s2 (n a + n A q - (n+1) B) = s1 n C.
        double s1 = SigmaInner, s2 = SigmaOuter;
        // Put A = -d - B shrink into the flux minus continuity.
        var base0 = a - (d * q);
        var b = n * (s2 - s1) * base0 / ((s2 * (n + 1)) + (s1 * n) + (n * (s2 - s1) * shrink * q));
        var outer = -d - (b * shrink);
        if (r <= Inner)
            return (a + (outer * q) + b) * Math.Pow(r / Inner, n);
        var direct = r < Source ? Math.Pow(r / Source, n) : Math.Pow(Source / r, n + 1);
        return direct + (outer * Math.Pow(r / Outer, n)) + (b * Math.Pow(Inner / r, n + 1));
    }
}
