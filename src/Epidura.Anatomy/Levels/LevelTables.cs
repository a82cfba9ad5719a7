using System.Security.Cryptography;
using Epidura.Quantities;

namespace Epidura.Anatomy.Levels;

/// <summary>One row of <c>segments.csv</c>, m and m².</summary>
internal sealed record SegmentRow(
    SpinalSegment Segment,
    double Middle,
    double Length,
    string BehindVertebra,
    double CordWidth,
    double CordDepth,
    double DorsalCsf,
    double VentralCsf,
    double SacWidth,
    double GreyArea,
    string Source,
    bool IsAssumption);

/// <summary>One row of <c>vertebrae.csv</c>, m.</summary>
internal sealed record VertebraRow(
    VertebralLevel Level, double Pitch, double DiscFraction, double LaminaTop, double LaminaBottom, double FatThin, double FatThick);

/// <summary>One row of <c>roots.csv</c>; descent in m, diameters in µm as published.</summary>
internal sealed record RootRow(
    SpinalSegment Segment,
    double Descent,
    double FibresThousand,
    int Rootlets,
    double DiameterMedianMicrometre,
    double DiameterGeometricSd,
    double DiameterMinMicrometre,
    double DiameterMaxMicrometre,
    string Source,
    bool IsAssumption);

/// <summary>The tables by level, read once; z rises towards the head, so a middle is below zero.</summary>
internal static class LevelTables
{
    private static readonly string[] Names = ["segments.csv", "vertebrae.csv", "roots.csv", "assumptions.csv", "variability.csv"];
    private static readonly Lazy<IReadOnlyList<SegmentRow>> LoadedSegments = new(LoadSegments);
    private static readonly Lazy<IReadOnlyList<VertebraRow>> LoadedVertebrae = new(LoadVertebrae);
    private static readonly Lazy<IReadOnlyList<RootRow>> LoadedRoots = new(LoadRoots);
    private static readonly Lazy<string> LoadedHash = new(Hash);

    /// <summary>C1 to S5; index is the value of the segment.</summary>
    public static IReadOnlyList<SegmentRow> Segments => LoadedSegments.Value;

    /// <summary>C1 to S1; index is the value of the level.</summary>
    public static IReadOnlyList<VertebraRow> Vertebrae => LoadedVertebrae.Value;

    /// <summary>C1 to S5; index is the value of the segment.</summary>
    public static IReadOnlyList<RootRow> Roots => LoadedRoots.Value;

    /// <summary>Changes when any table that shapes the body changes.</summary>
    public static string ContentHash => LoadedHash.Value;

    public static Table Read(string name) => Table.FromResource(typeof(LevelTables).Assembly, name);

    private static List<SegmentRow> LoadSegments() =>
    [
        .. Read("segments.csv").Rows.Select(row => new SegmentRow(
            Enum.Parse<SpinalSegment>(row.Text("segment")),
            -1e-3 * row.Number("z_mid_mm"),
            1e-3 * row.Number("length_mm"),
            row.Text("behind_vertebra"),
            1e-3 * row.Number("cord_width_mm"),
            1e-3 * row.Number("cord_depth_mm"),
            1e-3 * row.Number("dorsal_csf_mm"),
            1e-3 * row.Number("ventral_csf_mm"),
            1e-3 * row.Number("sac_width_mm"),
            1e-6 * row.Number("grey_area_mm2"),
            row.Text("source"),
            row.Flag("assumption"))),
    ];

    private static List<VertebraRow> LoadVertebrae() =>
    [
        .. Read("vertebrae.csv").Rows.Select(row => new VertebraRow(
            Enum.Parse<VertebralLevel>(row.Text("level")),
            1e-3 * row.Number("pitch_mm"),
            row.Number("disc_fraction"),
            row.Number("lamina_top_fraction"),
            row.Number("lamina_bottom_fraction"),
            1e-3 * row.Number("fat_thin_mm"),
            1e-3 * row.Number("fat_thick_mm"))),
    ];

    private static List<RootRow> LoadRoots() =>
    [
        .. Read("roots.csv").Rows.Select(row => new RootRow(
            Enum.Parse<SpinalSegment>(row.Text("segment")),
            1e-3 * row.Number("descent_mm"),
            row.Number("fibres_thousand"),
            (int)row.Number("rootlets"),
            row.Number("diameter_median_um"),
            row.Number("diameter_geometric_sd"),
            row.Number("diameter_min_um"),
            row.Number("diameter_max_um"),
            $"{row.Text("count_source")}; {row.Text("diameter_source")}",
            row.Flag("count_assumption") || row.Flag("diameter_assumption"))),
    ];

    private static string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var name in Names)
        {
            using var stream = typeof(LevelTables).Assembly.GetManifestResourceStream(name)
                ?? throw new InvalidOperationException($"The table {name} is not embedded.");
            using var memory = new MemoryStream();
            stream.CopyTo(memory);
            hash.AppendData(memory.ToArray());
        }

        return Convert.ToHexString(hash.GetHashAndReset())[..16];
    }
}
