using System.Text.Json;
using Epidura.Numerics.Verification;
using Epidura.Quantities;

namespace Epidura.Field.Verification;

/// <summary>Compares with the closed forms of the reference file: an infinite medium, cylinders and spheres.</summary>
internal static class ClosedForms
{
    private const double ShellLimit = 0.005;
    private const double FormulaLimit = 1e-9;
    private const double JudgedRadius = 7e-3;
    private const double Millimetre = 1e-3;

    public static IEnumerable<VerificationCase> Compare(JsonElement analytic, FieldQuality quality, int threads, CancellationToken ct)
    {
        foreach (var item in analytic.EnumerateObject())
        {
            var cases = item.Name switch
            {
                _ when item.Name.StartsWith("a_", StringComparison.Ordinal) => Formula(item.Name, item.Value),
                _ when item.Name.StartsWith('b') => Shells(item.Name, item.Value, quality, threads, ct),
                _ => [],
            };
            foreach (var one in cases)
                yield return one;
        }
    }

    private static IEnumerable<VerificationCase> Formula(string id, JsonElement item)
    {
        var sigma = Numbers(item.GetProperty("sigma"));
        var (points, values) = Points(item);
        for (var n = 0; n < points.Length; n++)
        {
            var ours = PointSource.Potential(points[n], sigma[0], sigma[1], sigma[2]);
            var relative = (ours - values[n]) / values[n];
            yield return new VerificationCase(
                id, $"potential {Name(points[n])}, V/A", null, ours, values[n], relative, FormulaLimit, Math.Abs(relative) <= FormulaLimit);
        }
    }

    private static IEnumerable<VerificationCase> Shells(
        string id, JsonElement item, FieldQuality quality, int threads, CancellationToken ct)
    {
        var model = item.GetProperty("model");
        var isCylinder = model.TryGetProperty("half_length", out var half);
        var radii = Numbers(model.GetProperty("radii")).Select(r => r * Millimetre).ToArray();
        var across = Numbers(model.GetProperty(isCylinder ? "sigma_t" : "sigma"));
        var along = isCylinder ? Numbers(model.GetProperty("sigma_z")) : across;
        var source = isCylinder ? Numbers(model.GetProperty("source")) : [0, 0, model.GetProperty("source_r").GetDouble()];
        var problem = new ShellProblem(
            radii, across, along, isCylinder ? half.GetDouble() * Millimetre : null,
            Position.FromMillimetres(source[0], source[1], source[2]));
        var (points, values) = Points(item);
        var spacing = quality switch { FieldQuality.Draft => 0.3e-3, FieldQuality.Standard => 0.16e-3, _ => 0.12e-3 };
        var (ours, cells, iterations) = problem.Solve(points, spacing, threads, ct);
        for (var n = 0; n < points.Length; n++)
        {
            var p = points[n];
            var radius = Math.Sqrt((p.X * p.X) + (p.Y * p.Y) + (isCylinder ? 0 : p.Z * p.Z));
            var relative = (ours[n] - values[n]) / values[n];
            bool? pass = radius <= JudgedRadius ? Math.Abs(relative) <= ShellLimit : null;
            yield return new VerificationCase(
                id, $"potential {Name(p)}, V/A", null, ours[n], values[n], relative, pass is null ? null : ShellLimit, pass);
        }

        yield return new VerificationCase(id, $"iterations to 1e-10 with {cells} cells", null, iterations, null, null, null, null);
    }

    private static (Position[] Points, double[] Values) Points(JsonElement item) =>
        ([.. item.GetProperty("points").EnumerateArray().Select(p => Numbers(p)).Select(v => Position.FromMillimetres(v[0], v[1], v[2]))],
            Numbers(item.GetProperty("phi")));

    private static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(v => v.GetDouble())];

    private static string Name(Position p) => FormattableString.Invariant($"at ({p.X * 1e3:0.##}, {p.Y * 1e3:0.##}, {p.Z * 1e3:0.##}) mm");
}
