using System.Text.Json;
using Epidura.Field.Verification;
using Epidura.Quantities;

namespace Epidura.Field.Tests;

public class ClosedFormTests
{
    [Fact]
    public void The_infinite_medium_meets_every_point_of_the_file()
    {
        using var document = JsonDocument.Parse(Reference.Text());
        var item = document.RootElement.GetProperty("analytic").GetProperty("a_aniso_point");
        var sigma = item.GetProperty("sigma").EnumerateArray().Select(v => v.GetDouble()).ToArray();
        var phi = item.GetProperty("phi").EnumerateArray().Select(v => v.GetDouble()).ToArray();
        var points = item.GetProperty("points").EnumerateArray()
            .Select(p => Position.FromMillimetres(p[0].GetDouble(), p[1].GetDouble(), p[2].GetDouble())).ToArray();
        for (var n = 0; n < points.Length; n++)
            Assert.Equal(phi[n], PointSource.Potential(points[n], sigma[0], sigma[1], sigma[2]), phi[n] * 1e-12);
    }

    [Fact]
    public void The_series_of_two_spheres_is_the_image_solution_when_both_media_are_one()
    {
        var sphere = new TwoSpheres(4e-3, 16e-3, 1, 1, 8e-3);
        var p = new Position(1e-3, 2e-3, -3e-3);
        // One grounded sphere: an image of strength -R/d at R²/d.
        var image = new Position(0, 0, 16e-3 * 16e-3 / 8e-3);
        var exact = ((1 / p.DistanceTo(new Position(0, 0, 8e-3))) - (2 / p.DistanceTo(image))) / (4 * Math.PI);
        Assert.Equal(exact, sphere.Potential(p), exact * 1e-12);
    }

    [Fact]
    public void The_series_of_two_spheres_keeps_potential_and_current_at_the_border()
    {
        var sphere = new TwoSpheres(4e-3, 16e-3, 0.25, 1, 8e-3);
        Position At(double r) => new(0.6 * r, 0, 0.8 * r);
        const double Step = 1e-7;
        double below = sphere.Potential(At(4e-3 - Step)), at = sphere.Potential(At(4e-3)), above = sphere.Potential(At(4e-3 + Step));
        Assert.Equal(0.25 * (at - below), above - at, Math.Abs(above - at) * 1e-3);
        Assert.Equal(0, sphere.Potential(At(16e-3)), at * 1e-9);
    }

    [Fact]
    public void The_error_against_a_closed_form_falls_with_the_square_of_the_spacing()
    {
        var study = FieldConvergence.Measure([8e-3 / 6, 8e-3 / 8, 8e-3 / 12], 1, CancellationToken.None);
        var shown = string.Join(", ", study.Steps.Select(step => $"{step.Spacing * 1e3:0.0} mm {step.Error:0.0000}"));
        Assert.True(study.Order > 1.5, $"order {study.Order:0.00}: {shown}");
        Assert.True(study.Steps[^1].Error < 0.02, shown);
    }

    [Fact]
    public void The_proxy_reproduces_the_file_on_its_own_potentials()
    {
        using var document = JsonDocument.Parse(Reference.Text());
        foreach (var model in document.RootElement.GetProperty("models").EnumerateObject())
        {
            foreach (var value in model.Value.GetProperty("threshold_proxy_mV_per_mA").GetProperty("mono4").EnumerateObject())
            {
                var phi = model.Value.GetProperty("lines").GetProperty(value.Name).GetProperty("phi_V_per_A")[3]
                    .EnumerateArray().Select(v => v.GetDouble()).ToArray();
                var expected = value.Value.GetDouble();
                Assert.Equal(expected, LinearCable.Depolarisation(phi, 1e-3), expected * 2e-3);
            }
        }
    }

    private static class Reference
    {
        public static string Text()
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "Epidura.slnx")))
                folder = folder.Parent ?? throw new InvalidOperationException("Epidura.slnx is not above the tests.");
            return File.ReadAllText(Path.Combine(folder.FullName, "tests", "Reference", "data", "field.json"));
        }
    }
}
