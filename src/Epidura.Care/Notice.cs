namespace Epidura.Care;

/// <summary>What stands on everything the care room says.</summary>
public static class Notice
{
    /// <summary>The sentence that every output carries.</summary>
    public const string Text =
        "Research and education use; not a medical device and not medical advice. Rules, limits and figures are reference data that a "
        + "clinician must review before use on a person.";
}
