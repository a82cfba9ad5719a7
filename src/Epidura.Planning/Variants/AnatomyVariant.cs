using Epidura.Anatomy;
using Epidura.Planning.Cases;
using Epidura.Quantities;

namespace Epidura.Planning.Variants;

/// <summary>One of the named anatomies that an interval runs over.</summary>
/// <param name="Name">Shown to people.</param>
/// <param name="Anatomy">The case's anatomy, changed.</param>
/// <param name="Conductivities">The case's conductivities, or the other preset.</param>
/// <param name="ExtraScar">Added to the scar of every lead, m.</param>
public sealed record AnatomyVariant(string Name, AnatomyDescription Anatomy, ConductivityPreset Conductivities, double ExtraScar)
{
    /// <summary>The case as given.</summary>
    public static AnatomyVariant Base(Case @case)
    {
        ArgumentNullException.ThrowIfNull(@case);
        return new AnatomyVariant("base", @case.Anatomy, @case.Conductivities, 0);
    }

    /// <summary>The variants of <c>data/planning/variants.csv</c>, base first.</summary>
    /// <param name="case">The case.</param>
    /// <param name="spine">Its spine.</param>
    /// <param name="centre">Height at which the spread is read, m.</param>
    public static IReadOnlyList<AnatomyVariant> All(Case @case, Spine spine, double centre)
    {
        ArgumentNullException.ThrowIfNull(@case);
        ArgumentNullException.ThrowIfNull(spine);
        return [.. Table.FromResource(typeof(AnatomyVariant).Assembly, "variants.csv").Rows.Select(row => Read(row, @case, spine, centre))];
    }

    private static AnatomyVariant Read(TableRow row, Case @case, Spine spine, double centre)
    {
        var start = Base(@case) with { Name = row.Text("name") };
        var value = row.Text("unit") switch
        {
            "mm" => row.Number("value") * 1e-3,
            "sd" => row.Number("value") * spine.StandardDeviation("dorsal_csf_mm", centre),
            _ => row.Number("value"),
        };
        return row.Text("kind") switch
        {
            "base" => start,
            "dorsal_csf" => start with { Anatomy = start.Anatomy with { DorsalCsfChange = start.Anatomy.DorsalCsfChange + value } },
            "cord_shift" => start with { Anatomy = start.Anatomy with { CordShiftX = start.Anatomy.CordShiftX + value } },
            "conductivity" => start with { Conductivities = Other(@case) },
            "scar" => start with { ExtraScar = value },
            var other => throw new FormatException($"variants.csv: the kind '{other}' is not known."),
        };
    }

    private static ConductivityPreset Other(Case @case) =>
        Epidura.Anatomy.Conductivities.All.First(p => p.Name != @case.Conductivities.Name && p.Name != @case.Anatomy.ConductivityPreset);
}
