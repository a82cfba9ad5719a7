using System.Globalization;
using System.Text;
using Epidura.Anatomy;
using Epidura.Planning.Verification;

namespace Epidura.Cli.Output;

/// <summary>The page of what each assumed number of the anatomy does to thresholds.</summary>
internal static class SensitivityPage
{
    public static string Write(IReadOnlyList<SensitivityRow> rows, string quality)
    {
        var page = new StringBuilder();
        page.Append(
            """
            # What the assumed numbers of the anatomy do to thresholds

            Written by `./epidura sensitivity`; do not edit. Where no publication gives a number, the anatomy assumes one. Here each is
            moved to the low and the high end of its range, one at a time; the ranges are assumptions too
            (`data/anatomy/assumption-ranges.csv`, with the reason for each). The program stays the same: a quadripolar rod of 3 mm contacts
            at 7 mm pitch (`quad-3-4`) in the midline of the template adult, contact 2 cathode and 3 anode, 210 µs symmetric with a gap of
            100 µs. Perception and discomfort are those of [recruitment.md](recruitment.md), over all segments. A threshold is found to
            0.5 %, so changes below half a percent mean nothing. For perception and discomfort whichever comes first counts, columns or
            roots; `columns` is the perception threshold of the dorsal-column fibres alone. Rows ending in `factor` or `shift`
            act on a column of `vertebrae.csv` at every level at once. Largest effect first.

            Neither the interval of a plan nor its seven variants contain these effects.

            """.ReplaceLineEndings("\n"));
        page.Append(CultureInfo.InvariantCulture, $"\nGrid: {quality}.\n");
        foreach (var level in rows.GroupBy(row => row.Level))
            WriteLevel(page, [.. level]);
        page.Append("\n## Not varied here\n\n| number | in use | why |\n|---|---|---|\n");
        foreach (var number in AssumedRange.All.Where(number => !number.ActsOnThresholds))
            page.Append(CultureInfo.InvariantCulture, $"| {number.Name} | {Plain(number.Value)} {number.Unit} | {number.Reason} |\n");
        return page.ToString();
    }

    private static void WriteLevel(StringBuilder page, SensitivityRow[] rows)
    {
        var basis = rows[0].Base;
        page.Append(CultureInfo.InvariantCulture, $"\n## Tip at the top of {rows[0].Level}\n\n");
        page.Append(CultureInfo.InvariantCulture, $"As in use: perception {basis.Perception * 1e3:0.00} mA, discomfort ");
        page.Append(CultureInfo.InvariantCulture, $"{basis.Discomfort * 1e3:0.00} mA, columns alone ");
        page.Append(double.IsFinite(basis.Column)
            ? string.Create(CultureInfo.InvariantCulture, $"{basis.Column * 1e3:0.00} mA.\n\n")
            : "not reached.\n\n");
        page.Append("| number | in use | low | high | perception at low | at high | columns at low | at high ");
        page.Append("| discomfort at low | at high |\n");
        page.Append("|---|---|---|---|---|---|---|---|---|---|\n");
        foreach (var row in rows.OrderByDescending(Largest).ThenBy(row => row.Number.Name, StringComparer.Ordinal))
        {
            var number = row.Number;
            page.Append("| ").AppendJoin(
                " | ", number.Name, $"{Plain(number.Value)} {number.Unit}".TrimEnd(), Plain(number.Low), Plain(number.High),
                Change(row.Low.Perception, basis.Perception), Change(row.High.Perception, basis.Perception),
                Change(row.Low.Column, basis.Column), Change(row.High.Column, basis.Column),
                Change(row.Low.Discomfort, basis.Discomfort), Change(row.High.Discomfort, basis.Discomfort)).Append(" |\n");
        }
    }

    /// <summary>Largest change of any of the thresholds; what cannot be told counts as nothing.</summary>
    public static double Largest(SensitivityRow row) => new[]
    {
        row.Low.Perception / row.Base.Perception, row.High.Perception / row.Base.Perception,
        row.Low.Column / row.Base.Column, row.High.Column / row.Base.Column,
        row.Low.Discomfort / row.Base.Discomfort, row.High.Discomfort / row.Base.Discomfort,
    }.Select(ratio => Math.Abs(ratio - 1)).Where(double.IsFinite).DefaultIfEmpty(0).Max();

    /// <summary>A change in percent with its sign.</summary>
    public static string Change(double value, double basis)
    {
        if (double.IsNaN(value))
            return "the lead does not fit";
        return double.IsFinite(value / basis)
            ? ((value / basis) - 1).ToString("+0.0 %;−0.0 %;0.0 %", CultureInfo.InvariantCulture)
            : "not reached";
    }

    private static string Plain(double value) => value.ToString("0.####", CultureInfo.InvariantCulture).Replace('-', '−');
}
