namespace Epidura.Care.Rules;

/// <summary>What a rule function found, before the table says what that means.</summary>
/// <param name="Kind">Which of the columns of the table applies.</param>
/// <param name="Reason">One plain sentence.</param>
/// <param name="Fixed">An answer that the rule itself fixes.</param>
internal readonly record struct Outcome(OutcomeKind Kind, string Reason, RuleAnswer Fixed = RuleAnswer.Met)
{
    public static Outcome Met(string reason) => new(OutcomeKind.Met, reason);

    public static Outcome NotApplicable(string reason) => new(OutcomeKind.NotApplicable, reason);

    public static Outcome Fails(string reason) => new(OutcomeKind.Fails, reason);

    public static Outcome FailsLess(string reason) => new(OutcomeKind.FailsLess, reason);

    public static Outcome Says(RuleAnswer answer, string reason) => new(OutcomeKind.Fixed, reason, answer);

    public static Outcome Missing(string reason) => new(OutcomeKind.Missing, reason);

    public static Outcome MissingLess(string reason) => new(OutcomeKind.MissingLess, reason);
}

/// <summary>Columns of the table of rules.</summary>
internal enum OutcomeKind
{
    Met,
    NotApplicable,
    Fails,
    FailsLess,
    Fixed,
    Missing,
    MissingLess,
}
