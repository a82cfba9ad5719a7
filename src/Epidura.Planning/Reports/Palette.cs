using Epidura.Anatomy.Sections;

namespace Epidura.Planning.Reports;

/// <summary>Colours and sizes of every picture. Hues that readers with any colour vision tell apart; meaning is never in a hue
/// alone.</summary>
/// <remarks>Line and mark colours after Okabe and Ito, Color Universal Design, 2008; each has a contrast of 3:1 or more on white.</remarks>
public static class Palette
{
    /// <summary>Text and axes.</summary>
    public const string Ink = "#1d2733";

    /// <summary>Secondary text; contrast 5.9:1 on white.</summary>
    public const string Soft = "#5a6470";

    /// <summary>Grid lines and quiet edges.</summary>
    public const string Hair = "#c9d0d8";

    /// <summary>Ground of a plot.</summary>
    public const string Ground = "#f6f8fa";

    /// <summary>Cathode, recruited, covered.</summary>
    public const string Blue = "#0b62a4";

    /// <summary>Fill of predicted coverage.</summary>
    public const string PaleBlue = "#a9d0ec";

    /// <summary>Anode, pain, limit.</summary>
    public const string Red = "#b8420c";

    /// <summary>Suggested value.</summary>
    public const string Green = "#00734f";

    /// <summary>Usage range.</summary>
    public const string PaleGreen = "#d9efe4";

    /// <summary>Body that is neither painful nor covered.</summary>
    public const string Skin = "#f3ede6";

    /// <summary>Font stack without a file to load.</summary>
    public const string Font = "Inter, 'Segoe UI', 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif";

    /// <summary>Text of pictures, px: 8.25 pt in print.</summary>
    public const double TextSize = 11;

    /// <summary>Smallest text of pictures, px: 7.1 pt in print.</summary>
    public const double SmallText = 9.5;

    private static readonly string[] Series =
        ["#0b62a4", "#b8420c", "#00734f", "#8a4a9e", "#9a6a00", "#1d2733", "#c2337f", "#3f7f9b"];

    /// <summary>Colour of a curve; repeats after eight.</summary>
    public static string Curve(int index) => Series[index % Series.Length];

    /// <summary>Fill of a tissue.</summary>
    public static string Of(Tissue tissue) => tissue switch
    {
        Tissue.WhiteMatter => "#f4efe2",
        Tissue.GreyMatter => "#d3c9bf",
        Tissue.CerebrospinalFluid => "#e2f1f8",
        Tissue.Dura => "#7d8794",
        Tissue.EpiduralFat => "#fbf0c6",
        Tissue.Bone => "#e6dccb",
        Tissue.Disc => "#cfe0d2",
        Tissue.Ligament => "#efd9b4",
        Tissue.Thorax => "#f5e3df",
        Tissue.Encapsulation => "#eccfc6",
        Tissue.Insulation => "#b9c2cc",
        Tissue.Contact => "#6b7683",
        _ => "#ffffff",
    };

    /// <summary>Name of a tissue for a legend.</summary>
    public static string NameOf(Tissue tissue) => tissue switch
    {
        Tissue.WhiteMatter => "white matter",
        Tissue.GreyMatter => "grey matter",
        Tissue.CerebrospinalFluid => "CSF",
        Tissue.Dura => "dura",
        Tissue.EpiduralFat => "epidural fat",
        Tissue.Bone => "bone",
        Tissue.Disc => "disc",
        Tissue.Ligament => "ligament",
        Tissue.Thorax => "muscle",
        Tissue.Encapsulation => "scar",
        Tissue.Insulation => "lead body",
        _ => "contact",
    };
}
