using System.Buffers;
using Epidura.Anatomy.Sections;
using Epidura.Field.Geometry;
using Epidura.Field.Grids;
using Epidura.Numerics;
using Epidura.Quantities;

namespace Epidura.Field.Conduction;

/// <summary>Conductances between neighbouring cells, S; arrays over cells with the rim, zero where nothing flows.</summary>
/// <remarks>
/// The conductance of a face is the parallel sum over sub-columns of the series resistance from centre to centre. Along x and y the
/// crossings with every surface are exact; along z a sub-column is cut at the middles of sub-layers. A sub-column that meets the
/// insulated body of a lead at the face is closed. On a bent cord a step along z at depth y is longer by the body's stretch: faces across
/// grow by it, paths along too; see docs/science/field.md.
/// </remarks>
internal sealed class FaceConductance
{
    private const int Parts = RowShare.Parts;
    private const int Layers = 2;
    private const double Nudge = 1e-7;
    private readonly Conductor _conductor;
    private readonly FieldGrid _grid;
    private readonly bool[] _solid;
    private readonly double[] _subX;

    private FaceConductance(Conductor conductor, FieldGrid grid)
    {
        _conductor = conductor;
        _grid = grid;
        X = new double[grid.Padded];
        Y = new double[grid.Padded];
        Z = new double[grid.Padded];
        Ground = new double[grid.Padded];
        _solid = new bool[grid.Padded];
        _subX = [.. Enumerable.Range(0, grid.X.Count * Parts).Select(n => Sub(grid.X, n))];
    }

    /// <summary>To the neighbour at higher x.</summary>
    public double[] X { get; }

    /// <summary>To the neighbour at higher y.</summary>
    public double[] Y { get; }

    /// <summary>To the neighbour at higher z.</summary>
    public double[] Z { get; }

    /// <summary>To the outer boundary at potential zero.</summary>
    public double[] Ground { get; }

    public static FaceConductance Assemble(Conductor conductor, FieldGrid grid, int threads, CancellationToken cancellation)
    {
        var faces = new FaceConductance(conductor, grid);
        OrderedParallel.For(grid.Z.Count, threads, faces.FindSolid, cancellation);
        OrderedParallel.For(
            grid.Z.Count,
            threads,
            k =>
            {
                var line = new TissueLine(conductor);
                for (var layer = 0; layer < Layers; layer++)
                {
                    faces.AddAlongX(line, k, layer);
                    faces.AddAlongY(line, k, layer);
                }

                if (k + 1 < grid.Z.Count)
                    faces.AddAlongZ(line, k);
            },
            cancellation);
        return faces;
    }

    private void FindSolid(int k)
    {
        var z = _grid.Z.Centres[k];
        if (!Array.Exists(_conductor.Leads, lead => z >= lead.Bounds.Low.Z && z <= lead.Bounds.High.Z))
            return;
        for (var j = 0; j < _grid.Y.Count; j++)
            for (var i = 0; i < _grid.X.Count; i++)
                _solid[_grid.Index(i, j, k)] =
                    _conductor.LeadAt(_grid.X.Centres[i], _grid.Y.Centres[j], z, out _) >= LeadPart.Insulation;
    }

    private double LayerMiddle(int k, int layer) => _grid.Z.Faces[k] + ((layer + 0.5) / Layers * _grid.Z.Sizes[k]);

    private void AddAlongX(TissueLine line, int k, int layer)
    {
        var z = LayerMiddle(k, layer);
        var section = _conductor.Body.SectionAt(z);
        var shares = RowShare.Of(line, section, _conductor, _grid.Y, _grid.X, 1, z);
        var steps = new double[_grid.X.Count + 1];
        for (var row = 0; row < _grid.Y.Count * Parts; row++)
        {
            var y = Sub(_grid.Y, row);
            line.Fill(section, 0, y, z);
            Walk(line, _grid.X, steps);
            Close(_grid.X, 0, new Position(0, y, z), steps);
            var area = _grid.Y.Sizes[row / Parts] * _grid.Z.Sizes[k] * _conductor.Body.Curve.Stretch(y, z) / (Parts * Layers);
            Deposit(X, _grid.Index(0, row / Parts, k), 1, _grid.StrideY, area, steps, shares, row);
        }
    }

    private void AddAlongY(TissueLine line, int k, int layer)
    {
        var z = LayerMiddle(k, layer);
        var section = _conductor.Body.SectionAt(z);
        var shares = RowShare.Of(line, section, _conductor, _grid.X, _grid.Y, 0, z);
        var steps = new double[_grid.Y.Count + 1];
        for (var row = 0; row < _grid.X.Count * Parts; row++)
        {
            var x = Sub(_grid.X, row);
            line.Fill(section, 1, x, z);
            Walk(line, _grid.Y, steps);
            Narrow(z, steps);
            Close(_grid.Y, 1, new Position(x, 0, z), steps);
            var area = _grid.X.Sizes[row / Parts] * _grid.Z.Sizes[k] / (Parts * Layers);
            Deposit(Y, _grid.Index(row / Parts, 0, k), _grid.StrideY, 1, area, steps, shares, row);
        }
    }

