using Epidura.Anatomy;
using Epidura.Anatomy.Levels;
using Epidura.Documents;

namespace Epidura.Planning.Cases;

/// <summary>Refuses measurements that the spine cannot hold: a cord wider than its sac, a shift that would press it against the
/// dura.</summary>
internal sealed class SpineCheck(CaseFields fields, Spine spine)
{
    private const double Tolerance = 0.05e-3;

    public void Check(DocumentNode.Mapping top)
    {
        var anatomy = CaseFields.Group(top, "anatomy");
        var levels = CaseFields.Group(anatomy, "levels");
        foreach (var entry in levels?.Entries ?? [])
        {
            if (!Enum.TryParse<VertebralLevel>(entry.Key, out var level) || entry.Value is not DocumentNode.Mapping values)
                continue;
            var cord = spine.SectionAt(spine.HeightOf(level, 0.5)).Cord;
            if (fields.Number(values, "cord_width_mm") is { } width && width * 1e-3 > (2 * cord.SemiX) + Tolerance)
            {
                fields.Errors.Add(
                    values.Find("cord_width_mm")!, CaseFields.Show(width, "mm"),
                    FormattableString.Invariant($"{2e3 * cord.SemiX:0.0} mm or less"),
                    $"A cord of this width does not fit into the sac at {entry.Key}.");
            }

            var shift = (fields.Number(values, "cord_shift_mm") ?? 0) + (fields.Number(anatomy, "cord_shift_mm") ?? 0);
            if (shift != 0 && Math.Abs(shift) * 1e-3 > Math.Abs(cord.CentreX) + Tolerance && values.Find("cord_shift_mm") is { } node)
            {
                fields.Errors.Add(
                    node, CaseFields.Show(shift, "mm"),
                    FormattableString.Invariant($"{-1e3 * Math.Abs(cord.CentreX):0.0} to {1e3 * Math.Abs(cord.CentreX):0.0} mm"),
                    $"Shifted this far, the cord would lie against the dura at {entry.Key}.");
            }
        }
    }
}
