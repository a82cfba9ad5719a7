using System.Text;

namespace Epidura.Planning.Reports;

/// <summary>Builds one HTML page; every text is escaped unless it is named markup.</summary>
internal sealed class HtmlPage
{
    /// <summary>A table of up to so many rows is not broken over two sheets.</summary>
    private const int ShortTable = 9;

    private readonly StringBuilder _text = new();

    /// <summary>Adds markup as it stands.</summary>
    public HtmlPage Markup(string markup)
    {
        _text.Append(markup);
        return this;
    }

    /// <summary>Adds an element with escaped text.</summary>
    public HtmlPage Element(string name, string text, string cssClass = "") => Markup(Tag(name, cssClass)).Markup(SvgCanvas.Escape(text))
        .Markup($"</{name}>\n");

    /// <summary>Starts a section with a heading; <paramref name="startsPage"/> puts it on a new sheet of paper.</summary>
    public HtmlPage Section(string id, string heading, bool startsPage = false) =>
        Markup($"<section id=\"{id}\"{(startsPage ? " class=\"sheet\"" : "")} aria-labelledby=\"{id}-h\">\n<h2 id=\"{id}-h\">").Markup(
            SvgCanvas.Escape(heading)).Markup("</h2>\n");

    /// <summary>Ends a section.</summary>
    public HtmlPage End() => Markup("</section>\n");

    /// <summary>A picture with its caption.</summary>
    public HtmlPage Figure(string svg, string caption) =>
        Markup("<figure>").Markup(svg).Markup("<figcaption>").Markup(SvgCanvas.Escape(caption)).Markup("</figcaption></figure>\n");

    /// <summary>A table; cells that start with a digit or a minus are set to the right.</summary>
    public HtmlPage Table(string caption, IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<string>> rows, string cssClass = "")
    {
        var all = rows.ToArray();
        Markup(Tag("table", all.Length <= ShortTable ? $"{cssClass} short".TrimStart() : cssClass)).Markup("<caption>").Markup(
            SvgCanvas.Escape(caption)).Markup("</caption>\n<thead><tr>");
        foreach (var head in heads)
            Markup("<th scope=\"col\">").Markup(SvgCanvas.Escape(head)).Markup("</th>");
        Markup("</tr></thead>\n<tbody>\n");
        foreach (var row in all)
        {
            Markup("<tr>");
            for (var i = 0; i < row.Count; i++)
                Cell(row[i], isHead: i == 0);
            Markup("</tr>\n");
        }

        return Markup("</tbody></table>\n");
    }

    /// <summary>A list.</summary>
    public HtmlPage List(IEnumerable<string> items, string cssClass = "")
    {
        Markup(Tag("ul", cssClass)).Markup("\n");
        foreach (var item in items)
            Element("li", item);
        return Markup("</ul>\n");
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    private static string Tag(string name, string cssClass) => cssClass.Length == 0 ? $"<{name}>" : $"<{name} class=\"{cssClass}\">";

    private void Cell(string text, bool isHead)
    {
        var isNumber = text.Length > 0 && (char.IsAsciiDigit(text[0]) || text[0] == '\u2212') && text.Length < 30;
        Markup(isHead ? "<th scope=\"row\">" : isNumber ? "<td class=\"n\">" : "<td>").Markup(SvgCanvas.Escape(text)).Markup(
            isHead ? "</th>" : "</td>");
    }
}
