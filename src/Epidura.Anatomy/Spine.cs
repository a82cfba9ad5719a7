using System.Globalization;
using System.Text;
using Epidura.Anatomy.Levels;
using Epidura.Anatomy.Sections;
using Epidura.Stimulation;

namespace Epidura.Anatomy;

/// <summary>One patient's spine, straightened along z: vertebrae, segments, and a cross-section at every height.</summary>
/// <remarks>
/// Template PAM50 by segment, smooth along the cord; laminae, discs and epidural fat by vertebra. Equations, sources and what is assumed:
/// docs/science/anatomy.md and ADR 0005. Checked by SpineTests.
/// </remarks>
public sealed partial class Spine : BodyModel
{
    private const double DorsalCsfMin = 0.3e-3;
    private const double CordToSac = 2e-3;
    private const double CordToWall = 0.8e-3;

    private readonly KeyValuePair<VertebralLevel, LevelOverride>[] _overrides;
    private readonly VertebralAxis _axis;
    private readonly RandomAdult _adult;
    private readonly double[] _segmentEdges;
    private readonly LevelCurve _cordWidth;
    private readonly LevelCurve _cordDepth;
    private readonly LevelCurve _dorsalCsf;
    private readonly LevelCurve _ventralCsf;
    private readonly LevelCurve _sacWidth;
    private readonly LevelCurve _greyRatio;
    private readonly VertebraRow[] _vertebrae;
    private readonly SectionNumbers _numbers;
    private readonly List<(double Z, double Thickness)> _fat = [];
    private readonly List<double> _breaks = [];

    private Spine(AnatomyDescription description)
    {
        Description = description;
        _overrides = [.. description.Overrides.OrderBy(pair => pair.Key)];
        _numbers = new SectionNumbers(this);
        _vertebrae = [.. LevelTables.Vertebrae.Select(Changed)];
        var rows = LevelTables.Segments;
        LevelCurve Curve(Func<SegmentRow, double> value) =>
            new([.. rows.Reverse().Select(row => row.Middle)], [.. rows.Reverse().Select(value)]);
        _cordWidth = Curve(row => row.CordWidth);
        _cordDepth = Curve(row => row.CordDepth);
        _dorsalCsf = Curve(row => row.DorsalCsf);
        _ventralCsf = Curve(row => row.VentralCsf);
        _sacWidth = Curve(row => row.SacWidth);
        _greyRatio = Curve(row => row.GreyArea / (Math.PI / 4 * row.CordWidth * row.CordDepth));
        _adult = description.RandomAdultSeed is { } seed
            ? RandomAdult.Draw(seed, Template, new VertebralAxis(0))
            : RandomAdult.None;
        _axis = new VertebralAxis(description.RootOffsetVertebrae + _adult.Deviation("root_offset_vertebrae"));
        _segmentEdges = SegmentEdges(rows);
        LayVertebrae();
        Fingerprint = MakeFingerprint(description);
    }

    /// <summary>What the spine was made from.</summary>
    public AnatomyDescription Description { get; }

    /// <inheritdoc/>
    public override bool IsPrismatic => false;

    /// <inheritdoc/>
    public override IReadOnlyList<double> Breaks => _breaks;

    /// <inheritdoc/>
    public override CordCurve Curve => Description.Curve;

    /// <inheritdoc/>
    public override string Fingerprint { get; }

    /// <summary>Highest z at which a contact may lie, m: the top edge of C2.</summary>
    public double Top => HeightOf(VertebralLevel.C2, 0);

    /// <summary>Lowest z at which a contact may lie, m: the bottom edge of the disc below L3.</summary>
    public double Bottom => HeightOf(VertebralLevel.L3, 1);

    /// <summary>Lowest z of the modelled spine, m: the bottom of the last vertebra.</summary>
    public double SpineEnd => _axis.HeightOf(_axis.Count);

    /// <summary>Makes a spine.</summary>
    /// <exception cref="ArgumentException">A number is outside its absolute bounds (Epidura.Stimulation.Limits) or not finite.</exception>
    public static Spine Create(AnatomyDescription description)
    {
        ArgumentNullException.ThrowIfNull(description);
        Check("root_offset_vertebrae", description.RootOffsetVertebrae);
        Check("dorsal_csf_change_mm", description.DorsalCsfChange * 1e3);
        Check("cord_shift_mm", description.CordShiftX * 1e3);
        Check("encapsulation_mm", description.EncapsulationThickness * 1e3);
        foreach (var value in description.Overrides.Values)
        {
            Check("dorsal_csf_mm", value.DorsalCsf * 1e3);
            Check("cord_width_mm", value.CordWidth * 1e3);
            Check("cord_depth_mm", value.CordDepth * 1e3);
            Check("cord_shift_mm", value.CordShiftX * 1e3);
            Check("ventral_csf_mm", value.VentralCsf * 1e3);
            Check("sac_width_mm", value.SacWidth * 1e3);
            Check("grey_area_mm2", value.GreyArea * 1e6);
        }

        return new Spine(description);
    }

    /// <summary>z of a place along a vertebra, m.</summary>
    /// <param name="level">Vertebra.</param>
    /// <param name="fraction">0 at the top edge of its body, 1 at the bottom edge of its caudal disc; beyond is allowed.</param>
    public double HeightOf(VertebralLevel level, double fraction) => _axis.HeightOf((int)level + fraction);

