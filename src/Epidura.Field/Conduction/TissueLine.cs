using Epidura.Anatomy.Sections;
using Epidura.Field.Geometry;
using Epidura.Quantities;

namespace Epidura.Field.Conduction;

/// <summary>Tissues met by a line across the cord, with exact crossings. One object per thread; filled again for every line.</summary>
internal sealed class TissueLine(Conductor conductor)
{
    private const int Most = 96;
    private readonly double[] _cuts = new double[Most];
    private readonly (double Low, double High)[] _grey = new (double, double)[16];
    private readonly (double Low, double High)[] _scar = new (double, double)[24];
    private readonly (double Low, double High)[] _chords = new (double, double)[8];
    private readonly double[] _ends = new double[Most];
    private readonly Tissue[] _tissues = new Tissue[Most];
    private int _cutCount;
    private int _greyCount;
    private int _scarCount;

    /// <summary>Stretches on the line.</summary>
    public int Count { get; private set; }

    /// <summary>Upper end of every stretch, m; the last is infinite.</summary>
    public ReadOnlySpan<double> Ends => _ends.AsSpan(0, Count);

    /// <summary>Tissue of every stretch.</summary>
    public ReadOnlySpan<Tissue> Tissues => _tissues.AsSpan(0, Count);

    /// <summary>Fills the line along x (direction 0) at y = other, or along y (direction 1) at x = other.</summary>
    public void Fill(CrossSection section, int direction, double other, double z)
    {
        _cutCount = _greyCount = _scarCount = 0;
        var bone = Chord(section.Bone, direction, other);
        var canal = Chord(section.Canal, direction, other);
        var dura = Chord(section.Dura, direction, other);
        var sac = Chord(section.Sac, direction, other);
        var cord = Chord(section.Cord, direction, other);
        if (cord.High > cord.Low)
        {
            foreach (var ellipse in section.Grey)
            {
                var chord = Chord(ellipse, direction, other);
                if (chord.High > chord.Low && _greyCount < _grey.Length)
                    _grey[_greyCount++] = chord;
            }
        }

        if (direction == 1)
            _cuts[_cutCount++] = section.SplitY;
        AddLeads(direction, other, z);
        Array.Sort(_cuts, 0, _cutCount);
        Count = 0;
        var low = double.NegativeInfinity;
        for (var n = 0; n <= _cutCount; n++)
        {
            var high = n < _cutCount ? _cuts[n] : double.PositiveInfinity;
            if (high <= low)
                continue;
            var at = n == 0 ? high - 1 : n == _cutCount ? low + 1 : 0.5 * (low + high);
            if (_cutCount == 0)
                at = 0;
            var tissue = IsIn(_scar, _scarCount, at) ? Tissue.Encapsulation
                : IsIn(cord, at) ? (IsIn(_grey, _greyCount, at) ? Tissue.GreyMatter : Tissue.WhiteMatter)
                : IsIn(sac, at) ? Tissue.CerebrospinalFluid
                : IsIn(dura, at) ? Tissue.Dura
                : IsIn(canal, at) ? Tissue.EpiduralFat
                : !IsIn(bone, at) ? Tissue.Thorax
                : (direction == 0 ? other : at) > section.SplitY ? section.DorsalRing : section.VentralRing;
            if (Count > 0 && _tissues[Count - 1] == tissue)
                _ends[Count - 1] = high;
            else
            {
                _ends[Count] = high;
                _tissues[Count++] = tissue;
            }

            low = high;
        }
    }

    /// <summary>Integral of the resistivity between two places, ohm m².</summary>
    public double Integrate(double from, double to, double[] resistivity)
    {
        double sum = 0, low = from;
        for (var n = 0; n < Count && low < to; n++)
        {
            if (_ends[n] <= low)
                continue;
            var high = Math.Min(to, _ends[n]);
            sum += (high - low) * resistivity[(int)_tissues[n]];
            low = high;
        }

        return sum;
    }

    private void AddLeads(int direction, double other, double z)
    {
        foreach (var lead in conductor.Leads)
        {
            var (low, high) = lead.Bounds;
            if (z < low.Z || z > high.Z)
                continue;
            var p = direction == 0 ? new Position(0, other, z) : new Position(other, 0, z);
            if (!lead.HasScar)
                continue;
            var count = lead.Intersect(p, direction, true, _chords);
            for (var n = 0; n < count && _scarCount < _scar.Length; n++)
            {
                _scar[_scarCount++] = _chords[n];
                Cut(_chords[n].Low);
                Cut(_chords[n].High);
            }
        }
    }

    private void Cut(double at)
    {
        if (_cutCount < Most - 1)
            _cuts[_cutCount++] = at;
    }

    private (double Low, double High) Chord(in Ellipse e, int direction, double other)
    {
        double c = 1, s = 0;
        if (e.Rotation != 0)
            (s, c) = Math.SinCos(e.Rotation);
        // Point and unit vector in the frame of the ellipse, scaled to a circle.
        double dx = direction == 0 ? -e.CentreX : other - e.CentreX, dy = direction == 0 ? other - e.CentreY : -e.CentreY;
        double px = ((dx * c) + (dy * s)) / e.SemiX, py = ((dy * c) - (dx * s)) / e.SemiY;
        double ux = (direction == 0 ? c : s) / e.SemiX, uy = (direction == 0 ? -s : c) / e.SemiY;
        double a = (ux * ux) + (uy * uy), b = (px * ux) + (py * uy), root = (b * b) - (a * ((px * px) + (py * py) - 1));
        if (!(root > 0))
            return (double.PositiveInfinity, double.NegativeInfinity);
        root = Math.Sqrt(root);
        double low = (-b - root) / a, high = (-b + root) / a;
        Cut(low);
        Cut(high);
        return (low, high);
    }

    private static bool IsIn((double Low, double High) chord, double at) => at >= chord.Low && at <= chord.High;

    private static bool IsIn((double Low, double High)[] chords, int count, double at)
    {
        for (var n = 0; n < count; n++)
            if (at >= chords[n].Low && at <= chords[n].High)
                return true;
        return false;
    }
}
