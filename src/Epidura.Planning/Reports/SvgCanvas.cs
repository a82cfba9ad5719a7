using System.Globalization;
using System.Text;

namespace Epidura.Planning.Reports;

/// <summary>A point on a picture, px; y down.</summary>
/// <param name="X">To the right.</param>
/// <param name="Y">Down.</param>
public readonly record struct PicturePoint(double X, double Y);

/// <summary>How a shape is painted; null leaves an attribute out.</summary>
/// <param name="Fill">Colour or <c>none</c>.</param>
/// <param name="Stroke">Colour.</param>
/// <param name="Width">Of the stroke, px.</param>
/// <param name="Dash">Pattern such as <c>4 3</c>.</param>
/// <param name="Opacity">0–1.</param>
public readonly record struct Paint(
    string? Fill = null, string? Stroke = null, double? Width = null, string? Dash = null, double? Opacity = null)
{
    /// <summary>A filled shape without an edge.</summary>
    public static Paint Filled(string colour, double? opacity = null) => new(colour, Opacity: opacity);

    /// <summary>A line.</summary>
    public static Paint Line(string colour, double width, string? dash = null) => new("none", colour, width, dash);
}

/// <summary>Where a text is held.</summary>
public enum Anchor
{
    /// <summary>The point is its left end.</summary>
    Start,

    /// <summary>The point is its middle.</summary>
    Middle,

    /// <summary>The point is its right end.</summary>
    End,
}

/// <summary>Writes one SVG picture: the same calls give the same bytes on every machine.</summary>
/// <remarks>Numbers have at most two decimals in the invariant culture. A picture carries its own size, so that it also stands
/// alone.</remarks>
public sealed class SvgCanvas
{
    private readonly StringBuilder _body = new();
    private readonly StringBuilder _definitions = new();
    private readonly string _name;
    private readonly string _description;
    private int _open;

    /// <summary>Starts a picture.</summary>
    /// <param name="name">Prefix of the ids in it; letters, digits and hyphens, unique in a page.</param>
    /// <param name="description">What the picture shows, for a reader who cannot see it.</param>
    /// <param name="width">px; 96 px are an inch.</param>
    /// <param name="height">px.</param>
    public SvgCanvas(string name, string description, double width, double height)
    {
        _name = name;
        _description = description;
        Width = width;
        Height = height;
    }

    /// <summary>px.</summary>
    public double Width { get; }

    /// <summary>px.</summary>
    public double Height { get; }

    /// <summary>A number as it is written: two decimals at most, no minus zero.</summary>
    public static string Number(double value)
    {
        var rounded = Math.Round(value, 2, MidpointRounding.AwayFromZero);
        return (rounded == 0 ? 0 : rounded).ToString("0.##", CultureInfo.InvariantCulture);
    }

    /// <summary>Text made safe for XML and HTML, quotes included.</summary>
    public static string Escape(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var result = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            _ = letter switch
            {
                '&' => result.Append("&amp;"),
                '<' => result.Append("&lt;"),
                '>' => result.Append("&gt;"),
                '"' => result.Append("&quot;"),
                < ' ' and not ('\n' or '\t' or '\r') => result.Append(' '),
                _ => result.Append(letter),
            };
        }

