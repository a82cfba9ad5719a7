using System.Diagnostics.CodeAnalysis;
using Epidura.Anatomy.Sections;
using Epidura.Quantities;

namespace Epidura.Anatomy;

/// <summary>Conductivity of a tissue, S/m.</summary>
/// <param name="Transverse">Across the cord; above zero.</param>
/// <param name="Axial">Along the cord; equal to the other but in white matter.</param>
public readonly record struct TissueConductivity(double Transverse, double Axial);

/// <summary>A named set of conductivities.</summary>
/// <param name="Name">Key: <c>ut</c>, <c>lempka</c>, or a case's own.</param>
/// <param name="Values">Every tissue that conducts; insulation and metal are not in it.</param>
/// <param name="Source">Where the numbers come from.</param>
public sealed record ConductivityPreset(string Name, IReadOnlyDictionary<Tissue, TissueConductivity> Values, string Source);

/// <summary>The presets of <c>data/anatomy/conductivities.csv</c>.</summary>
public static class Conductivities
{
    private static readonly Lazy<IReadOnlyList<ConductivityPreset>> Loaded = new(Load);

    /// <summary>Every preset, in the order of the table.</summary>
    public static IReadOnlyList<ConductivityPreset> All => Loaded.Value;

    /// <summary>Finds a preset by its key.</summary>
    public static bool TryGet(string name, [NotNullWhen(true)] out ConductivityPreset? preset)
    {
        preset = All.FirstOrDefault(item => item.Name == name);
        return preset is not null;
    }

    /// <summary>Every row of a preset with its source and assumption mark.</summary>
    public static IReadOnlyList<AssumedValue> Rows(string name) =>
    [
        .. Table.FromResource(typeof(Conductivities).Assembly, "conductivities.csv").Rows
            .Where(row => row.Text("preset") == name)
            .Select(row => new AssumedValue(
                $"conductivity of {row.Text("tissue")}",
                row.Text("transverse_s_per_m") == row.Text("axial_s_per_m")
                    ? row.Text("transverse_s_per_m")
                    : $"{row.Text("transverse_s_per_m")} across, {row.Text("axial_s_per_m")} along",
                "S/m", row.Text("source"), row.Flag("assumption"))),
    ];

    private static List<ConductivityPreset> Load()
    {
        List<ConductivityPreset> presets = [];
        foreach (var group in Table.FromResource(typeof(Conductivities).Assembly, "conductivities.csv").Rows
            .GroupBy(row => row.Text("preset")))
        {
            var values = group.ToDictionary(
                row => Enum.Parse<Tissue>(row.Text("tissue")),
                row => new TissueConductivity(row.Number("transverse_s_per_m"), row.Number("axial_s_per_m")));
            presets.Add(new ConductivityPreset(group.Key, values, group.First().Text("source")));
        }

        return presets;
    }
}
