namespace Epidura.Care;

/// <summary>Why something that was asked for is not done.</summary>
/// <param name="Field">Where it stands: <c>items[3]</c>.</param>
/// <param name="Value">What stands there.</param>
/// <param name="Allowed">What may stand there.</param>
/// <param name="Reason">One plain sentence.</param>
public sealed record Refusal(string Field, string Value, string Allowed, string Reason);
