namespace Epidura.Care.Pathway;

/// <summary>How a clinic works; the numbers behind tasks are rows of <c>data/care/task-rules.csv</c>.</summary>
/// <param name="Profiles">Rule profiles of the site; they stack.</param>
/// <param name="IsTwoPersonApproval">A program is written only with the approval of a second person.</param>
public sealed record SiteProfile(IReadOnlyList<string> Profiles, bool IsTwoPersonApproval)
{
    /// <summary>Profile <c>default</c>, one person writes a program.</summary>
    public static SiteProfile Default { get; } = new(["default"], false);
}
