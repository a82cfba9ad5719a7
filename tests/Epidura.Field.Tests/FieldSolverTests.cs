using Epidura.Field.Grids;
using Epidura.Quantities;

namespace Epidura.Field.Tests;

public class FieldSolverTests
{
    private static readonly Lazy<LeadFields> Rod = new(() => SmallProblem.Solve(SmallProblem.Of(SmallProblem.Rod())));

    [Fact]
    public void Impedances_are_reciprocal_and_a_contact_is_highest_on_itself()
    {
        var z = Rod.Value.AccessResistance;
        for (var i = 0; i < 3; i++)
        {
            for (var j = 0; j < 3; j++)
            {
                Assert.Equal(z[i, j], z[j, i], z[i, i] * 1e-9);
                Assert.True(i == j || z[i, j] < z[i, i]);
                Assert.True(z[i, j] > 0);
            }
        }

        Assert.True(Rod.Value.Diagnostics.SymmetryError < 1e-6);
    }

    [Fact]
    public void What_enters_at_a_contact_leaves_through_the_boundary()
    {
        Assert.True(Rod.Value.Diagnostics.Converged);
        Assert.True(Rod.Value.Diagnostics.CurrentSumError < 1e-8, $"{Rod.Value.Diagnostics.CurrentSumError}");
    }

    [Fact]
    public void Potential_in_the_metal_equals_the_access_resistance()
    {
        var centres = new[] { new Position(0, 7.85e-3, 4e-3), new Position(0, 7.85e-3, 0), new Position(0, 7.85e-3, -4e-3) };
        var values = new double[9];
        Rod.Value.Sample(centres, values);
        for (var contact = 0; contact < 3; contact++)
            for (var point = 0; point < 3; point++)
                Assert.Equal(Rod.Value.AccessResistance[contact, point], values[(contact * 3) + point], 1e-3);
    }

    [Fact]
    public void Bits_do_not_depend_on_the_number_of_threads()
    {
        var other = SmallProblem.Solve(SmallProblem.Of(SmallProblem.Rod()), 3);
        for (var n = 0; n < 3; n++)
            Assert.True(Rod.Value.Potentials[n].AsSpan().SequenceEqual(other.Potentials[n]));
        Assert.Equal(Rod.Value.AccessResistance.Cast<double>(), other.AccessResistance.Cast<double>());
    }

    [Fact]
    public void A_lead_turned_left_is_the_mirror_of_one_turned_right()
    {
        var left = SmallProblem.Solve(SmallProblem.Of(SmallProblem.Rod(-0.12)));
        var right = SmallProblem.Solve(SmallProblem.Of(SmallProblem.Rod(0.12)));
        double[] a = new double[3 * 41], b = new double[3 * 41];
        left.Sample(SmallProblem.Fibre(-1e-3), a);
        right.Sample(SmallProblem.Fibre(1e-3), b);
        for (var n = 0; n < a.Length; n++)
            Assert.Equal(a[n], b[n], 2e-3 * a.Max());
    }

    [Fact]
    public void Iterations_stay_bounded_when_the_dura_hardly_conducts()
    {
        var problem = SmallProblem.Of(SmallProblem.Rod()) with { Conductivities = SmallProblem.Preset(dura: 1e-4) };
        var fields = SmallProblem.Solve(problem);
        Assert.True(fields.Diagnostics.Converged);
        Assert.InRange(fields.Diagnostics.Iterations, 1, 20);
    }

    [Fact]
    public void A_paddle_drives_more_current_towards_the_cord_than_away()
    {
        var fields = SmallProblem.Solve(SmallProblem.Of(SmallProblem.Paddle()));
        var values = new double[4];
        fields.Sample([new(-1.5e-3, 7.3e-3, 4e-3), new(-1.5e-3, 9.3e-3, 4e-3)], values);
        Assert.True(values[0] > 1.2 * values[1], $"{values[0]} ventral, {values[1]} dorsal");
        Assert.Equal(fields.AccessResistance[0, 0], fields.AccessResistance[1, 1], 0.02 * fields.AccessResistance[0, 0]);
    }

    [Fact]
    public void Two_leads_give_one_matrix()
    {
        var second = SmallProblem.Rod(contacts: 2);
        var moved = new Anatomy.Placement.PlacedLead(
            "right", second.Model, [.. second.Axis.Select(p => p with { X = p.X + 3e-3 })], second.Encapsulation);
        var fields = SmallProblem.Solve(SmallProblem.Of(SmallProblem.Rod(), moved));
        Assert.Equal(5, fields.Contacts.Count);
        Assert.Equal("right", fields.Contacts[4].Lead);
        Assert.True(fields.AccessResistance[0, 3] > fields.AccessResistance[0, 4]);
    }

    [Fact]
    public void Sampling_outside_the_stored_part_is_an_error()
    {
        var values = new double[3];
        Assert.False(Rod.Value.Covers(new Position(25e-3, 0, 0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Rod.Value.Sample([new Position(25e-3, 0, 0)], values));
        Assert.Throws<ArgumentException>(() => Rod.Value.Sample([new Position(0, 0, 0)], new double[2]));
    }

    [Fact]
    public void A_contact_outside_the_box_is_refused()
    {
        var problem = SmallProblem.Of(SmallProblem.Rod()) with { Box = new FieldBox(-30e-3, 30e-3, -30e-3, 30e-3, 10e-3, 40e-3) };
        Assert.Throws<ArgumentException>(() => SmallProblem.Solve(problem));
    }

    [Fact]
    public void Cancelling_stops_the_solve()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => FieldSolver.Solve(
            SmallProblem.Of(SmallProblem.Rod()), SmallProblem.Sizes, 1, null, source.Token));
    }

    [Fact]
    public void Second_differences_along_a_fibre_are_smooth()
    {
        var values = new double[3 * 41];
        Rod.Value.Sample(SmallProblem.Fibre(), values);
        var second = Enumerable.Range(1, 39).Select(n => values[n - 1] - (2 * values[n]) + values[n + 1]).ToArray();
        var scale = second.Max(Math.Abs);
        for (var n = 1; n < second.Length - 1; n++)
            Assert.True(Math.Abs(second[n] - (0.5 * (second[n - 1] + second[n + 1]))) < 0.15 * scale, $"kink at {n}");
    }

    [Fact]
    public void Grid_planes_fall_on_contact_ends()
    {
        var problem = SmallProblem.Of(SmallProblem.Rod());
        var grid = FieldGrid.For(problem, [new Geometry.LeadSolid(problem.Leads[0])], SmallProblem.Sizes);
        foreach (var end in new[] { 5.5e-3, 2.5e-3, 1.5e-3, -1.5e-3, -2.5e-3, -5.5e-3 })
            Assert.Contains(grid.Z.Faces, face => Math.Abs(face - end) < 1e-9);
        for (var n = 1; n < grid.X.Count; n++)
            Assert.InRange(grid.X.Sizes[n] / grid.X.Sizes[n - 1], 0.7, 1.45);
    }
}
