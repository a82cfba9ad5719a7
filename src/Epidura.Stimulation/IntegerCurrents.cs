using Epidura.Stimulation.Programs;

namespace Epidura.Stimulation;

/// <summary>Fractions turned to whole nanoamperes, so that a phase sums to exactly zero.</summary>
public static class IntegerCurrents
{
    /// <summary>Currents of the first phase, nA, in the order of the fractions.</summary>
    /// <param name="area">Fractions need not be valid; the amplitude is rounded to whole nA.</param>
    /// <returns>
    /// Each sign is shared out by largest remainder (ties to the earlier contact): when the fractions of a sign sum to 1000 per mille, its
    /// currents sum to the amplitude exactly.
    /// </returns>
    public static long[] Nanoampere(ProgramArea area)
    {
        ArgumentNullException.ThrowIfNull(area);
        var amplitude = (long)Math.Round(area.Amplitude.Amperes * 1e9, MidpointRounding.AwayFromZero);
        var currents = new long[area.Contacts.Count];
        Share(area, amplitude, currents, -1);
        Share(area, amplitude, currents, 1);
        return currents;
    }

    private static void Share(ProgramArea area, long amplitude, long[] currents, int sign)
    {
        List<(int Index, long Remainder)> remainders = [];
        long exact = 0, given = 0;
        for (var i = 0; i < currents.Length; i++)
        {
            var perMille = area.Contacts[i].PerMille;
            if (Math.Sign(perMille) != sign)
                continue;
            var product = amplitude * Math.Abs((long)perMille);
            currents[i] = sign * (product / 1000);
            exact += product;
            given += product / 1000;
            remainders.Add((i, product % 1000));
        }

        var left = (int)((exact / 1000) - given);
        foreach (var (index, _) in remainders.OrderByDescending(item => item.Remainder).ThenBy(item => item.Index).Take(left))
            currents[index] += sign;
    }
}