    /// <summary>Vertebra and fraction at z; clamped to C1 and S1.</summary>
    /// <param name="z">m.</param>
    public (VertebralLevel Level, double Fraction) LevelAt(double z)
    {
        var place = _axis.PlaceOf(z);
        var index = Math.Min((int)place, _axis.Count - 1);
        return ((VertebralLevel)index, place - index);
    }

    /// <summary>Top and bottom of a segment of the cord, z in m; the top is the larger.</summary>
    public (double Top, double Bottom) SegmentSpan(SpinalSegment segment) =>
        (_segmentEdges[(int)segment], _segmentEdges[(int)segment + 1]);

    /// <summary>Segment of the cord at z; C1 above it and S5 below.</summary>
    /// <param name="z">m.</param>
    public SpinalSegment SegmentAt(double z)
    {
        for (var i = 1; i < _segmentEdges.Length - 1; i++)
            if (z > _segmentEdges[i])
                return (SpinalSegment)(i - 1);
        return SpinalSegment.S5;
    }

    /// <summary>Middle of a segment's root entry zone, z in m.</summary>
    public double EntryHeight(SpinalSegment segment)
    {
        var (top, bottom) = SegmentSpan(segment);
        return 0.5 * (top + bottom);
    }

    /// <summary>Top and bottom of a segment's root entry zone, z in m.</summary>
    public (double Top, double Bottom) EntrySpan(SpinalSegment segment)
    {
        var (top, bottom) = SegmentSpan(segment);
        var half = 0.5 * Math.Min(Assumed("entry_span_fraction") * (top - bottom), Assumed("entry_span_max_mm"));
        var middle = 0.5 * (top + bottom);
        return (middle + half, middle - half);
    }

    /// <summary>z at which a segment's root leaves the dura for its foramen, m.</summary>
    public double ForamenHeight(SpinalSegment segment) => EntryHeight(segment) - LevelTables.Roots[(int)segment].Descent;

    /// <summary>An assumed number, or what the description puts in its place, in SI units.</summary>
    internal double Assumed(string name) => Parameters.Of(name, Description.Assumed);

    /// <summary>The row of a vertebra with the changes of the description.</summary>
    private VertebraRow Changed(VertebraRow row) => Description.Assumed.Count == 0 ? row : row with
    {
        FatThin = row.FatThin * Assumed("dorsal_fat_thin_factor"),
        FatThick = row.FatThick * Assumed("dorsal_fat_thick_factor"),
        LaminaTop = row.LaminaTop + Assumed("lamina_top_shift"),
        LaminaBottom = row.LaminaBottom + Assumed("lamina_bottom_shift"),
        DiscFraction = row.DiscFraction * Assumed("disc_factor"),
    };

    private static void Check(string parameter, double? value)
    {
        var limit = Limits.Of(parameter);
        if (value is { } number && !limit.Accepts(number))
            throw new ArgumentException(
                FormattableString.Invariant($"{parameter} is {number}; allowed is {limit.Range}."), nameof(value));
    }

    private static double[] SegmentEdges(IReadOnlyList<SegmentRow> rows)
    {
        var edges = new double[rows.Count + 1];
        for (var i = 1; i < rows.Count; i++)
        {
            var above = rows[i - 1].Middle - (0.5 * rows[i - 1].Length);
            var below = rows[i].Middle + (0.5 * rows[i].Length);
            edges[i] = 0.5 * (above + below);
        }

        edges[^1] = rows[^1].Middle - (0.5 * rows[^1].Length);
        return edges;
    }

    /// <summary>Knots of the fat along the axis and the heights at which the ring changes.</summary>
    private void LayVertebrae()
    {
        foreach (var row in _vertebrae)
        {
            var level = row.Level;
            double laminaTop = HeightOf(level, row.LaminaTop), laminaBottom = HeightOf(level, row.LaminaBottom);
            _fat.Add((laminaTop, row.FatThin));
            _fat.Add((laminaBottom, row.FatThick));
            _breaks.AddRange([HeightOf(level, 0), laminaTop, laminaBottom, HeightOf(level, 1 - row.DiscFraction)]);
        }

        _fat.Reverse();
        _breaks.Sort();
    }

    private static string MakeFingerprint(AnatomyDescription description)
    {
        var text = new StringBuilder("spine/2;").Append(LevelTables.ContentHash).Append(CultureInfo.InvariantCulture,
            $";offset={description.RootOffsetVertebrae:R};seed={description.RandomAdultSeed};csf={description.DorsalCsfChange:R}")
            .Append(CultureInfo.InvariantCulture, $";shift={description.CordShiftX:R}");
        foreach (var (level, value) in description.Overrides.OrderBy(pair => pair.Key))
        {
            text.Append(CultureInfo.InvariantCulture,
                $";{level}={value.DorsalCsf:R}/{value.CordWidth:R}/{value.CordDepth:R}/{value.CordShiftX:R}");
            if (value.VentralCsf is not null || value.SacWidth is not null || value.GreyArea is not null)
                text.Append(CultureInfo.InvariantCulture, $"/{value.VentralCsf:R}/{value.SacWidth:R}/{value.GreyArea:R}");
        }

        return text.Append(description.Curve.Fingerprint).Append(Parameters.Fingerprint(description.Assumed)).ToString();
    }
}