        return result.ToString();
    }

    /// <summary>A rectangle.</summary>
    public void Rectangle(double x, double y, double width, double height, Paint paint, double radius = 0)
    {
        Open("rect").Append(Attribute("x", x)).Append(Attribute("y", y)).Append(Attribute("width", width)).Append(
            Attribute("height", height));
        if (radius > 0)
            _body.Append(Attribute("rx", radius));
        Close(paint);
    }

    /// <summary>A circle.</summary>
    public void Circle(double x, double y, double radius, Paint paint)
    {
        Open("circle").Append(Attribute("cx", x)).Append(Attribute("cy", y)).Append(Attribute("r", radius));
        Close(paint);
    }

    /// <summary>An ellipse, turned clockwise on the page by an angle in degrees.</summary>
    public void Ellipse(PicturePoint centre, double radiusX, double radiusY, Paint paint, double degrees = 0)
    {
        Open("ellipse").Append(Attribute("cx", centre.X)).Append(Attribute("cy", centre.Y))
            .Append(Attribute("rx", radiusX)).Append(Attribute("ry", radiusY));
        if (degrees != 0)
            _body.Append($" transform=\"rotate({Number(degrees)} {Number(centre.X)} {Number(centre.Y)})\"");
        Close(paint);
    }

    /// <summary>A straight line.</summary>
    public void Line(double x1, double y1, double x2, double y2, Paint paint)
    {
        Open("line").Append(Attribute("x1", x1)).Append(Attribute("y1", y1)).Append(Attribute("x2", x2)).Append(Attribute("y2", y2));
        Close(paint);
    }

    /// <summary>A polyline, closed to a polygon when asked.</summary>
    public void Path(IReadOnlyList<PicturePoint> points, Paint paint, bool isClosed = false)
    {
        if (points.Count == 0)
            return;
        Open("path").Append($" d=\"{PathData(points, isClosed)}\"");
        Close(paint);
    }

    /// <summary>Several polylines as one shape.</summary>
    public void Paths(IEnumerable<IReadOnlyList<PicturePoint>> lines, Paint paint, bool isClosed = false)
    {
        var data = string.Concat(lines.Where(line => line.Count > 0).Select(line => PathData(line, isClosed)));
        if (data.Length == 0)
            return;
        Open("path").Append($" d=\"{data}\"");
        Close(paint);
    }

    /// <summary>A line of text; <paramref name="halo"/> draws a light edge that keeps it readable over lines.</summary>
    public void Text(
        double x, double y, string text, double size = Palette.TextSize, Anchor anchor = Anchor.Start, string colour = Palette.Ink,
        bool isBold = false, bool halo = false, double degrees = 0)
    {
        var turn = degrees == 0 ? "" : $" transform=\"rotate({Number(degrees)} {Number(x)} {Number(y)})\"";
        var at = anchor switch { Anchor.Start => "", Anchor.Middle => " text-anchor=\"middle\"", _ => " text-anchor=\"end\"" };
        var edge = halo ? " stroke=\"#fff\" stroke-width=\"2.6\" stroke-linejoin=\"round\" paint-order=\"stroke\"" : "";
        _body.Append($"<text x=\"{Number(x)}\" y=\"{Number(y)}\" font-size=\"{Number(size)}\" fill=\"{colour}\"{at}{edge}{turn}");
        _body.Append(isBold ? " font-weight=\"bold\">" : ">").Append(Escape(text)).Append("</text>\n");
    }

    /// <summary>Defines parallel lines as a fill.</summary>
    /// <returns>The fill, for <see cref="Paint.Fill"/>.</returns>
    public string Hatch(string key, string colour, double spacing, double width, double degrees)
    {
        _definitions.Append($"<pattern id=\"{_name}-{key}\" width=\"{Number(spacing)}\" height=\"{Number(spacing)}\" ");
        _definitions.Append($"patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate({Number(degrees)})\">");
        _definitions.Append($"<line x1=\"0\" y1=\"0\" x2=\"0\" y2=\"{Number(spacing)}\" stroke=\"{colour}\" "
            + $"stroke-width=\"{Number(width)}\"/>");
        _definitions.Append("</pattern>\n");
        return $"url(#{_name}-{key})";
    }

    /// <summary>Starts a group that is cut to a rectangle; <see cref="EndGroup"/> ends it.</summary>
    public void BeginClip(string key, double x, double y, double width, double height)
    {
        _definitions.Append($"<clipPath id=\"{_name}-{key}\"><rect{Attribute("x", x)}{Attribute("y", y)}");
        _definitions.Append($"{Attribute("width", width)}{Attribute("height", height)}/></clipPath>\n");
        _body.Append($"<g clip-path=\"url(#{_name}-{key})\">\n");
        _open++;
    }

    /// <summary>Starts a group with data attributes, which tests and other programs read.</summary>
    public void BeginGroup(string role)
    {
        _body.Append($"<g data-role=\"{Escape(role)}\">\n");
        _open++;
    }

    /// <summary>Ends the innermost group.</summary>
    public void EndGroup()
    {
        if (_open == 0)
            throw new InvalidOperationException("No group is open.");
        _open--;
        _body.Append("</g>\n");
    }

    /// <summary>The whole picture.</summary>
    public override string ToString()
    {
        if (_open != 0)
            throw new InvalidOperationException($"{_open} groups are still open.");
        var definitions = _definitions.Length == 0 ? "" : $"<defs>\n{_definitions}</defs>\n";
        return $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Number(Width)}\" height=\"{Number(Height)}\" "
            + $"viewBox=\"0 0 {Number(Width)} {Number(Height)}\" role=\"img\" aria-labelledby=\"{_name}-title\" "
            + $"font-family=\"{Palette.Font}\">\n<title id=\"{_name}-title\">{Escape(_description)}</title>\n{definitions}{_body}</svg>\n";
    }

    private static string PathData(IReadOnlyList<PicturePoint> points, bool isClosed)
    {
        var data = new StringBuilder();
        for (var i = 0; i < points.Count; i++)
            data.Append(i == 0 ? 'M' : 'L').Append(Number(points[i].X)).Append(' ').Append(Number(points[i].Y));
        return (isClosed ? data.Append('Z') : data).ToString();
    }

    private static string Attribute(string name, double value) => $" {name}=\"{Number(value)}\"";

    private StringBuilder Open(string element) => _body.Append('<').Append(element);

    private void Close(Paint paint)
    {
        if (paint.Fill is not null)
            _body.Append($" fill=\"{paint.Fill}\"");
        if (paint.Stroke is not null)
            _body.Append($" stroke=\"{paint.Stroke}\"");
        if (paint.Width is { } width)
            _body.Append(Attribute("stroke-width", width));
        if (paint.Dash is not null)
            _body.Append($" stroke-dasharray=\"{paint.Dash}\"");
        if (paint.Opacity is { } opacity)
            _body.Append(Attribute("opacity", opacity));
        _body.Append("/>\n");
    }
}
