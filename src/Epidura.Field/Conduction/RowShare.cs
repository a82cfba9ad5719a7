using Epidura.Anatomy.Sections;
using Epidura.Field.Grids;

namespace Epidura.Field.Conduction;

/// <summary>Which row of cells a sub-column belongs to when a tissue border runs between two rows.</summary>
/// <remarks>
/// Between two centres the potential follows the resistance on the way. A sub-column that lies there is driven by that mixture of the
/// two rows, so its conductance is shared between them in the same proportion. Without this a thin conductor that the grid cuts off its
/// row (the fluid under the dura) would be driven by the potential of the poor conductor above it, an error of first order in the spacing.
/// </remarks>
internal sealed class RowShare
{
    /// <summary>Sub-columns per cell and direction.</summary>
    public const int Parts = 6;

    private readonly float[] _shares;
    private readonly bool[] _mixed;
    private readonly int _width;

    private RowShare(int lines, int width)
    {
        _width = width;
        _shares = new float[lines * width];
        _mixed = new bool[lines * (width / Parts)];
    }

    /// <summary>Share of the neighbour: below zero of the lower one, above zero of the higher one.</summary>
    /// <param name="line">Index of the plane between two cells across the rows.</param>
    /// <param name="part">Row × parts + part.</param>
    public float this[int line, int part] => _shares[(line * _width) + part];

    /// <summary>True when a sub-column of a cell is shared.</summary>
    public bool IsMixed(int line, int cell) => _mixed[(line * (_width / Parts)) + cell];

    /// <summary>Shares between rows that follow each other along <paramref name="direction"/>, on the planes of the other axis.</summary>
    public static RowShare Of(
        TissueLine line, CrossSection section, Conductor conductor, GridAxis along, GridAxis planes, int direction, double z)
    {
        var result = new RowShare(planes.Count + 1, along.Count * Parts);
        for (var p = 0; p <= planes.Count; p++)
        {
            line.Fill(section, direction, planes.Faces[p], z);
            if (line.Count > 1)
                result.Fill(line, conductor, along, p);
        }

        return result;
    }

    private void Fill(TissueLine line, Conductor conductor, GridAxis axis, int plane)
    {
        var ends = line.Ends;
        var at = 0;
        for (var i = 0; i + 1 < axis.Count; i++)
        {
            double low = axis.Centres[i], high = axis.Centres[i + 1];
            while (ends[at] < low)
                at++;
            if (ends[at] >= high)
                continue;
            var total = line.Integrate(low, high, conductor.Across);
            _mixed[(plane * (_width / Parts)) + i] = _mixed[(plane * (_width / Parts)) + i + 1] = true;
            for (var part = Parts / 2; part < Parts; part++)
            {
                var place = axis.Faces[i] + ((part + 0.5) / Parts * axis.Sizes[i]);
                _shares[(plane * _width) + (i * Parts) + part] = (float)(line.Integrate(low, place, conductor.Across) / total);
            }

            for (var part = 0; part < Parts / 2; part++)
            {
                var place = axis.Faces[i + 1] + ((part + 0.5) / Parts * axis.Sizes[i + 1]);
                _shares[(plane * _width) + ((i + 1) * Parts) + part] = -(float)(line.Integrate(place, high, conductor.Across) / total);
            }
        }
    }
}
