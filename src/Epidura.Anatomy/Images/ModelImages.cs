using Epidura.Anatomy.Levels;
using Epidura.Anatomy.Sections;
using Epidura.Quantities;

namespace Epidura.Anatomy.Images;

/// <summary>What the segmentations of a modelled spine would show, point by point; for examples and for tests of the measurement.</summary>
/// <remarks>
/// The middle of the piece lies at the origin of the scanner's frame, the cord along its third axis there. With a curvature the cord
/// follows a circle from front to back.
/// </remarks>
/// <param name="spine">Spine.</param>
/// <param name="bottom">Lower end of the piece, z in m.</param>
/// <param name="top">Upper end, z in m.</param>
/// <param name="curvature">1/m; above zero for flexion (convex back).</param>
public sealed class ModelImages(Spine spine, double bottom, double top, double curvature = 0)
{
    /// <summary>Label of a vertebra in the Spinal Cord Toolbox: C1 is 1, T1 is 8, L1 is 20.</summary>
    public static int LabelOf(VertebralLevel level) => (int)level + 1;

    /// <summary>1 in the cord, 0 elsewhere.</summary>
    public double CordAt(Position scanner) => TissueAt(scanner) is Tissue.WhiteMatter or Tissue.GreyMatter ? 1 : 0;

    /// <summary>1 inside the dura, 0 elsewhere.</summary>
    public double CanalAt(Position scanner) =>
        TissueAt(scanner) is Tissue.WhiteMatter or Tissue.GreyMatter or Tissue.CerebrospinalFluid ? 1 : 0;

    /// <summary>1 in the grey matter, 0 elsewhere.</summary>
    public double GreyAt(Position scanner) => TissueAt(scanner) == Tissue.GreyMatter ? 1 : 0;

    /// <summary>The number of the vertebra in the cord, 0 elsewhere.</summary>
    public double LevelAt(Position scanner) => CordAt(scanner) > 0 ? LabelOf(spine.LevelAt(Body(scanner).Z).Level) : 0;

    /// <summary>Place in the body's frame of a place in the scanner's.</summary>
    public Position Body(Position scanner)
    {
        double x = scanner.X, y = -scanner.Y, z = scanner.Z, middle = 0.5 * (bottom + top);
        if (curvature == 0)
            return new Position(x, y, z + middle);
        var radius = 1 / curvature;
        var side = Math.Sign(radius);
        var angle = Math.Atan2(z * side, (y + radius) * side);
        return new Position(x, (side * Math.Sqrt(((y + radius) * (y + radius)) + (z * z))) - radius, (radius * angle) + middle);
    }

    /// <summary>Place in the scanner's frame of a place in the body's.</summary>
    public Position Scanner(Position body)
    {
        double along = body.Z - (0.5 * (bottom + top));
        if (curvature == 0)
            return new Position(body.X, -body.Y, along);
        var radius = 1 / curvature;
        return new Position(
            body.X, -(((radius + body.Y) * Math.Cos(along / radius)) - radius), (radius + body.Y) * Math.Sin(along / radius));
    }

    private Tissue TissueAt(Position scanner)
    {
        var body = Body(scanner);
        return body.Z < bottom || body.Z > top ? Tissue.Thorax : spine.SectionAt(body.Z).At(body.X, body.Y);
    }
}
