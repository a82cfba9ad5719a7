namespace Epidura.Anatomy.Sections;

/// <summary>What fills a point of the body.</summary>
public enum Tissue : byte
{
    /// <summary>White matter; conducts better along the cord.</summary>
    WhiteMatter,

    /// <summary>Grey matter.</summary>
    GreyMatter,

    /// <summary>Cerebrospinal fluid.</summary>
    CerebrospinalFluid,

    /// <summary>Dura mater.</summary>
    Dura,

    /// <summary>Epidural fat.</summary>
    EpiduralFat,

    /// <summary>Vertebral bone.</summary>
    Bone,

    /// <summary>Intervertebral disc.</summary>
    Disc,

    /// <summary>Ligamentum flavum between two laminae.</summary>
    Ligament,

    /// <summary>Muscle and the rest of the trunk.</summary>
    Thorax,

    /// <summary>Scar around a lead.</summary>
    Encapsulation,

    /// <summary>Insulated body of a lead; carries no current.</summary>
    Insulation,

    /// <summary>Metal of a contact; one potential.</summary>
    Contact,
}

/// <summary>An ellipse in a plane across the cord, m.</summary>
/// <param name="CentreX">m.</param>
/// <param name="CentreY">m.</param>
/// <param name="SemiX">Half axis along x before the turn, m; above zero.</param>
/// <param name="SemiY">Half axis along y before the turn, m; above zero.</param>
/// <param name="Rotation">Counter-clockwise, rad.</param>
public readonly record struct Ellipse(double CentreX, double CentreY, double SemiX, double SemiY, double Rotation = 0)
{
    /// <summary>True inside and on the edge.</summary>
    public bool Contains(double x, double y)
    {
        double dx = x - CentreX, dy = y - CentreY;
        if (Rotation != 0)
        {
            double c = Math.Cos(Rotation), s = Math.Sin(Rotation);
            (dx, dy) = ((dx * c) + (dy * s), (dy * c) - (dx * s));
        }

        return (dx / SemiX * (dx / SemiX)) + (dy / SemiY * (dy / SemiY)) <= 1;
    }

    /// <summary>y of the dorsal edge at x, m; NaN outside. For an ellipse that is not turned.</summary>
    public double DorsalEdge(double x)
    {
        var u = (x - CentreX) / SemiX;
        return CentreY + (SemiY * Math.Sqrt(1 - (u * u)));
    }
}

/// <summary>Tissue surfaces in one plane across the cord, nested: cord in sac in dura in canal in bone in thorax.</summary>
/// <param name="Cord">White matter with the grey inside.</param>
/// <param name="Grey">Union of ellipses.</param>
/// <param name="Sac">Inner face of the dura; CSF between it and the cord.</param>
/// <param name="Dura">Outer face of the dura.</param>
/// <param name="Canal">Outer edge of the epidural fat.</param>
/// <param name="Bone">Outer edge of the vertebral ring.</param>
/// <param name="DorsalRing">Tissue of the ring behind <paramref name="SplitY"/>: bone under a lamina, ligament between two.</param>
/// <param name="VentralRing">Tissue of the ring in front: bone at a body, disc between two.</param>
/// <param name="SplitY">y that parts the dorsal from the ventral ring, m.</param>
public sealed record CrossSection(
    Ellipse Cord,
    IReadOnlyList<Ellipse> Grey,
    Ellipse Sac,
    Ellipse Dura,
    Ellipse Canal,
    Ellipse Bone,
    Tissue DorsalRing,
    Tissue VentralRing,
    double SplitY)
{
    private static readonly double UsualSulcus = Levels.Parameters.Of("sulcus_fraction");
    private static readonly double UsualTilt = Levels.Parameters.Of("lamina_tilt_deg");

    /// <summary>Dorsolateral sulcus as part of the half width of the cord.</summary>
    internal double SulcusFraction { get; init; } = UsualSulcus;

    /// <summary>Turn of the laminae of the dorsal column, rad.</summary>
    internal double LaminaTilt { get; init; } = UsualTilt;

    /// <summary>Tissue at a point of the plane, leads left out.</summary>
    public Tissue At(double x, double y)
    {
        if (Cord.Contains(x, y))
        {
            foreach (var grey in Grey)
                if (grey.Contains(x, y))
                    return Tissue.GreyMatter;
            return Tissue.WhiteMatter;
        }

        if (Sac.Contains(x, y))
            return Tissue.CerebrospinalFluid;
        if (Dura.Contains(x, y))
            return Tissue.Dura;
        if (Canal.Contains(x, y))
            return Tissue.EpiduralFat;
        if (Bone.Contains(x, y))
            return y > SplitY ? DorsalRing : VentralRing;
        return Tissue.Thorax;
    }
}

/// <summary>A body as the volume conductor sees it: a cross-section at every height.</summary>
public abstract class BodyModel
{
    /// <summary>True when the section is the same at every z.</summary>
    public abstract bool IsPrismatic { get; }

    /// <summary>Section at a height.</summary>
    /// <param name="z">m.</param>
    public abstract CrossSection SectionAt(double z);

    /// <summary>Heights at which a section changes abruptly (edges of laminae and discs), m, sorted; grid planes fall on them.</summary>
    public abstract IReadOnlyList<double> Breaks { get; }

    /// <summary>How the cord bends; z is measured along it.</summary>
    public virtual CordCurve Curve => CordCurve.Straight;

    /// <summary>Everything the field depends on, for the content hash: the same text means the same body.</summary>
    public abstract string Fingerprint { get; }
}

/// <summary>The same section everywhere: reference problems and tests.</summary>
/// <param name="section">The section.</param>
/// <param name="curve">Its bend; null when straight.</param>
public sealed class PrismaticBody(CrossSection section, CordCurve? curve = null) : BodyModel
{
    /// <inheritdoc/>
    public override CordCurve Curve { get; } = curve ?? CordCurve.Straight;


    /// <inheritdoc/>
    public override bool IsPrismatic => true;

    /// <inheritdoc/>
    public override IReadOnlyList<double> Breaks => [];

    /// <inheritdoc/>
    public override string Fingerprint { get; } =
        FormattableString.Invariant($"{section}{string.Join(';', section.Grey)}{(curve ?? CordCurve.Straight).Fingerprint}");

    /// <inheritdoc/>
    public override CrossSection SectionAt(double z) => section;
}
