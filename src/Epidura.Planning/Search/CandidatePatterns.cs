using Epidura.Quantities;
using Epidura.Stimulation.Programs;

namespace Epidura.Planning.Search;

/// <summary>The patterns a programmer would try, and the small changes around one.</summary>
public static class CandidatePatterns
{
    private const double BipoleReach = 30e-3;
    private const int TripoleNeighbours = 6;
    private const int CandidatesMax = 1500;

    /// <summary>Contacts of one pattern, the case included; small changes add none beyond it.</summary>
    private const int ContactsMax = 6;

    /// <summary>Monopoles against the case, bipoles, tripoles and pairs of cathodes; at most 1,500, nearest contacts first.</summary>
    /// <param name="contacts">Order of the contacts.</param>
    /// <param name="centres">Where they lie, m.</param>
    public static IReadOnlyList<CurrentPattern> Enumerate(IReadOnlyList<ContactId> contacts, IReadOnlyList<Position> centres)
    {
        ArgumentNullException.ThrowIfNull(contacts);
        ArgumentNullException.ThrowIfNull(centres);
        var near = Neighbours(centres);
        List<CurrentPattern> patterns = [];
        for (var k = 0; k < contacts.Count; k++)
            patterns.Add(Make(contacts, [k], [-1]));
        for (var k = 0; k < contacts.Count; k++)
            foreach (var a in near[k].Where(a => centres[a].DistanceTo(centres[k]) <= BipoleReach))
                patterns.Add(Make(contacts, [k, a], [-1, 1]));
        for (var k = 0; k < contacts.Count; k++)
            foreach (var (a, b) in Pairs([.. near[k].Take(TripoleNeighbours)]))
                patterns.Add(Make(contacts, [k, a, b], [-1, 0.5, 0.5]));
        for (var k = 0; k < contacts.Count; k++)
        {
            foreach (var second in near[k].Take(3).Where(s => s > k))
            {
                patterns.Add(Make(contacts, [k, second], [-0.5, -0.5]));
                foreach (var a in near[k].Take(TripoleNeighbours).Where(a => a != second))
                    patterns.Add(Make(contacts, [k, second, a], [-0.5, -0.5, 1]));
            }
        }

        return [.. patterns.DistinctBy(p => p.Key).Take(CandidatesMax)];
    }

    /// <summary>Patterns that move a part of one pole to another contact of the same pole, or to one that is free.</summary>
    /// <param name="pattern">Start.</param>
    /// <param name="contacts">Order of the contacts.</param>
    /// <param name="perMille">Part that moves.</param>
    public static IEnumerable<CurrentPattern> Around(CurrentPattern pattern, IReadOnlyList<ContactId> contacts, int perMille)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentNullException.ThrowIfNull(contacts);
        foreach (var from in pattern.Contacts)
        {
            var sign = Math.Sign(from.PerMille);
            var moved = Math.Min(perMille, Math.Abs(from.PerMille));
            foreach (var to in contacts.Append(ContactId.Case))
            {
                if (to == from.Contact || pattern.Contacts.Any(c => c.Contact == to && Math.Sign(c.PerMille) != sign))
                    continue;
                var changed = pattern.Contacts.ToDictionary(c => c.Contact, c => c.PerMille);
                changed[from.Contact] -= sign * moved;
                changed[to] = changed.GetValueOrDefault(to) + (sign * moved);
                ContactFraction[] fractions = [.. changed.Where(c => c.Value != 0).Select(c => new ContactFraction(c.Key, c.Value))];
                if (fractions.Length <= ContactsMax && fractions.Any(f => !f.Contact.IsCase))
                    yield return CurrentPattern.Create(fractions, contacts);
            }
        }
    }

    /// <summary>Random programs: one to three cathodes, one to three anodes, the case possible as one anode, shares drawn evenly.</summary>
    /// <param name="contacts">Order of the contacts.</param>
    /// <param name="random">Source.</param>
    public static CurrentPattern Random(IReadOnlyList<ContactId> contacts, Random random)
    {
        ArgumentNullException.ThrowIfNull(contacts);
        ArgumentNullException.ThrowIfNull(random);
        var order = Enumerable.Range(0, contacts.Count + 1).ToArray();
        random.Shuffle(order);
        var cathodes = Math.Min(1 + random.Next(3), contacts.Count);
        var anodes = 1 + random.Next(3);
        var shares = new double[contacts.Count];
        var taken = 0;
        foreach (var index in order)
        {
            if (index == contacts.Count)
                continue;
            if (taken < cathodes)
                shares[index] = -(0.1 + random.NextDouble());
            else if (taken < cathodes + anodes)
                shares[index] = 0.1 + random.NextDouble();
            taken++;
        }

        Normalise(shares, random.NextDouble() < 0.25 ? random.NextDouble() : 1);
        return CurrentPattern.FromShares(contacts, shares)
            ?? throw new InvalidOperationException("A random program has a cathode by construction.");
    }

    /// <summary>Cathodes to −1 and anodes to a part of 1; the rest goes to the case.</summary>
    private static void Normalise(double[] shares, double anodePart)
    {
        var cathode = -shares.Where(s => s < 0).Sum();
        var anode = shares.Where(s => s > 0).Sum();
        for (var i = 0; i < shares.Length; i++)
            shares[i] = shares[i] < 0 ? shares[i] / cathode : anode > 0 ? shares[i] / anode * anodePart : 0;
    }

    private static CurrentPattern Make(IReadOnlyList<ContactId> contacts, int[] indices, double[] shares)
    {
        var all = new double[contacts.Count];
        for (var i = 0; i < indices.Length; i++)
            all[indices[i]] = shares[i];
        return CurrentPattern.FromShares(contacts, all) ?? throw new InvalidOperationException("A candidate has a cathode.");
    }

    private static int[][] Neighbours(IReadOnlyList<Position> centres) =>
        [.. Enumerable.Range(0, centres.Count).Select(k => Enumerable.Range(0, centres.Count).Where(a => a != k)
            .OrderBy(a => centres[a].DistanceTo(centres[k])).ThenBy(a => a).ToArray())];

    private static IEnumerable<(int First, int Second)> Pairs(int[] items)
    {
        for (var i = 0; i < items.Length; i++)
            for (var j = i + 1; j < items.Length; j++)
                yield return (items[i], items[j]);
    }
}
