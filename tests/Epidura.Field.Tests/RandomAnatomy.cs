using Epidura.Anatomy;
using Epidura.Anatomy.Placement;
using Epidura.Anatomy.Sections;
using Epidura.Quantities;

namespace Epidura.Field.Tests;

/// <summary>Small bodies of other shapes and conductivities than <see cref="SmallProblem"/>, drawn from a seed.</summary>
internal static class RandomAnatomy
{
    public static FieldProblem Of(int seed)
    {
        var random = new Random(seed);
        double Between(double low, double high) => low + ((high - low) * random.NextDouble());
        double wide = Between(3.8e-3, 5.2e-3), high = Between(2.8e-3, 3.8e-3);
        double fluid = Between(1.5e-3, 4e-3), dura = Between(0.25e-3, 0.4e-3);
        double sac = 0.5 * ((2 * high) + fluid + 1.6e-3), middle = 0.5 * (fluid - 1.6e-3), turn = Between(0.1, 0.5);
        var section = new CrossSection(
            new Ellipse(0, 0, wide, high),
            [new Ellipse(0.3 * wide, 0, 0.6e-3, 0.45 * high, turn), new Ellipse(-0.3 * wide, 0, 0.6e-3, 0.45 * high, -turn)],
            new Ellipse(0, middle, wide + 3e-3, sac),
            new Ellipse(0, middle, wide + 3e-3 + dura, sac + dura),
            new Ellipse(0, middle + 1.2e-3, wide + 5e-3, sac + dura + 2.3e-3),
            new Ellipse(0, -5e-3, 18e-3, 22e-3),
            Tissue.Bone,
            Tissue.Bone,
            0);
        var rod = SmallProblem.Rod();
        double x = Between(-1.5e-3, 1.5e-3), scar = Between(0.15e-3, 0.4e-3);
        var top = section.Dura.DorsalEdge(x) + 0.2e-3 + scar + 0.65e-3;
        Position At(Position p) => new(x, top, p.Z);
        var lead = new PlacedLead(rod.Id, rod.Model, [.. rod.Axis.Select(At)], scar);
        return SmallProblem.Of(lead) with
        {
            Body = new PrismaticBody(section),
            Conductivities = SmallProblem.Preset(Between(0.02, 0.1)),
        };
    }
}
