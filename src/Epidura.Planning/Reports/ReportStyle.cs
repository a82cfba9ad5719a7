namespace Epidura.Planning.Reports;

/// <summary>The style sheet of the report: one column, readable on a screen and on A4.</summary>
internal static class ReportStyle
{
    /// <summary>CSS; loads nothing.</summary>
    public const string Sheet = """
        :root { color-scheme: light; }
        * { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; }
        body { margin: 0; background: #e9edf1; color: #1d2733;
          font: 15px/1.5 Inter, 'Segoe UI', 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif; }
        .frame { width: 100%; table-layout: fixed; border-collapse: collapse; background: #fff; max-width: 800px; margin: 0 auto;
          box-shadow: 0 1px 12px rgba(29,39,51,.12); }
        .frame > thead > tr > td { position: sticky; top: 0; z-index: 2; padding: 0; background: #fff; }
        .notice { padding: 7px 40px; background: #fdf1e2; border-bottom: 2px solid #b8420c; font-size: 13px; }
        .frame > tbody > tr > td { padding: 28px 40px 56px; vertical-align: top; }
        h1 { font-size: 27px; line-height: 1.2; margin: 0 0 2px; letter-spacing: -.01em; }
        h2 { font-size: 19px; margin: 38px 0 8px; padding-bottom: 4px; border-bottom: 1px solid #c9d0d8; }
        h3 { font-size: 15px; margin: 20px 0 4px; }
        p { margin: 6px 0; max-width: 72ch; }
        .soft { color: #5a6470; font-size: 13px; max-width: none; }
        .answer { border-left: 6px solid #00734f; background: #f0f7f4; padding: 14px 20px 12px; margin: 18px 0 10px; break-inside: avoid; }
        .answer.none { border-color: #b8420c; background: #fdf1e2; }
        .answer p { margin: 3px 0; }
        .answer .what { font-size: 20px; line-height: 1.35; font-weight: 600; }
        .facts { display: flex; flex-wrap: wrap; gap: 8px 26px; margin: 12px 0 4px; padding: 0; list-style: none; }
        .facts li { font-size: 13px; color: #5a6470; }
        .facts b { display: block; font-size: 18px; color: #1d2733; font-variant-numeric: tabular-nums; }
        ul.plain { margin: 6px 0; padding-left: 20px; }
        ul.plain li { margin: 2px 0; }
        figure { margin: 12px 0 4px; break-inside: avoid; }
        figure svg { display: block; max-width: 100%; height: auto; margin: 0 auto; }
        figcaption { font-size: 13px; color: #5a6470; margin-top: 6px; }
        table.data, table.programs { width: 100%; border-collapse: collapse; margin: 10px 0 14px; font-size: 13px; line-height: 1.35;
          font-variant-numeric: tabular-nums; }
        caption { text-align: left; font-weight: 600; font-size: 14px; padding: 0 0 5px; }
        table.data th, table.data td, table.programs th, table.programs td { padding: 5px 8px; border-bottom: 1px solid #dde2e8;
          text-align: left; vertical-align: top; }
        table.data thead th, table.programs thead th { border-bottom: 1.5px solid #1d2733; font-size: 12px; vertical-align: bottom; }
        table.data tbody th { font-weight: 600; overflow-wrap: break-word; }
        table.data td { overflow-wrap: break-word; }
        table.tight th, table.tight td { padding-top: 2px; padding-bottom: 2px; }
        td.n { text-align: right; white-space: nowrap; }
        table.short { break-inside: avoid; }
        tr { break-inside: avoid; }
        thead { display: table-header-group; }
        .card { display: grid; grid-template-columns: minmax(130px, max-content) minmax(0, 1fr); gap: 0 18px; align-items: start;
          border: 1px solid #c9d0d8;
          border-radius: 6px; padding: 12px 16px; margin: 12px 0; break-inside: avoid; }
        .card.first { border: 2px solid #00734f; }
        .card h3 { margin: 0 0 2px; font-size: 16px; }
        .card svg { max-width: 100%; height: auto; }
        .card .why { font-size: 14px; line-height: 1.4; }
        .card dl { display: grid; grid-template-columns: repeat(3, 1fr); gap: 6px 14px; margin: 8px 0 6px;
          font-variant-numeric: tabular-nums; }
        .card dt { font-size: 12px; color: #5a6470; }
        .card dd { margin: 0; font-weight: 600; }
        .card dd small { display: block; font-weight: 400; font-size: 12px; color: #5a6470; }
        .warn { border-left: 4px solid #b8420c; padding: 3px 12px; margin: 6px 0; background: #fdf6ee; font-size: 14px;
          break-inside: avoid; max-width: none; }
        .warn.note { border-color: #8b96a3; background: #f6f8fa; }
        .warn b { text-transform: capitalize; }
        @media (max-width: 640px) {
          .notice, .frame > tbody > tr > td { padding-left: 16px; padding-right: 16px; }
          .card { grid-template-columns: 1fr; }
          .card .why { font-size: 14px; line-height: 1.4; }
        .card dl { grid-template-columns: repeat(2, 1fr); }
          table.data { display: block; overflow-x: auto; }
        }
        @page { size: A4; margin: 12mm 14mm 14mm; @bottom-right { content: counter(page) " / " counter(pages); font: 8pt sans-serif;
          color: #5a6470; } }
        @media print {
          body { background: #fff; font-size: 10.2pt; line-height: 1.4; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
          .frame { box-shadow: none; max-width: none; }
          .frame > thead > tr > td { position: static; }
          .frame > tbody > tr > td { padding: 10px 0 0; }
          .notice { padding: 4px 8px; font-size: 8.5pt; border-bottom-width: 1px; }
          h1 { font-size: 19pt; }
          h2 { font-size: 13.5pt; margin-top: 22px; break-after: avoid; }
          h3 { break-after: avoid; }
          #body figure svg { max-height: 104mm; width: auto; }
          .sheet { break-before: page; }
          .card .why { font-size: 9pt; line-height: 1.35; }
          .card { padding: 8px 14px; margin: 9px 0; }
          .sheet > h2:first-child { margin-top: 10px; }
          .answer .what { font-size: 14pt; }
          .soft, figcaption { font-size: 8.8pt; }
          table.data, table.programs { font-size: 8.8pt; }
          a { color: inherit; text-decoration: none; }
        }
        """;
}
