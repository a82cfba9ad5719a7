namespace Epidura.Planning;

/// <summary>plan.json.</summary>
public static class PlanJson
{
    /// <summary>Name and version of the format.</summary>
    public const string Schema = "epidura-plan/1";
}
