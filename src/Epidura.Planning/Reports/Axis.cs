using System.Globalization;

namespace Epidura.Planning.Reports;

/// <summary>Maps values to pixels along one direction and knows its ticks.</summary>
public sealed class Axis
{
    private Axis(double min, double max, double from, double to, bool isLogarithmic, IReadOnlyList<double> ticks)
    {
        Min = min;
        Max = max;
        From = from;
        To = to;
        IsLogarithmic = isLogarithmic;
        Ticks = ticks;
    }

    /// <summary>Value at <see cref="From"/>.</summary>
    public double Min { get; }

    /// <summary>Value at <see cref="To"/>.</summary>
    public double Max { get; }

    /// <summary>px.</summary>
    public double From { get; }

    /// <summary>px.</summary>
    public double To { get; }

    /// <summary>True when equal ratios have equal lengths.</summary>
    public bool IsLogarithmic { get; }

    /// <summary>Values that carry a label.</summary>
    public IReadOnlyList<double> Ticks { get; }

    /// <summary>A linear axis with about <paramref name="count"/> round ticks.</summary>
    public static Axis Linear(double min, double max, double from, double to, int count = 6)
    {
        if (!(max > min))
            max = min + 1;
        var raw = (max - min) / count;
        var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        var step = (raw / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 } * power;
        List<double> ticks = [];
        for (var i = (int)Math.Ceiling((min / step) - 1e-9); i * step <= max + (1e-9 * step); i++)
            ticks.Add(i * step);
        return new Axis(min, max, from, to, false, ticks);
    }

    /// <summary>A logarithmic axis over whole decades.</summary>
    /// <param name="min">Above zero.</param>
    /// <param name="max">Above <paramref name="min"/>.</param>
    /// <param name="from">px.</param>
    /// <param name="to">px.</param>
    public static Axis Logarithmic(double min, double max, double from, double to)
    {
        int low = (int)Math.Floor(Math.Log10(min) + 1e-9), high = (int)Math.Ceiling(Math.Log10(max) - 1e-9);
        high = Math.Max(high, low + 1);
        return new Axis(
            Math.Pow(10, low), Math.Pow(10, high), from, to, true, [.. Enumerable.Range(low, high - low + 1).Select(i => Math.Pow(10, i))]);
    }

    /// <summary>px of a value, held inside the axis.</summary>
    public double At(double value)
    {
        var part = IsLogarithmic
            ? (value <= Min ? 0 : Math.Log(value / Min) / Math.Log(Max / Min))
            : (value - Min) / (Max - Min);
        return From + (Math.Clamp(part, 0, 1) * (To - From));
    }

    /// <summary>Label of a tick: as many decimals as the step needs.</summary>
    public string Label(double tick)
    {
        if (IsLogarithmic)
            return tick.ToString(tick < 1 ? "0.###" : "0", CultureInfo.InvariantCulture);
        var step = Ticks.Count > 1 ? Ticks[1] - Ticks[0] : 1;
        var decimals = Math.Clamp((int)Math.Ceiling(-Math.Log10(step) - 1e-9), 0, 6);
        var rounded = Math.Round(tick, decimals);
        return (rounded == 0 ? 0 : rounded).ToString("F" + decimals, CultureInfo.InvariantCulture);
    }
}

/// <summary>The frame of a plot: grid, ticks and titles with units.</summary>
/// <param name="X">From left to right.</param>
/// <param name="Y">From bottom to top.</param>
public sealed record PlotFrame(Axis X, Axis Y)
{
    /// <summary>Draws the ground, the grid and the labels.</summary>
    public void Draw(SvgCanvas canvas, string xTitle, string yTitle, string heading = "")
    {
        double left = X.From, right = X.To, bottom = Y.From, top = Y.To;
        canvas.Rectangle(left, top, right - left, bottom - top, Paint.Filled(Palette.Ground));
        foreach (var tick in X.Ticks)
        {
            canvas.Line(X.At(tick), top, X.At(tick), bottom, Paint.Line(Palette.Hair, 0.6));
            canvas.Text(X.At(tick), bottom + 14, X.Label(tick), anchor: Anchor.Middle);
        }

        foreach (var tick in Y.Ticks)
        {
            canvas.Line(left, Y.At(tick), right, Y.At(tick), Paint.Line(Palette.Hair, 0.6));
            canvas.Text(left - 6, Y.At(tick) + 4, Y.Label(tick), anchor: Anchor.End);
        }

        canvas.Line(left, bottom, right, bottom, Paint.Line(Palette.Ink, 1));
        canvas.Line(left, top, left, bottom, Paint.Line(Palette.Ink, 1));
        canvas.Text((left + right) / 2, bottom + 31, xTitle, anchor: Anchor.Middle);
        canvas.Text(left - 38, (top + bottom) / 2, yTitle, anchor: Anchor.Middle, degrees: -90);
        if (heading.Length > 0)
            canvas.Text(left, top - 8, heading, isBold: true);
    }

    /// <summary>Moves labels apart so that none is nearer to the next than a distance; the order stays.</summary>
    /// <param name="wanted">px, any order.</param>
    /// <param name="distance">px.</param>
    /// <param name="low">Smallest px.</param>
    /// <param name="high">Largest px.</param>
    public static double[] Spread(IReadOnlyList<double> wanted, double distance, double low, double high)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        var order = Enumerable.Range(0, wanted.Count).OrderBy(i => wanted[i]).ThenBy(i => i).ToArray();
        var placed = new double[wanted.Count];
        var next = low;
        foreach (var i in order)
        {
            placed[i] = Math.Max(wanted[i], next);
            next = placed[i] + distance;
        }

        var ceiling = high;
        foreach (var i in order.Reverse())
        {
            placed[i] = Math.Min(placed[i], ceiling);
            ceiling = placed[i] - distance;
        }

        return placed;
    }
}
