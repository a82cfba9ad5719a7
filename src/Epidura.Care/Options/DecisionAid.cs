using System.Text;

namespace Epidura.Care.Options;

/// <summary>The comparison as a text that a patient can read; reading age about 12.</summary>
public static class DecisionAid
{
    /// <summary>The whole text; figures keep their sources in the comparison itself.</summary>
    public static string Text(IReadOnlyList<TreatmentOption> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var text = new StringBuilder();
        text.AppendLine("These are the ways you can go. No way is right for all. You choose with your team. You can also wait.");
        text.AppendLine("No one can tell in advance if it will help you. Studies do not all agree.");
        foreach (var option in options)
        {
            text.AppendLine().AppendLine($"{option.Title}.");
            text.AppendLine($"For you: {option.Meaning}");
            text.AppendLine($"Before: {option.Before}");
            text.AppendLine($"During: {option.During}");
            text.AppendLine($"After: {option.After}");
            text.AppendLine($"Getting well: {option.Recovery}");
            text.AppendLine($"What may be good: {string.Join(' ', option.Benefits.Select(item => item.Plain))}");
            text.AppendLine($"What may go wrong: {string.Join(' ', option.Risks.Select(item => item.Plain))}");
        }

        text.AppendLine().AppendLine("Ask: What happens if I do nothing? What matters most to me? How will we know if it works?");
        return text.ToString();
    }
}
