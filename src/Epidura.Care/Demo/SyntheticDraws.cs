namespace Epidura.Care.Demo;

/// <summary>
/// The draws of one synthetic patient. The quantities that a report is compared by are spread evenly over the patients of a clinic
/// (an additive recurrence with an irrational step for each), so that a report shows an error of the rules rather than of luck; the rest
/// comes from a generator of the patient's own. A patient depends on seed and index only.
/// </summary>
internal sealed class SyntheticDraws(int seed, int index)
{
    private static readonly int[] Primes = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43];
    private readonly Random _random = new(unchecked((seed * 1_000_003) ^ (index * 7919) ^ 0x5EED));

    /// <summary>Evenly spread in [0, 1) over the patients.</summary>
    public double Even(EvenDraw draw)
    {
        var start = new Random(unchecked((seed * 31) + (int)draw)).NextDouble();
        var value = start + ((index + 1) * Math.Sqrt(Primes[(int)draw]));
        return value - Math.Floor(value);
    }

    public double Next() => _random.NextDouble();

    /// <summary>Whole number from the first to the last, both included.</summary>
    public int Whole(int first, int last) => _random.Next(first, last + 1);

    public T Pick<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];

    public bool Happens(double share) => _random.NextDouble() < share;
}

/// <summary>Quantities that are spread evenly.</summary>
internal enum EvenDraw
{
    Referral,
    Branch,
    Trial,
    LostRelief,
    OtherExplant,
    InfectionAmongExplants,
    InfectionTreated,
    Revision,
    RevisionTime,
    PocketPain,
    Haematoma,
    Deficit,
    Response,
}