    /// <summary>Resistivity integrals between the first face, the centres and the last face.</summary>
    private void Walk(TissueLine line, GridAxis axis, double[] steps)
    {
        var ends = line.Ends;
        var tissues = line.Tissues;
        var at = 0;
        var low = axis.Faces[0];
        for (var i = 0; i <= axis.Count; i++)
        {
            var stop = i < axis.Count ? axis.Centres[i] : axis.Faces[axis.Count];
            var sum = 0.0;
            while (ends[at] < stop)
            {
                if (ends[at] > low)
                {
                    sum += (ends[at] - low) * _conductor.Across[(int)tissues[at]];
                    low = ends[at];
                }

                at++;
            }

            sum += (stop - low) * _conductor.Across[(int)tissues[at]];
            low = stop;
            steps[i] = sum;
        }
    }

    /// <summary>Resistance of each step along y on a bent cord, where the cross-section of the way grows with its length along z.</summary>
    private void Narrow(double z, double[] steps)
    {
        var curve = _conductor.Body.Curve;
        var count = _grid.Y.Count;
        for (var i = 0; i <= count; i++)
        {
            var from = i == 0 ? _grid.Y.Faces[0] : _grid.Y.Centres[i - 1];
            var to = i == count ? _grid.Y.Faces[count] : _grid.Y.Centres[i];
            steps[i] /= curve.Stretch(0.5 * (from + to), z);
        }
    }

    /// <summary>Makes infinite what an insulated body blocks.</summary>
    private void Close(GridAxis axis, int direction, Position p, double[] steps)
    {
        Span<(double Low, double High)> chords = stackalloc (double, double)[8];
        foreach (var lead in _conductor.Leads)
        {
            if (p.Z < lead.Bounds.Low.Z || p.Z > lead.Bounds.High.Z)
                continue;
            var count = lead.Intersect(p, direction, false, chords);
            for (var n = 0; n < count; n++)
            {
                var first = Array.BinarySearch(axis.Faces, chords[n].Low);
                first = first < 0 ? ~first : first;
                for (var f = Math.Max(1, first); f < axis.Count && axis.Faces[f] <= chords[n].High; f++)
                {
                    var at = direction == 0 ? p with { X = axis.Faces[f] } : p with { Y = axis.Faces[f] };
                    if (lead.At(at, out _) == LeadPart.Insulation)
                        steps[f] = double.PositiveInfinity;
                }
            }
        }
    }

    private void Deposit(double[] into, int first, int stride, int across, double area, double[] steps, RowShare shares, int row)
    {
        var count = steps.Length - 1;
        for (var i = 1; i < count; i++)
        {
            var conductance = area / steps[i];
            var share = shares[i, row];
            var cell = first + ((i - 1) * stride);
            if (share == 0 || IsInLead(cell, stride, across, share))
            {
                into[cell] += conductance;
                continue;
            }

            into[cell] += conductance * (1 - Math.Abs(share));
            into[cell + (share > 0 ? across : -across)] += conductance * Math.Abs(share);
        }

        if (_conductor.Ground is not null)
            return;
        Ground[first] += area / steps[0];
        Ground[first + ((count - 1) * stride)] += area / steps[count];
    }

    /// <summary>True when one of the four cells around the border of two rows has its centre in the body of a lead.</summary>
    private bool IsInLead(int cell, int stride, int across, float share)
    {
        var other = cell + (share > 0 ? across : -across);
        return _solid[cell] || _solid[cell + stride] || _solid[other] || _solid[other + stride];
    }

    private void AddAlongZ(TissueLine line, int k)
    {
        double low = _grid.Z.Centres[k], face = _grid.Z.Faces[k + 1], high = _grid.Z.Centres[k + 1];
        int width = _grid.X.Count * Parts, height = _grid.Y.Count * Parts;
        var resistance = ArrayPool<double>.Shared.Rent(width * height);
        Array.Clear(resistance, 0, width * height);
        var isPlain = _conductor.Body.IsPrismatic && !Array.Exists(_conductor.Leads, l => l.Bounds.High.Z > low && l.Bounds.Low.Z < high);
        if (isPlain)
            Paint(line, face, high - low, resistance);
        else
        {
            const int Halves = 2;
            for (var n = 0; n < Halves; n++)
            {
                Paint(line, low + ((n + 0.5) / Halves * (face - low)), (face - low) / Halves, resistance);
                Paint(line, face + ((n + 0.5) / Halves * (high - face)), (high - face) / Halves, resistance);
            }

            CloseFace(face, resistance);
        }

        DepositZ(line, k, face, resistance, width);
        ArrayPool<double>.Shared.Return(resistance);
    }

