using System.Text;
using Epidura.Stimulation.Programs;

namespace Epidura.Planning.Search;

/// <summary>How the amplitude is shared between the contacts.</summary>
/// <param name="Contacts">Cathodes sum to −1000, anodes to +1000; in the order of the contacts, the case last.</param>
/// <param name="Kind">In words, for example <c>bipole</c>.</param>
public sealed record CurrentPattern(IReadOnlyList<ContactFraction> Contacts, string Kind)
{
    /// <summary>Contacts in short: <c>left.3− left.5+</c>, shares in percent where a pole has more than one.</summary>
    public string Label
    {
        get
        {
            var text = new StringBuilder();
            foreach (var (contact, perMille) in Contacts.OrderBy(c => c.PerMille > 0))
            {
                text.Append(text.Length == 0 ? "" : " ").Append(contact).Append(perMille < 0 ? '−' : '+');
                if (Math.Abs(perMille) != 1000)
                    text.Append(FormattableString.Invariant($"({Math.Abs(perMille) / 10.0:0.#} %)"));
            }

            return text.ToString();
        }
    }

    /// <summary>The same pattern has the same key.</summary>
    public string Key => string.Join(' ', Contacts.Select(c => $"{c.Contact}:{c.PerMille}"));

    /// <summary>Makes a pattern from shares of the amplitude; each pole is rounded to whole per mille by largest remainder.</summary>
    /// <param name="contacts">Order of the shares.</param>
    /// <param name="shares">Negative for a cathode; any scale.</param>
    /// <param name="smallest">Shares of a pole below this part of it are dropped.</param>
    /// <returns>Null when there is no cathode; what the anodes lack goes to the case, what they have too much makes the case a
    /// cathode.</returns>
    public static CurrentPattern? FromShares(IReadOnlyList<ContactId> contacts, ReadOnlySpan<double> shares, double smallest = 0.05)
    {
        ArgumentNullException.ThrowIfNull(contacts);
        double cathodes = 0, anodes = 0;
        foreach (var share in shares)
        {
            cathodes += Math.Max(0, -share);
            anodes += Math.Max(0, share);
        }

        var total = Math.Max(cathodes, anodes);
        if (!(cathodes > 0))
            return null;
        List<(ContactId Contact, double Share)> cathode = [], anode = [];
        for (var i = 0; i < shares.Length; i++)
        {
            if (-shares[i] > smallest * total)
                cathode.Add((contacts[i], -shares[i] / total));
            if (shares[i] > smallest * total)
                anode.Add((contacts[i], shares[i] / total));
        }

        var caseShare = 1 - anode.Sum(a => a.Share);
        if (cathodes >= anodes && caseShare > smallest)
            anode.Add((ContactId.Case, caseShare));
        caseShare = 1 - cathode.Sum(c => c.Share);
        if (anodes > cathodes && caseShare > smallest)
            cathode.Add((ContactId.Case, caseShare));
        if (cathode.Count == 0 || anode.Count == 0)
            return null;
        var fractions = Round(cathode, -1).Concat(Round(anode, 1)).Where(f => f.PerMille != 0);
        return Create([.. fractions], contacts);
    }

    /// <summary>Orders the fractions and names the pattern.</summary>
    public static CurrentPattern Create(IReadOnlyList<ContactFraction> fractions, IReadOnlyList<ContactId> contacts)
    {
        ArgumentNullException.ThrowIfNull(fractions);
        var order = contacts.ToList();
        ContactFraction[] ordered = [.. fractions.OrderBy(f => f.Contact.IsCase ? int.MaxValue : order.IndexOf(f.Contact))];
        return new CurrentPattern(ordered, Name(ordered));
    }

    private static string Name(ContactFraction[] fractions)
    {
        var contacts = fractions.Count(f => !f.Contact.IsCase);
        var even = fractions.GroupBy(f => f.PerMille < 0).All(pole => pole.Max(f => f.PerMille) - pole.Min(f => f.PerMille) <= 1);
        var name = contacts switch
        {
            1 => "monopole",
            2 => "bipole",
            3 => "tripole",
            _ => "multipole",
        };
        if (contacts == fractions.Length || contacts == 1)
            return even ? name : "graded " + name;
        return (even ? name : "graded " + name) + " with the case";
    }

    private static IEnumerable<ContactFraction> Round(List<(ContactId Contact, double Share)> pole, int sign)
    {
        var sum = pole.Sum(p => p.Share);
        var exact = pole.Select(p => p.Share / sum * 1000).ToArray();
        var whole = exact.Select(e => (int)Math.Floor(e)).ToArray();
        var missing = 1000 - whole.Sum();
        foreach (var index in Enumerable.Range(0, pole.Count).OrderByDescending(i => exact[i] - whole[i]).ThenBy(i => i).Take(missing))
            whole[index]++;
        return pole.Select((p, i) => new ContactFraction(p.Contact, sign * whole[i]));
    }
}
