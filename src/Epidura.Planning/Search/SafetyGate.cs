using Epidura.Planning.Recruitment;
using Epidura.Quantities;
using Epidura.Stimulation;
using Epidura.Stimulation.Leads;
using Epidura.Stimulation.Programs;

namespace Epidura.Planning.Search;

/// <summary>Turns a pattern into a program area and asks every limit about it.</summary>
/// <param name="fields">Access resistances and order of the contacts.</param>
/// <param name="shape">Shape of a contact; null for one no lead has.</param>
/// <param name="device">Device profile.</param>
/// <param name="pulse">What all candidates share.</param>
public sealed class SafetyGate(ContactFields fields, Func<ContactId, ContactShape?> shape, DeviceProfile device, PulseSettings pulse)
{
    /// <summary>What all candidates share.</summary>
    public PulseSettings Pulse => pulse;

    /// <summary>The area of a pattern.</summary>
    /// <param name="pattern">Shares.</param>
    /// <param name="widthMicrosecond">First phase, µs.</param>
    /// <param name="amplitude">A.</param>
    public ProgramArea Area(CurrentPattern pattern, int widthMicrosecond, double amplitude)
    {
        ArgumentNullException.ThrowIfNull(pattern);

        // Whole microamperes: a program is typed, sent and shown in them.
        var current = Current.FromMicroamperes(Math.Round(amplitude * 1e6));
        return new ProgramArea(
            pattern.Contacts, current, widthMicrosecond, pulse.GapMicrosecond, pulse.Rate, pulse.Therapy, pulse.Recharge);
    }

    /// <summary>Every limit that the area touches.</summary>
    public IReadOnlyList<LimitFinding> Check(ProgramArea area)
    {
        ArgumentNullException.ThrowIfNull(area);
        var drops = Drops(area.Contacts);
        return ProgramCheck.Check(area, shape, contact => drops.TryGetValue(contact, out var ohms) ? Resistance.FromOhms(ohms) : null,
            device);
    }

    /// <summary>A candidate within the limits: when the verdict's amplitude breaks one, judged again below it.</summary>
    /// <param name="pattern">Shares.</param>
    /// <param name="widthMicrosecond">First phase, µs.</param>
    /// <param name="free">Verdict without limits.</param>
    /// <param name="judge">Judges with a largest amplitude, A.</param>
    public Candidate Limit(CurrentPattern pattern, int widthMicrosecond, Judgement free, Func<double, Judgement> judge)
    {
        ArgumentNullException.ThrowIfNull(free);
        ArgumentNullException.ThrowIfNull(judge);
        if (!double.IsFinite(free.Score))
            return new Candidate(pattern, widthMicrosecond, free, null);
        if (HardFinding(pattern, widthMicrosecond, free.Amplitude) is not { } finding)
            return new Candidate(pattern, widthMicrosecond, free, null);

        // Every limit grows with the amplitude, so halving finds the largest amplitude that passes; to 10 µA.
        double passes = 0, breaks = free.Amplitude;
        while (breaks - passes > 10e-6)
        {
            var middle = (passes + breaks) / 2;
            if (HardFinding(pattern, widthMicrosecond, middle) is null)
                passes = middle;
            else
                breaks = middle;
        }

        return new Candidate(pattern, widthMicrosecond, judge(passes), new LimitStop(free.Score, free.Coverage, finding));
    }

    private LimitFinding? HardFinding(CurrentPattern pattern, int widthMicrosecond, double amplitude) =>
        Check(Area(pattern, widthMicrosecond, amplitude)).FirstOrDefault(f => f.IsHard);

    /// <summary>Resistance between cathodes and anodes of an area, ohm.</summary>
    public double Impedance(ProgramArea area)
    {
        ArgumentNullException.ThrowIfNull(area);
        return fields.Impedance(area.Contacts);
    }

    /// <summary>Largest difference of potential between a cathode and an anode for 1 A of amplitude, ohm: what the output must
    /// supply.</summary>
    public double Span(ProgramArea area)
    {
        var drops = Drops(area.Contacts);
        double cathode = 0, anode = 0;
        foreach (var (contact, perMille) in area.Contacts)
        {
            var drop = drops[contact] * Math.Abs(perMille) / 1000.0;
            if (perMille < 0)
                cathode = Math.Max(cathode, drop);
            else
                anode = Math.Max(anode, drop);
        }

        return cathode + anode;
    }

