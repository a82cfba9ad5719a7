namespace Epidura.Documents;

/// <summary>Finds the word a person most likely meant.</summary>
public static class NearestWord
{
    private const int LengthMax = 40;

    /// <summary>The nearest of the words, or null when none is near.</summary>
    /// <param name="word">As written.</param>
    /// <param name="words">Words that are known.</param>
    public static string? Of(string word, IEnumerable<string> words)
    {
        ArgumentNullException.ThrowIfNull(word);
        ArgumentNullException.ThrowIfNull(words);
        if (word.Length is 0 or > LengthMax)
            return null;
        var lower = Fold(word);
        string? best = null;
        var bestDistance = (word.Length < 3 ? 0 : Math.Max(1, word.Length / 3)) + 1;
        foreach (var other in words)
        {
            var distance = Distance(lower, Fold(other));
            if (distance < bestDistance)
                (best, bestDistance) = (other, distance);
        }

        return best;
    }

    /// <summary>Letter case, dashes and spaces are the commonest slips and cost nothing.</summary>
    private static string Fold(string word) => word.ToLowerInvariant().Replace('-', '_').Replace(' ', '_');

    /// <summary>Insertions, deletions, replacements and swaps of neighbours that turn one word into the other.</summary>
    private static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            rows[i, 0] = i;
        for (var j = 0; j <= b.Length; j++)
            rows[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                rows[i, j] = Math.Min(Math.Min(rows[i - 1, j] + 1, rows[i, j - 1] + 1), rows[i - 1, j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
            }
        }

        return rows[a.Length, b.Length];
    }
}
