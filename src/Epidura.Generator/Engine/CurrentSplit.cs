using Epidura.Generator.Programs;

namespace Epidura.Generator.Engine;

/// <summary>
/// Fractions to whole nanoamperes by largest remainder, per sign, ties to the earlier contact: every phase sums to exactly zero.
/// </summary>
internal static class CurrentSplit
{
    /// <summary>Currents of the first phase.</summary>
    /// <param name="fractions">Cathodes −1000 and anodes +1000 in sum.</param>
    /// <param name="amplitude">nA, at least 0.</param>
    public static ContactCurrent[] Share(IReadOnlyList<DeviceFraction> fractions, long amplitude)
    {
        var currents = new ContactCurrent[fractions.Count];
        ShareSign(fractions, amplitude, currents, -1);
        ShareSign(fractions, amplitude, currents, 1);
        return currents;
    }

    private static void ShareSign(IReadOnlyList<DeviceFraction> fractions, long amplitude, ContactCurrent[] currents, int sign)
    {
        Span<long> remainders = stackalloc long[fractions.Count];
        var left = amplitude;
        for (var i = 0; i < fractions.Count; i++)
        {
            remainders[i] = -1;
            if (Math.Sign(fractions[i].PerMille) != sign)
                continue;
            var product = amplitude * Math.Abs((long)fractions[i].PerMille);
            left -= product / 1000;
            remainders[i] = product % 1000;
            currents[i] = new ContactCurrent(fractions[i].Contact, sign * (product / 1000));
        }

        for (; left > 0; left--)
        {
            var best = 0;
            for (var i = 1; i < remainders.Length; i++)
                if (remainders[i] > remainders[best])
                    best = i;
            if (remainders[best] < 0)
                return;
            currents[best] = currents[best] with { Nanoampere = currents[best].Nanoampere + sign };
            remainders[best] = -1;
        }
    }
}
