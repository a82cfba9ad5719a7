namespace Epidura.Anatomy.Levels;

/// <summary>
/// Piecewise cubic through points that neither overshoots nor breaks in slope (Fritsch and Carlson 1980, doi 10.1137/0717021); flat ends,
/// held constant outside.
/// </summary>
internal sealed class LevelCurve
{
    private readonly double[] _x;
    private readonly double[] _y;
    private readonly double[] _slope;

    /// <param name="x">Rising.</param>
    /// <param name="y">Same length.</param>
    public LevelCurve(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        if (x.Count != y.Count || x.Count < 2)
            throw new ArgumentException("A curve needs two points or more, and as many values.", nameof(y));
        _x = [.. x];
        _y = [.. y];
        _slope = new double[_x.Length];
        for (var i = 1; i < _x.Length; i++)
            if (!(_x[i] > _x[i - 1]))
                throw new ArgumentException("The points of a curve must rise.", nameof(x));
        for (var i = 1; i < _x.Length - 1; i++)
        {
            double before = _x[i] - _x[i - 1], after = _x[i + 1] - _x[i];
            double left = (_y[i] - _y[i - 1]) / before, right = (_y[i + 1] - _y[i]) / after;
            if (left * right <= 0)
                continue;
            double w1 = (2 * after) + before, w2 = after + (2 * before);
            _slope[i] = (w1 + w2) / ((w1 / left) + (w2 / right));
        }
    }

    public double At(double x)
    {
        if (x <= _x[0])
            return _y[0];
        if (x >= _x[^1])
            return _y[^1];
        var i = Array.BinarySearch(_x, x);
        if (i >= 0)
            return _y[i];
        i = ~i - 1;
        var h = _x[i + 1] - _x[i];
        var t = (x - _x[i]) / h;
        var u = 1 - t;
        return (u * u * ((1 + (2 * t)) * _y[i]))
            + (t * t * ((1 + (2 * u)) * _y[i + 1]))
            + (h * t * u * ((u * _slope[i]) - (t * _slope[i + 1])));
    }
}
