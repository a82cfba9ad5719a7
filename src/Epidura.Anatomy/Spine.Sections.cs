using Epidura.Anatomy.Levels;
using Epidura.Anatomy.Sections;

namespace Epidura.Anatomy;

public sealed partial class Spine
{
    /// <summary>Dorsal pia to dura in the midline of the cord, m.</summary>
    /// <param name="z">m.</param>
    public double DorsalCsfAt(double z) => Math.Max(
        DorsalCsfMin, Value("dorsal_csf_mm", z, value => value.DorsalCsf) + Description.DorsalCsfChange);

    /// <summary>Dorsal epidural fat in the midline, m; it opens below a lamina and closes at the lamina's upper edge.</summary>
    /// <param name="z">m.</param>
    public double DorsalFatAt(double z)
    {
        if (z <= _fat[0].Z)
            return _fat[0].Thickness;
        if (z >= _fat[^1].Z)
            return _fat[^1].Thickness;
        int low = 0, high = _fat.Count - 1;
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            if (_fat[middle].Z <= z)
                low = middle;
            else
                high = middle;
        }

        var t = (z - _fat[low].Z) / (_fat[high].Z - _fat[low].Z);
        return _fat[low].Thickness + ((_fat[high].Thickness - _fat[low].Thickness) * 0.5 * (1 - Math.Cos(Math.PI * t)));
    }

    /// <inheritdoc/>
    /// <remarks>x is zero in the midline of the sac and the vertebrae; a shifted cord has its centre beside it.</remarks>
    public override CrossSection SectionAt(double z)
    {
        var (cord, sac) = CordAndSac(z);
        var grey = GreyMatter.For(
            cord, Blend(z, _greyRatio.At(z) * Math.PI * cord.SemiX * cord.SemiY, value => value.GreyArea), _numbers.GreyScaleMax);
        var thickness = _numbers.Dura;
        var dura = sac with { SemiX = sac.SemiX + thickness, SemiY = sac.SemiY + thickness };
        var canal = Around(dura, _numbers.FatVentral, DorsalFatAt(z), _numbers.FatLateral);
        var bone = Around(
            canal, _numbers.RingVentral, _numbers.RingDorsal, _numbers.RingLateral);

        var (level, fraction) = LevelAt(z);
        var row = _vertebrae[(int)level];
        var isLamina = fraction >= row.LaminaTop && fraction <= row.LaminaBottom;
        var isDisc = fraction > 1 - row.DiscFraction;
        return new CrossSection(
            cord, grey, sac, dura, canal, bone,
            isLamina ? Tissue.Bone : Tissue.Ligament, isDisc ? Tissue.Disc : Tissue.Bone, canal.CentreY)
        {
            SulcusFraction = _numbers.Sulcus,
            LaminaTilt = _numbers.Tilt,
        };
    }

    /// <summary>The cord alone at a height; the same ellipse as in the section.</summary>
    /// <param name="z">m.</param>
    public Ellipse CordAt(double z) => CordAndSac(z).Cord;

    private (Ellipse Cord, Ellipse Sac) CordAndSac(double z)
    {
        var depth = Value("cord_depth_mm", z, value => value.CordDepth);
        var sacWidth = Blend(z, _sacWidth.At(z), value => value.SacWidth);
        var width = Math.Min(Value("cord_width_mm", z, value => value.CordWidth), sacWidth - CordToSac);
        double dorsal = DorsalCsfAt(z), ventral = Blend(z, _ventralCsf.At(z), value => value.VentralCsf);
        var sac = new Ellipse(0, 0.5 * (dorsal - ventral), 0.5 * sacWidth, 0.5 * (depth + dorsal + ventral));
        return (new Ellipse(ShiftAt(z, sac, width, depth), 0, 0.5 * width, 0.5 * depth), sac);
    }

    private static Ellipse Around(Ellipse inner, double ventral, double dorsal, double lateral)
    {
        double bottom = inner.CentreY - inner.SemiY - ventral, top = inner.CentreY + inner.SemiY + dorsal;
        return new Ellipse(inner.CentreX, 0.5 * (bottom + top), inner.SemiX + lateral, 0.5 * (top - bottom));
    }

    /// <summary>Shift of the cord, bounded so that the cord keeps 0.8 mm from the wall of the sac: room for a root.</summary>
    private double ShiftAt(double z, Ellipse sac, double width, double depth)
    {
        var shift = Value("cord_shift_mm", z, value => value.CordShiftX) + Description.CordShiftX;
        if (shift == 0)
            return 0;
        const int Heights = 32;
        var room = double.PositiveInfinity;
        for (var i = 1 - Heights; i < Heights; i++)
        {
            var v = (double)i / Heights;
            var y = 0.5 * depth * v;
            var wall = (y - sac.CentreY) / sac.SemiY;
            room = Math.Min(
                room, (sac.SemiX * Math.Sqrt(Math.Max(0, 1 - (wall * wall)))) - (0.5 * width * Math.Sqrt(1 - (v * v))) - CordToWall);
        }

        room = Math.Max(room, 0);
        return Math.Clamp(shift, -room, room);
    }

    private double Template(string parameter, double z) => parameter switch
    {
        "dorsal_csf_mm" => _dorsalCsf.At(z),
        "cord_width_mm" => _cordWidth.At(z),
        "cord_depth_mm" => _cordDepth.At(z),
        _ => 0,
    };

    /// <summary>Template, what the random adult adds, and the overrides blended in.</summary>
    private double Value(string parameter, double z, Func<LevelOverride, double?> choose) =>
        Blend(z, _adult.Apply(parameter, z, Template(parameter, z)), choose);

    /// <summary>A value with the overrides blended in.</summary>
    private double Blend(double z, double value, Func<LevelOverride, double?> choose)
    {
        if (_overrides.Length == 0)
            return value;
        var place = _axis.PlaceOf(z);
        var blended = value;
        foreach (var (level, replacement) in _overrides)
            if (choose(replacement) is { } wanted)
                blended += Weight(place - (int)level - 0.5) * (wanted - value);
        return blended;
    }

    /// <summary>One over the middle half of a vertebra, zero from the middle half of the next; two neighbours sum to one.</summary>
    private static double Weight(double fromMiddle)
    {
        var d = Math.Abs(fromMiddle);
        return d <= 0.25 ? 1 : d >= 0.75 ? 0 : 0.5 * (1 + Math.Cos(Math.PI * ((d - 0.25) / 0.5)));
    }

    /// <summary>The numbers of a section, looked up once: a field asks for thousands of sections.</summary>
    private sealed class SectionNumbers(Spine spine)
    {
        public double Dura { get; } = spine.Assumed("dura_thickness_mm");

        public double FatVentral { get; } = spine.Assumed("fat_ventral_mm");

        public double FatLateral { get; } = spine.Assumed("fat_lateral_mm");

        public double RingVentral { get; } = spine.Assumed("ring_ventral_mm");

        public double RingDorsal { get; } = spine.Assumed("ring_dorsal_mm");

        public double RingLateral { get; } = spine.Assumed("ring_lateral_mm");

        public double GreyScaleMax { get; } = spine.Assumed("grey_scale_max");

        public double Sulcus { get; } = spine.Assumed("sulcus_fraction");

        public double Tilt { get; } = spine.Assumed("lamina_tilt_deg");
    }
}