    private void DepositZ(TissueLine line, int k, double face, double[] resistance, int width)
    {
        var section = _conductor.Body.SectionAt(face);
        var sharesY = RowShare.Of(line, section, _conductor, _grid.Y, _grid.X, 1, face);
        var sharesX = RowShare.Of(line, section, _conductor, _grid.X, _grid.Y, 0, face);
        for (var j = 0; j < _grid.Y.Count; j++)
        {
            for (var i = 0; i < _grid.X.Count; i++)
            {
                var first = (j * Parts * width) + (i * Parts);
                var isMixed = sharesX.IsMixed(j, i) || sharesX.IsMixed(j + 1, i) || sharesY.IsMixed(i, j) || sharesY.IsMixed(i + 1, j);
                if (isMixed || !IsUniform(resistance, first, width))
                    Deposit(sharesX, sharesY, resistance, width, (i, j, k));
                else
                    Z[_grid.Index(i, j, k)] += _grid.X.Sizes[i] * _grid.Y.Sizes[j] / resistance[first];
            }
        }
    }

    /// <summary>True when every sub-column of a cell has the same resistance: most cells, and 36 times less to do.</summary>
    private static bool IsUniform(double[] resistance, int first, int width)
    {
        var value = resistance[first];
        for (var row = 0; row < Parts; row++)
            if (resistance.AsSpan(first + (row * width), Parts).ContainsAnyExcept(value))
                return false;
        return true;
    }

    /// <summary>Gives the sub-columns of one cell to it and to the neighbours that share them.</summary>
    private void Deposit(RowShare sharesX, RowShare sharesY, double[] resistance, int width, (int I, int J, int K) place)
    {
        var (i, j, k) = place;
        var cell = _grid.Index(i, j, k);
        for (var row = j * Parts; row < (j + 1) * Parts; row++)
        {
            var planeY = j + (row % Parts >= Parts / 2 ? 1 : 0);
            for (var n = i * Parts; n < (i + 1) * Parts; n++)
            {
                var conductance = _grid.X.Sizes[i] * _grid.Y.Sizes[j] / (Parts * Parts * resistance[(row * width) + n]);
                if (conductance == 0)
                    continue;
                var x = sharesX[planeY, n];
                var y = sharesY[i + (n % Parts >= Parts / 2 ? 1 : 0), row];
                if (x != 0 && IsInLead(cell, _grid.StrideZ, 1, x))
                    x = 0;
                if (y != 0 && IsInLead(cell, _grid.StrideZ, _grid.StrideY, y))
                    y = 0;
                var (stepX, stepY) = (Math.Sign(x), Math.Sign(y) * _grid.StrideY);
                var (shareX, shareY) = (Math.Abs(x), Math.Abs(y));
                Z[cell] += conductance * (1 - shareX) * (1 - shareY);
                Z[cell + stepX] += conductance * shareX * (1 - shareY);
                Z[cell + stepY] += conductance * (1 - shareX) * shareY;
                Z[cell + stepX + stepY] += conductance * shareX * shareY;
            }
        }
    }

    /// <summary>Adds one layer's resistance to every sub-column.</summary>
    private void Paint(TissueLine line, double z, double thickness, double[] resistance)
    {
        var section = _conductor.Body.SectionAt(z);
        var width = _grid.X.Count * Parts;
        for (var row = 0; row < _grid.Y.Count * Parts; row++)
        {
            var y = Sub(_grid.Y, row);
            var length = thickness * _conductor.Body.Curve.Stretch(y, z);
            line.Fill(section, 0, y, z);
            var n = 0;
            for (var at = 0; n < width; at++)
            {
                var value = length * _conductor.Along[(int)line.Tissues[at]];
                for (var end = line.Ends[at]; n < width && _subX[n] <= end; n++)
                    resistance[(row * width) + n] += value;
            }
        }
    }

    private static double Sub(GridAxis axis, int n)
    {
        var (cell, part) = Math.DivRem(n, Parts);
        return axis.Faces[cell] + ((part + 0.5) / Parts * axis.Sizes[cell]);
    }

    private void CloseFace(double face, double[] resistance)
    {
        var width = _grid.X.Count * Parts;
        foreach (var lead in _conductor.Leads)
        {
            if (face < lead.Bounds.Low.Z || face > lead.Bounds.High.Z)
                continue;
            for (var row = 0; row < _grid.Y.Count * Parts; row++)
            {
                var y = Sub(_grid.Y, row);
                if (y < lead.Bounds.Low.Y || y > lead.Bounds.High.Y)
                    continue;
                for (var n = 0; n < width; n++)
                {
                    var x = Sub(_grid.X, n);
                    if (lead.At(new Position(x, y, face - Nudge), out _) == LeadPart.Insulation
                        || lead.At(new Position(x, y, face + Nudge), out _) == LeadPart.Insulation)
                        resistance[(row * width) + n] = double.PositiveInfinity;
                }
            }
        }
    }
}
