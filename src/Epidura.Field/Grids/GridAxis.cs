namespace Epidura.Field.Grids;

/// <summary>Cells along one axis.</summary>
internal sealed class GridAxis
{
    private GridAxis(double[] faces)
    {
        Faces = faces;
        Count = faces.Length - 1;
        Centres = new double[Count];
        Sizes = new double[Count];
        for (var i = 0; i < Count; i++)
        {
            Centres[i] = 0.5 * (faces[i] + faces[i + 1]);
            Sizes[i] = faces[i + 1] - faces[i];
        }
    }

    /// <summary>Cells.</summary>
    public int Count { get; }

    /// <summary>Count + 1 planes, m.</summary>
    public double[] Faces { get; }

    /// <summary>Middles, m.</summary>
    public double[] Centres { get; }

    /// <summary>Widths, m.</summary>
    public double[] Sizes { get; }

    public static GridAxis FromFaces(double[] faces) => new(faces);

    /// <summary>Spacing by a wanted size; planes fall on every given place.</summary>
    /// <param name="low">Start, m.</param>
    /// <param name="high">End, m.</param>
    /// <param name="size">Wanted spacing at a place, m.</param>
    /// <param name="planes">Places inside where a plane must lie; closer ones than a quarter of the spacing become one.</param>
    public static GridAxis Graded(double low, double high, Func<double, double> size, IEnumerable<double> planes)
    {
        List<double> faces = [low];
        List<double> stops = [];
        foreach (var plane in planes.Where(p => p > low && p < high).Order())
        {
            var last = stops.Count == 0 ? low : stops[^1];
            if (plane - last > 0.25 * size(plane) && high - plane > 0.25 * size(plane))
                stops.Add(plane);
        }

        stops.Add(high);
        foreach (var stop in stops)
            Fill(faces, stop, size);
        return new GridAxis([.. faces]);
    }

    /// <summary>Index of the last centre at or below a place; -1 before the first.</summary>
    public int CentreBelow(double at)
    {
        var found = Array.BinarySearch(Centres, at);
        return found >= 0 ? found : ~found - 1;
    }

    /// <summary>Places planes so that each cell holds the same share of the integral of one over the wanted size.</summary>
    private static void Fill(List<double> faces, double stop, Func<double, double> size)
    {
        var start = faces[^1];
        const int Steps = 400;
        var share = new double[Steps + 1];
        var step = (stop - start) / Steps;
        for (var i = 0; i < Steps; i++)
            share[i + 1] = share[i] + (step / size(start + ((i + 0.5) * step)));
        var count = Math.Max(1, (int)Math.Ceiling(share[Steps] - 1e-6));
        var at = 0;
        for (var i = 1; i < count; i++)
        {
            var wanted = share[Steps] * i / count;
            while (share[at + 1] < wanted)
                at++;
            faces.Add(start + (step * (at + ((wanted - share[at]) / (share[at + 1] - share[at])))));
        }

        faces.Add(stop);
    }
}
