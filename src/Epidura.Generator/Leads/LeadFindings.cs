namespace Epidura.Generator.Leads;

/// <summary>What the history of a lead shows.</summary>
public enum LeadFindingKind
{
    /// <summary>A contact is open although it was not before: a fracture, or a loose connector.</summary>
    Fracture,

    /// <summary>A contact has been open in every measurement.</summary>
    Open,

    /// <summary>Two contacts are connected by less than the limit.</summary>
    Short,

    /// <summary>More than three times, or less than a third of, the measurement before.</summary>
    Jump,

    /// <summary>Slowly more or less than at first, always the same way.</summary>
    Drift,

    /// <summary>Half of a lead or more changed at once, none of it open: the lead may have moved.</summary>
    Migration,
}

/// <summary>One finding.</summary>
/// <param name="Kind">What.</param>
/// <param name="Contact">Index; of the first contact of the lead for a migration.</param>
/// <param name="Other">The other contact of a short; -1 otherwise.</param>
/// <param name="Ohm">Now.</param>
/// <param name="BeforeOhm">What it is compared with.</param>
public readonly record struct LeadFinding(LeadFindingKind Kind, int Contact, int Other, int Ohm, int BeforeOhm);

/// <summary>Judges measurements of impedance against each other.</summary>
/// <remarks>
/// Open and short limits are those of I-27 and I-28, the jump that of I-29. Drift (half as much again, or two thirds, over at least four
/// measurements that never turn back by more than a tenth) and migration (a quarter on half of the contacts of a lead) are project
/// decisions; docs/science/generator.md. Checked by LeadFindingsTests.
/// </remarks>
public static class LeadFindings
{
    /// <summary>I-27, ohm.</summary>
    public const int OpenOhm = 10_000;

    /// <summary>I-28, ohm.</summary>
    public const int ShortOhm = 100;

    private const int DriftMeasurements = 4;

    /// <summary>Findings of the newest measurement against those before it.</summary>
    /// <param name="history">Oldest first.</param>
    /// <param name="contactsPerLead">Number of contacts of each lead, in order; the case follows and is judged for jumps only.</param>
    public static IReadOnlyList<LeadFinding> Of(IReadOnlyList<ImpedanceRecord> history, IReadOnlyList<int> contactsPerLead)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(contactsPerLead);
        if (history.Count == 0)
            return [];
        var now = history[^1];
        var earlier = history.Take(history.Count - 1).Where(record => record.Ohm.Count == now.Ohm.Count).ToList();
        List<LeadFinding> findings = [];
        for (var contact = 0; contact < now.Ohm.Count; contact++)
            if (Judge(contact, now, earlier) is { } finding)
                findings.Add(finding);
        if (now.ShortFirst >= 0 && now.ShortOhm < ShortOhm)
            findings.Add(new LeadFinding(
                LeadFindingKind.Short, now.ShortFirst, now.ShortSecond, now.PairOhm(now.ShortFirst, now.ShortSecond), ShortOhm));
        AddMigrations(now, earlier, contactsPerLead, findings);
        return findings;
    }

    private static LeadFinding? Judge(int contact, ImpedanceRecord now, List<ImpedanceRecord> earlier)
    {
        long ohm = now.Ohm[contact];
        if (earlier.Count == 0)
            return ohm > OpenOhm ? new LeadFinding(LeadFindingKind.Open, contact, -1, (int)ohm, OpenOhm) : null;
        long before = earlier[^1].Ohm[contact];
        if (ohm > OpenOhm)
            return earlier.TrueForAll(record => record.Ohm[contact] > OpenOhm)
                ? new LeadFinding(LeadFindingKind.Open, contact, -1, (int)ohm, OpenOhm)
                : new LeadFinding(LeadFindingKind.Fracture, contact, -1, (int)ohm, (int)before);
        if (ohm > 3 * before || 3 * ohm < before)
            return new LeadFinding(LeadFindingKind.Jump, contact, -1, (int)ohm, (int)before);
        long[] series = [.. earlier.Select(record => (long)record.Ohm[contact]), ohm];
        return series.Length >= DriftMeasurements && IsDrift(series)
            ? new LeadFinding(LeadFindingKind.Drift, contact, -1, (int)ohm, (int)series[0])
            : null;
    }

    private static bool IsDrift(long[] series)
    {
        var (first, last) = (series[0], series[^1]);
        var isUp = 2 * last > 3 * first;
        var isDown = 3 * last < 2 * first;
        for (var i = 1; i < series.Length; i++)
        {
            isUp &= 10 * series[i] >= 9 * series[i - 1];
            isDown &= 9 * series[i] <= 10 * series[i - 1];
        }

        return isUp || isDown;
    }

    private static void AddMigrations(
        ImpedanceRecord now, List<ImpedanceRecord> earlier, IReadOnlyList<int> contactsPerLead, List<LeadFinding> findings)
    {
        if (earlier.Count == 0)
            return;
        var before = earlier[^1];
        var first = 0;
        foreach (var count in contactsPerLead)
        {
            var (changed, open) = (0, false);
            for (var contact = first; contact < first + count && contact < now.Ohm.Count; contact++)
            {
                long present = now.Ohm[contact], was = before.Ohm[contact];
                open |= present > OpenOhm || was > OpenOhm;
                changed += 4 * Math.Abs(present - was) > was ? 1 : 0;
            }

            if (!open && changed > 1 && 2 * changed >= count)
                findings.Add(new LeadFinding(LeadFindingKind.Migration, first, -1, now.Ohm[first], before.Ohm[first]));
            first += count;
        }
    }
}
