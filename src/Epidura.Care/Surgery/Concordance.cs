using Epidura.Care.Patients;
using Epidura.Care.Tables;

namespace Epidura.Care.Surgery;

/// <summary>Whether what an image shows can cause what the patient feels: root and side.</summary>
/// <remarks>
/// <c>data/care/levels.csv</c>. A central or paracentral finding meets the root that passes the disc, a foraminal or far-lateral one the
/// root that leaves there.
/// </remarks>
public static class Concordance
{
    private static readonly string[] Compressive = ["herniation", "central-stenosis", "lateral-stenosis", "foraminal-stenosis"];

    /// <summary>True for a finding that presses on nerves.</summary>
    public static bool IsCompressive(ImageFinding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        return Compressive.Contains(finding.Kind);
    }

    /// <summary>The root a finding meets.</summary>
    public static string RootOf(ImageFinding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        var row = CareTable.Of("levels").Find("level", finding.Level)
            ?? throw new ArgumentException($"There is no level '{finding.Level}'.", nameof(finding));
        return row.Text(finding.Kind == "foraminal-stenosis" || finding.Position == "far-lateral" ? "exiting" : "traversing");
    }

    /// <summary>True when root and side of the finding are among those of the symptoms; a side of both, or none, meets either.</summary>
    public static bool Agrees(ImageFinding finding, IReadOnlyList<RootSide> symptoms)
    {
        ArgumentNullException.ThrowIfNull(symptoms);
        var root = RootOf(finding);
        return symptoms.Any(symptom => symptom.Root == root && SidesMeet(finding.Side, symptom.Side));
    }

    /// <summary>True when two sides have one in common.</summary>
    public static bool SidesMeet(string? one, string? other) => one is null or "both" || other is null or "both" || one == other;
}
