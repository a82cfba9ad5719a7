using Epidura.Planning.Search;

namespace Epidura.Planning.Tests.Search;

public class SimplexTests
{
    [Fact]
    public void A_textbook_program_reaches_its_vertex()
    {
        // max 3x + 5y, x ≤ 4, 2y ≤ 12, 3x + 2y ≤ 18: (2, 6), 36.
        var result = Simplex.Maximise([3, 5], [[1, 0], [0, 2], [3, 2]], [4, 12, 18]);
        Assert.Equal(SimplexStatus.Optimal, result.Status);
        Assert.Equal(36, result.Value, 1e-9);
        Assert.Equal(2, result.Variables[0], 1e-9);
        Assert.Equal(6, result.Variables[1], 1e-9);
    }

    [Fact]
    public void An_open_direction_is_unbounded() =>
        Assert.Equal(SimplexStatus.Unbounded, Simplex.Maximise([1, 0], [[0, 1]], [1]).Status);

    [Fact]
    public void A_degenerate_program_that_cycles_without_an_anti_cycling_rule_ends()
    {
        // Beale 1955.
        var result = Simplex.Maximise(
            [0.75, -150, 0.02, -6],
            [[0.25, -60, -0.04, 9], [0.5, -90, -0.02, 3], [0, 0, 1, 0]],
            [0, 0, 1]);
        Assert.Equal(SimplexStatus.Optimal, result.Status);
        Assert.Equal(0.05, result.Value, 1e-9);
    }

    [Fact]
    public void Random_programs_reach_the_best_of_all_vertices()
    {
        var random = new Random(11);
        for (var trial = 0; trial < 200; trial++)
        {
            double[] c = [random.NextDouble(), random.NextDouble()];
            var rows = Enumerable.Range(0, 5).Select(_ => new[] { 0.1 + random.NextDouble(), 0.1 + random.NextDouble() }).ToArray();
            double[] b = [.. Enumerable.Range(0, 5).Select(_ => 0.5 + random.NextDouble())];
            Assert.Equal(BestVertex(c, rows, b), Simplex.Maximise(c, rows, b).Value, 1e-9);
        }
    }

    [Fact]
    public void A_negative_bound_is_refused() => Assert.Throws<ArgumentException>(() => Simplex.Maximise([1], [[1]], [-1]));

    private static double BestVertex(double[] c, double[][] rows, double[] b)
    {
        double[][] all = [.. rows, [1, 0], [0, 1]];
        double[] sides = [.. b, 0, 0];
        var best = 0.0;
        for (var i = 0; i < all.Length; i++)
            for (var j = i + 1; j < all.Length; j++)
            {
                var det = (all[i][0] * all[j][1]) - (all[i][1] * all[j][0]);
                if (Math.Abs(det) < 1e-12)
                    continue;
                var x = ((sides[i] * all[j][1]) - (sides[j] * all[i][1])) / det;
                var y = ((all[i][0] * sides[j]) - (all[j][0] * sides[i])) / det;
                if (x >= -1e-9 && y >= -1e-9 && rows.Select((r, k) => (r[0] * x) + (r[1] * y) - b[k]).Max() <= 1e-9)
                    best = Math.Max(best, (c[0] * x) + (c[1] * y));
            }

        return best;
    }
}
