namespace Epidura.Care.Rules;

/// <summary>What a rule says; from info on, a later one is stricter.</summary>
public enum RuleAnswer
{
    /// <summary>The rule does not speak of this patient or stage.</summary>
    NotApplicable,

    /// <summary>It holds.</summary>
    Met,

    /// <summary>To be known.</summary>
    Info,

    /// <summary>To be weighed.</summary>
    Warn,

    /// <summary>A specialist must decide.</summary>
    Review,

    /// <summary>To be put right first, then evaluated again.</summary>
    Defer,

    /// <summary>Not without a named override by the lead of the team.</summary>
    Block,

    /// <summary>An input is missing; the finding carries the severity the rule would have.</summary>
    Missing,
}

/// <summary>An input of a rule as it was used.</summary>
/// <param name="Name">Field of the patient file.</param>
/// <param name="Value">As text, with its unit where it has one.</param>
public sealed record RuleInput(string Name, string Value);

/// <summary>What one rule found for one patient.</summary>
/// <param name="Rule">Identifier, for example <c>C02</c>.</param>
/// <param name="Title">What the rule wants.</param>
/// <param name="Version">Version of the rule and of its tables.</param>
/// <param name="Profile">Profile whose answer is the strictest.</param>
/// <param name="Stage">trial, implant or both.</param>
/// <param name="Answer">The answer.</param>
/// <param name="Severity">Of the answer, or that a missing input would have; <see cref="RuleAnswer.Met"/> when neither.</param>
/// <param name="Reason">One plain sentence.</param>
/// <param name="Used">Inputs that were used.</param>
/// <param name="Missing">Inputs that are missing.</param>
/// <param name="Source">Publication, or project decision.</param>
/// <param name="IsVerified">False when a primary document has still to be read.</param>
/// <param name="EvaluatedOn">Day of the evaluation.</param>
public sealed record RuleFinding(
    string Rule, string Title, string Version, string Profile, string Stage, RuleAnswer Answer, RuleAnswer Severity, string Reason,
    IReadOnlyList<RuleInput> Used, IReadOnlyList<string> Missing, string Source, bool IsVerified, DateOnly EvaluatedOn)
{
    /// <summary>True when nothing that must be decided first is open: review, defer and block, answered or missing, are not
    /// cleared.</summary>
    public bool IsCleared => Severity < RuleAnswer.Review;

    /// <summary>Order of strictness; an answer is stricter than the same severity with a missing input.</summary>
    internal (int, int) Strictness => ((int)Severity, Answer == RuleAnswer.Missing ? 0 : 1);
}