    /// <summary>Figures of the report.</summary>
    public ProgramSafety Figures(ProgramArea area, (double Min, double Max) impedanceRange)
    {
        ArgumentNullException.ThrowIfNull(area);
        double charge = 0, density = 0, k = double.NegativeInfinity;
        foreach (var (contact, _) in area.Contacts.Where(c => !c.Contact.IsCase))
        {
            var metal = shape(contact) ?? throw new InvalidOperationException($"No lead has the contact {contact}.");
            var phase = Dose.ChargePerPhase(area, contact);
            charge = Math.Max(charge, phase.Coulombs);
            density = Math.Max(density, Dose.ChargeDensity(area, contact, metal).CoulombsPerSquareMetre);
            k = Math.Max(k, Dose.Shannon(phase, metal.Area));
        }

        var compliance = Energy.ComplianceStep(device, area.Amplitude, Resistance.FromOhms(Span(area)));
        return new ProgramSafety(
            charge, density, k, Impedance(area), impedanceRange.Min, impedanceRange.Max, compliance.Volts,
            Dose.ChargePerSecond(area).Coulombs, [.. Check(area).Where(f => !f.IsHard).Select(f => f.Message)]);
    }

    /// <summary>Battery life on every profile of the catalogue.</summary>
    public IReadOnlyList<BatteryNote> Batteries(ProgramArea area)
    {
        var impedance = Resistance.FromOhms(Span(area));
        return [.. DeviceCatalogue.All.Select(profile =>
        {
            var life = Energy.Estimate(profile, [(area, impedance)], 1);
            return new BatteryNote(
                profile.Name, profile.Title, profile.IsRechargeable, life.CurrentDrain.Amperes, life.Years, life.DaysBetweenCharges,
                    life.Message);
        })];
    }

    /// <summary>Time constant of the passive discharge, s: resistance times blocking capacitance of each contact, weighted by its current.
    /// </summary>
    /// <param name="pattern">Shares.</param>
    public double RechargeTimeConstant(CurrentPattern pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        var drops = Drops(pattern.Contacts);
        double volts = 0, current = 0;
        foreach (var (contact, perMille) in pattern.Contacts.Where(c => !c.Contact.IsCase))
        {
            volts += drops.GetValueOrDefault(contact) * Math.Abs(perMille);
            current += Math.Abs(perMille);
        }

        return device.BlockingCapacitanceFarad * volts / current;
    }

    /// <summary>Potential of each contact over its own current, ohm: together they give the voltage between the poles exactly.</summary>
    private Dictionary<ContactId, double> Drops(IReadOnlyList<ContactFraction> contacts)
    {
        var fractions = fields.Fractions([.. contacts.Where(c => c.Contact.IsCase || fields.Contacts.IndexOf(c.Contact) >= 0)]);
        var drops = new Dictionary<ContactId, double>();
        foreach (var (contact, perMille) in contacts)
        {
            if (contact.IsCase)
            {
                // The housing is the outer boundary: its potential is the reference.
                drops[contact] = 0;
                continue;
            }

            var row = fields.Contacts.IndexOf(contact);
            if (row < 0 || perMille == 0)
                continue;
            double potential = 0;
            for (var j = 0; j < fractions.Length; j++)
                potential += fields.AccessResistance[row, j] * fractions[j];
            drops[contact] = Math.Abs(potential) / Math.Abs(perMille / 1000.0);
        }

        return drops;
    }
}

/// <summary>What all candidates of a plan share.</summary>
/// <param name="Therapy">Class.</param>
/// <param name="Rate">Pulses per second; bursts per second for burst.</param>
/// <param name="GapMicrosecond">Between the phases, µs.</param>
/// <param name="Recharge">Second phase.</param>
public sealed record PulseSettings(Therapy Therapy, Frequency Rate, int GapMicrosecond, Recharge Recharge);
