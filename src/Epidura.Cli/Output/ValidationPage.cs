using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Epidura.Numerics.Verification;

namespace Epidura.Cli.Output;

/// <summary>The validation page: a summary by family, then every entry of every file.</summary>
internal static partial class ValidationPage
{
    public static string Write(IReadOnlyList<(string File, VerificationReport Report)> reports)
    {
        var page = new StringBuilder();
        page.Append(
            """
            # Validation: ours, theirs, the difference

            Written by `./epidura validation` from real runs; do not edit. The reference files lie in `tests/Reference/data`; each says in
            its own head how its figures were made. The difference is (ours − theirs) / |theirs| unless the quantity says otherwise.
            Entries without a limit are information.

            ## Summary

            | file | family | judged | failed | largest difference | limit |
            |---|---|---|---|---|---|

            """.ReplaceLineEndings("\n"));
        foreach (var (file, report) in reports)
        {
            foreach (var family in report.Cases.GroupBy(item => Family(item.Quantity)))
            {
                var judged = family.Where(item => item.Pass is not null).ToList();
                var largest = (judged.Count > 0 ? judged : [.. family])
                    .Where(item => item.RelativeDifference is not null).Select(item => Math.Abs(item.RelativeDifference!.Value))
                        .DefaultIfEmpty(0).Max();
                var limits = judged.Select(item => item.Limit).Distinct().Order().Select(limit => Short(limit))
                    .DefaultIfEmpty("information");
                var failed = judged.Count(item => item.Pass == false);
                Row(page, file, Cell(family.Key), $"{judged.Count}", $"{failed}", Short(largest), string.Join(", ", limits));
            }
        }

        foreach (var (file, report) in reports)
            WriteEntries(page, file, report);
        return page.ToString();
    }

    private static void WriteEntries(StringBuilder page, string file, VerificationReport report)
    {
        page.Append(CultureInfo.InvariantCulture, $"\n## {file}\n\n{report.Judged} judged, {report.Failed} failed.\n\n");
        page.Append("| case | quantity | step ms | ours | theirs | difference | limit | result |\n|---|---|---|---|---|---|---|---|\n");
        foreach (var item in report.Cases)
        {
            Row(
                page, Cell(item.Id), Cell(item.Quantity), Number(item.StepMillisecond), Number(item.Ours), Number(item.Theirs),
                Short(item.RelativeDifference), Short(item.Limit), Result(item.Pass));
        }
    }

    private static void Row(StringBuilder page, params string[] cells) => page.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    /// <summary>What was compared without its numbers: <c>access resistance 0,1, ohm</c> is of the family <c>access
    /// resistance</c>.</summary>
    /// <summary>Words up to the first number; a clinical rule keeps its name, P1 to P12.</summary>
    private static string Family(string quantity) =>
        quantity is ['P', >= '0' and <= '9', ..] ? quantity[..quantity.IndexOf(' ', StringComparison.Ordinal)] : Words().Match(
            quantity).Value.Trim();

    private static string Result(bool? pass) => pass switch
    {
        true => "ok",
        false => "**failed**",
        null => "information",
    };

    private static string Number(double? value) => value is { } number ? number.ToString("G7", CultureInfo.InvariantCulture) : "–";

    private static string Short(double? value) => value is { } number ? number.ToString("0.0E+0", CultureInfo.InvariantCulture) : "–";

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

    [GeneratedRegex("^[^0-9,(]+")]
    private static partial Regex Words();
}
