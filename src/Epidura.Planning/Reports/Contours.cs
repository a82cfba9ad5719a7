namespace Epidura.Planning.Reports;

/// <summary>Lines of equal value on a grid (marching squares), joined to polylines.</summary>
/// <remarks>
/// A cell whose corners alternate is decided by the mean of its four corners, so lines never cross. The order of the lines is that of
/// their first cell, row by row. Checked by ContoursTests against circles.
/// </remarks>
public static class Contours
{
    /// <summary>Lines at one level.</summary>
    /// <param name="x">Coordinates of the columns, rising.</param>
    /// <param name="y">Coordinates of the rows, rising.</param>
    /// <param name="values">Rows × columns; cells with a value that is not finite are left out.</param>
    /// <param name="level">Value of the line.</param>
    /// <returns>Polylines; a closed one ends where it began.</returns>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static IReadOnlyList<IReadOnlyList<(double X, double Y)>> Find(double[] x, double[] y, double[,] values, double level)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        ArgumentNullException.ThrowIfNull(values);
        if (values.GetLength(0) != y.Length || values.GetLength(1) != x.Length)
            throw new ArgumentException("Values must be rows × columns of the coordinates.", nameof(values));
        var links = new LinkTable();
        for (var row = 0; row + 1 < y.Length; row++)
            for (var column = 0; column + 1 < x.Length; column++)
                AddCell(links, values, row, column, level);
        return links.Lines(edge => Locate(x, y, values, level, edge));
    }

    private static void AddCell(LinkTable links, double[,] values, int row, int column, double level)
    {
        double a = values[row, column], b = values[row, column + 1], c = values[row + 1, column + 1], d = values[row + 1, column];
        if (!double.IsFinite(a + b + c + d))
            return;
        Edge south = new(row, column, false), north = new(row + 1, column, false), west = new(row, column, true), east = new(
            row, column + 1, true);
        var index = (a > level ? 1 : 0) | (b > level ? 2 : 0) | (c > level ? 4 : 0) | (d > level ? 8 : 0);
        var isCentreAbove = (a + b + c + d) / 4 > level;
        switch (index)
        {
            case 1 or 14: links.Add(west, south); break;
            case 2 or 13: links.Add(south, east); break;
            case 4 or 11: links.Add(east, north); break;
            case 8 or 7: links.Add(north, west); break;
            case 3 or 12: links.Add(west, east); break;
            case 6 or 9: links.Add(south, north); break;
            case 5 when isCentreAbove:
            case 10 when !isCentreAbove:
                links.Add(south, east);
                links.Add(north, west);
                break;
            case 5 or 10:
                links.Add(west, south);
                links.Add(east, north);
                break;
            default: break;
        }
    }

    private static (double X, double Y) Locate(double[] x, double[] y, double[,] values, double level, Edge edge)
    {
        double from = values[edge.Row, edge.Column];
        double to = edge.IsUpright ? values[edge.Row + 1, edge.Column] : values[edge.Row, edge.Column + 1];
        var part = (level - from) / (to - from);
        return edge.IsUpright
            ? (x[edge.Column], y[edge.Row] + (part * (y[edge.Row + 1] - y[edge.Row])))
            : (x[edge.Column] + (part * (x[edge.Column + 1] - x[edge.Column])), y[edge.Row]);
    }

    /// <summary>An edge of the grid, from its lower or left corner.</summary>
    private readonly record struct Edge(int Row, int Column, bool IsUpright);

    /// <summary>Pieces of lines; every edge of the grid is met by at most two.</summary>
    private sealed class LinkTable
    {
        private readonly Dictionary<Edge, List<Edge>> _links = [];
        private readonly List<Edge> _order = [];

        public void Add(Edge from, Edge to)
        {
            Of(from).Add(to);
            Of(to).Add(from);
        }

        public List<IReadOnlyList<(double X, double Y)>> Lines(Func<Edge, (double X, double Y)> locate)
        {
            List<IReadOnlyList<(double X, double Y)>> lines = [];
            var used = new HashSet<Edge>();

            // Open lines first, from their ends; what is left are closed ones.
            foreach (var start in _order.Where(edge => _links[edge].Count == 1).Concat(_order))
            {
                if (!used.Contains(start))
                    lines.Add(Walk(start, used, locate));
            }

            return lines;
        }

        private List<(double X, double Y)> Walk(Edge start, HashSet<Edge> used, Func<Edge, (double X, double Y)> locate)
        {
            List<(double X, double Y)> points = [];
            Edge? current = start;
            while (current is { } edge)
            {
                used.Add(edge);
                points.Add(locate(edge));
                current = null;
                foreach (var next in _links[edge])
                {
                    if (used.Contains(next))
                        continue;
                    current = next;
                    break;
                }
            }

            if (points.Count > 2 && _links[start].Count == 2)
                points.Add(points[0]);
            return points;
        }

        private List<Edge> Of(Edge edge)
        {
            if (!_links.TryGetValue(edge, out var list))
            {
                _links[edge] = list = [];
                _order.Add(edge);
            }

            return list;
        }
    }
}
