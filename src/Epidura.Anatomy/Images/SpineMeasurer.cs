using Epidura.Anatomy.Levels;
using Epidura.Quantities;

namespace Epidura.Anatomy.Images;

/// <summary>Turns segmentations into sections across the cord.</summary>
/// <remarks>
/// Every voxel is given its place in the frame of the cord's middle line. Sizes are second moments of voxel middles (an ellipse of the same
/// moments), fluid is counted volume over a strip of 2 mm; both weigh neighbours along the cord with a triangle whose half width is a whole
/// number of slices, so that neither the grid's direction nor its anisotropy enters.
/// </remarks>
internal sealed class SpineMeasurer
{
    private const double Spacing = 1e-3;
    private const double Inside = 0.5;

    /// <summary>Half the strip in which fluid is measured, as part of the cord's half width: wide enough that its curved edges cross
    /// several rows of voxels, which a flat piece in the middle would not.</summary>
    private const double StripPart = 0.75;
    private const int StripSteps = 20;
    private const double WholeMin = 0.8;
    private const double RingMax = 0.2;
    private const double OffMax = 8e-3;
    private const double GreyMax = 0.9;
    private readonly SpineImages _images;
    private readonly List<string> _notes = [];
    private readonly CordLine _line;
    private readonly List<(CordPlace Place, double Volume)> _cord;
    private readonly double _half;
    private readonly int _count;

    public SpineMeasurer(SpineImages images)
    {
        _images = images;
        foreach (var image in new[] { images.Cord, images.Canal, images.Grey, images.Levels, images.Discs })
        {
            foreach (var note in image?.Notes ?? [])
                _notes.Add($"{image!.Name}: {note}");
        }

        var cord = Middles(images.Cord, "cord");
        try
        {
            _line = new CordLine(cord, images.Cord.Name);
        }
        catch (ImageFault fault)
        {
            throw new ImageFault($"The image {images.Cord.Name} {fault.Message}");
        }

        _cord = Places(images.Cord, cord);
        _half = Math.Ceiling(2e-3 / _line.SliceSpacing) * _line.SliceSpacing;
        _count = (int)Math.Floor(_line.Length / Spacing) + 1;
    }

    public SpineMeasurement Run()
    {
        var canalMiddles = Middles(_images.Canal, "canal");
        var canal = Places(_images.Canal, canalMiddles);
        if (canal.Count == 0)
            throw new ImageFault(Apart(_images.Canal, canalMiddles));
        var isRing = IsRing();
        if (isRing)
            canal.AddRange(_cord);
        var grey = _images.Grey is { } image ? Places(image, Middles(image, "grey matter")) : null;
        if (grey is { Count: 0 })
            throw new ImageFault(Apart(_images.Grey!, Middles(_images.Grey!, "grey matter")));
        var cordSums = Sum(_cord);
        var canalSums = Sum(canal);
        var strips = Strips(canal, cordSums);
        var cordStrips = Strips(_cord, cordSums);
        var greySums = grey is null ? null : Sum(grey);
        var sections = new MeasuredSection?[_count];
        for (var n = 0; n < _count; n++)
            sections[n] = Section(n, cordSums[n], canalSums[n], strips[n], cordStrips[n], greySums?[n].Volume);
        MeasuredSection[] found = [.. sections.OfType<MeasuredSection>()];
        if (found.Length == 0)
        {
            throw new ImageFault(
                $"The image {_images.Canal.Name} is nowhere larger than the cord, or lies beside it; allowed is the canal around it");
        }

        return new SpineMeasurement(new LevelSorter(_images, _line, _notes).Levels(found), found, _notes);
    }

    /// <summary>Middles of the voxels inside, in the scanner's frame.</summary>
    private static Position[] Middles(LabelImage image, string what)
    {
        Position[] places = [.. image.Voxels.Where(v => v.Value >= Inside).Select(v => image.Affine.At(v.I, v.J, v.K))];
        if (places.Length == 0)
            throw new ImageFault($"The image {image.Name} is empty: no voxel of the {what} is {Inside} or more");
        return places;
    }

    private string Apart(LabelImage image, Position[] places)
    {
        double lowest = _line.Points.Min(p => p.Z), highest = _line.Points.Max(p => p.Z);
        return $"The images {_images.Cord.Name} and {image.Name} do not overlap: the cord lies at "
            + FormattableString.Invariant($"{lowest * 1e3:0} to {highest * 1e3:0} mm along the body, the other at ")
            + FormattableString.Invariant($"{places.Min(p => p.Z) * 1e3:0} to {places.Max(p => p.Z) * 1e3:0} mm, or beside it");
    }

    private List<(CordPlace Place, double Volume)> Places(LabelImage image, Position[] middles)
    {
        var volume = Math.Abs(image.Affine.Determinant);
        List<(CordPlace, double)> places = new(middles.Length);
        foreach (var middle in middles)
            if (_line.TryPlace(middle, out var place) && Math.Abs(place.Right) < 30e-3 && Math.Abs(place.Dorsal) < 30e-3)
                places.Add((place, volume));
        return places;
    }

    /// <summary>True when the image of the canal leaves the cord out, as an image of the fluid does.</summary>
    private bool IsRing()
    {
        HashSet<(int, int, int)> filled = [.. _images.Canal.Voxels.Where(v => v.Value >= Inside).Select(v => (v.I, v.J, v.K))];
        int inside = 0, all = 0;
        foreach (var voxel in _images.Cord.Voxels.Where(v => v.Value >= Inside))
        {
            var (i, j, k) = _images.Canal.Affine.IndexOf(_images.Cord.Affine.At(voxel.I, voxel.J, voxel.K));
            all++;
            if (filled.Contains(((int)Math.Round(i), (int)Math.Round(j), (int)Math.Round(k))))
                inside++;
        }

        var share = (double)inside / all;
        if (share >= WholeMin)
            return false;
        if (share <= RingMax)
            return true;
        throw new ImageFault(
            FormattableString.Invariant($"The image {_images.Canal.Name} covers {share * 100:0} % of the cord; ")
            + "allowed is all of it (the canal) or none (the fluid alone), over the cord's whole length");
    }

    /// <summary>Moments at every station: volume, first and second moments.</summary>
    private Moments[] Sum(IReadOnlyList<(CordPlace Place, double Volume)> voxels)
    {
        var sums = new Moments[_count];
        foreach (var (place, volume) in voxels)
        {
            foreach (var (n, weight) in Stations(place.Arc))
                sums[n].Add(weight * volume / _half, place.Right, place.Dorsal);
        }

        return sums;
    }

    /// <summary>Thickness of a mask behind and in front of the middle of the cord, over the strip.</summary>
    private (double Back, double Front)[] Strips(IReadOnlyList<(CordPlace Place, double Volume)> voxels, Moments[] cord)
    {
        var strips = new (double Back, double Front)[_count];
        foreach (var (place, volume) in voxels)
        {
            foreach (var (n, along) in Stations(place.Arc))
            {
                if (!(cord[n].Volume > 0) || !(cord[n].SemiU > 0))
                    continue;
                var (u, v) = (place.Right - cord[n].MeanU, place.Dorsal - cord[n].MeanV);
                var strip = StripPart * cord[n].SemiU;
                var weight = along * Math.Max(0, 1 - (Math.Abs(u) / strip)) * volume / (_half * strip);
                if (v > 0)
                    strips[n].Back += weight;
                else
                    strips[n].Front += weight;
            }
        }

        return strips;
    }

    private IEnumerable<(int Station, double Weight)> Stations(double arc)
    {
        var first = Math.Max(0, (int)Math.Ceiling((arc - _half) / Spacing));
        var last = Math.Min(_count - 1, (int)Math.Floor((arc + _half) / Spacing));
        for (var n = first; n <= last; n++)
            yield return (n, 1 - (Math.Abs((n * Spacing) - arc) / _half));
    }

    private MeasuredSection? Section(
        int n, Moments cord, Moments canal, (double Back, double Front) strip, (double Back, double Front) cordStrip, double? grey)
    {
        var arc = n * Spacing;
        if (arc < _half || arc > _line.Length - _half || !(cord.Volume > 0) || !(canal.Volume > 0) || !(cord.SemiU > 0))
            return null;
        double du = canal.MeanU - cord.MeanU, dv = canal.MeanV - cord.MeanV;
        if ((du * du) + (dv * dv) > OffMax * OffMax || canal.Volume <= cord.Volume)
            return null;
        if (grey > GreyMax * cord.Volume)
            throw new ImageFault($"The image {_images.Grey!.Name} is as large as the cord; allowed is its grey matter alone");
        var rise = Rise(canal, du, StripPart * cord.SemiU) - Rise(cord, 0, StripPart * cord.SemiU);
        return new MeasuredSection(
            arc, 2 * cord.SemiU, 2 * cord.SemiV, cord.Volume, -du, strip.Back - cordStrip.Back + rise,
            strip.Front - cordStrip.Front + rise, 2 * canal.SemiU, grey, _line.CurvatureAt(arc));
    }

    /// <summary>How much higher the edge of an ellipse is in the middle of the strip than on its mean.</summary>
    private static double Rise(Moments ellipse, double centre, double strip)
    {
        double Edge(double u)
        {
            var part = (u - centre) / ellipse.SemiU;
            return ellipse.SemiV * Math.Sqrt(Math.Max(0, 1 - (part * part)));
        }

        double sum = 0, weights = 0;
        for (var n = -StripSteps; n <= StripSteps; n++)
        {
            var weight = 1 - (Math.Abs((double)n) / StripSteps);
            sum += weight * Edge(strip * n / StripSteps);
            weights += weight;
        }

        return Edge(0) - (sum / weights);
    }

    private struct Moments
    {
        private double _u;
        private double _v;
        private double _uu;
        private double _vv;

        /// <summary>Per length: an area, m².</summary>
        public double Volume { get; private set; }

        public readonly double MeanU => _u / Volume;

        public readonly double MeanV => _v / Volume;

        /// <summary>Half axis of the ellipse of the same second moment, m.</summary>
        public readonly double SemiU => 2 * Math.Sqrt(Math.Max(0, (_uu / Volume) - (MeanU * MeanU)));

        public readonly double SemiV => 2 * Math.Sqrt(Math.Max(0, (_vv / Volume) - (MeanV * MeanV)));

        public void Add(double weight, double u, double v)
        {
            Volume += weight;
            _u += weight * u;
            _v += weight * v;
            _uu += weight * u * u;
            _vv += weight * v * v;
        }
    }
}
