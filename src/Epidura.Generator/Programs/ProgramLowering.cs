using Epidura.Generator.Monitor;
using Epidura.Stimulation;
using Epidura.Stimulation.Programs;

namespace Epidura.Generator.Programs;

/// <summary>What a planned program does not say.</summary>
/// <param name="PatientMaxMicroampere">Upper end of the patient window; null for the planned amplitude: the patient may go down, not
/// up.</param>
/// <param name="PatientStepMicroampere">One press.</param>
/// <param name="RampMilliseconds">Rise from zero.</param>
/// <param name="CycleOnMilliseconds">0 together with the next for therapy without pauses.</param>
/// <param name="CycleOffMilliseconds">Pause.</param>
/// <param name="Group">Programs the patient steps through.</param>
public sealed record LoweringOptions(
    int? PatientMaxMicroampere = null,
    int PatientStepMicroampere = 100,
    int RampMilliseconds = 4000,
    int CycleOnMilliseconds = 0,
    int CycleOffMilliseconds = 0,
    int Group = 0);

/// <summary>A lowered program, or why there is none.</summary>
/// <param name="Program">Null when there are errors.</param>
/// <param name="Errors">One sentence each.</param>
public sealed record LoweringResult(DeviceProgram? Program, IReadOnlyList<string> Errors);

/// <summary>
/// Turns the planner's program into the device's integers: amplitudes down to the grid of 25 µA, rates to periods of whole nanoseconds,
/// offsets so that areas on shared contacts interleave. The device checks the result as if it came from a stranger.
/// </summary>
/// <remarks>Checked by ProgramLoweringTests.</remarks>
public static class ProgramLowering
{
    private const int Grid = 25;

    /// <summary>Lowers a program for a device whose configuration is known.</summary>
    public static LoweringResult Lower(StimulationProgram program, GeneratorConfiguration configuration, LoweringOptions options)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return Lower(program, [.. configuration.Contacts.Select(contact => contact.Id)], options);
    }

    /// <summary>Lowers a program for the contacts that a device says it has.</summary>
    /// <param name="program">As planned.</param>
    /// <param name="contacts">In the order of the device's indices; the case follows the last.</param>
    /// <param name="options">What the plan does not say.</param>
    public static LoweringResult Lower(StimulationProgram program, IReadOnlyList<ContactId> contacts, LoweringOptions options)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(contacts);
        ArgumentNullException.ThrowIfNull(options);
        List<string> errors = [];
        if (program.Areas.Count is < 1 or > 4)
            errors.Add(FormattableString.Invariant($"The program has {program.Areas.Count} areas; a device runs 1 to 4."));
        List<DeviceArea> areas = [];
        foreach (var area in program.Areas.Take(4))
            areas.Add(Lower(area, contacts, options, errors));
        if (errors.Count > 0)
            return new LoweringResult(null, errors);
        AlignPeriods(areas);
        if (!Interleave(areas))
            errors.Add(
                "The areas share contacts and no offsets keep their pulses apart; "
                + "change a rate to a multiple of another, or the contacts.");
        var name = program.Name;
        while (System.Text.Encoding.UTF8.GetByteCount(name) > 24)
            name = name[..^1];
        return errors.Count > 0
            ? new LoweringResult(null, errors)
            : new LoweringResult(
                new DeviceProgram(
                    name, options.Group, options.RampMilliseconds, options.CycleOnMilliseconds, options.CycleOffMilliseconds, 0, 0,
                        areas), []);
    }

    private static DeviceArea Lower(ProgramArea area, IReadOnlyList<ContactId> contacts, LoweringOptions options, List<string> errors)
    {
        var fractions = new DeviceFraction[area.Contacts.Count];
        for (var i = 0; i < fractions.Length; i++)
        {
            var index = IndexOf(area.Contacts[i].Contact, contacts);
            if (index < 0)
                errors.Add($"The device has no contact {area.Contacts[i].Contact}.");
            fractions[i] = new DeviceFraction(Math.Max(0, index), area.Contacts[i].PerMille);
        }

        var microampere = area.Amplitude.Amperes * 1e6;
        if (!(microampere >= 0 && microampere <= ushort.MaxValue && area.Rate.Hertz >= 0.5))
        {
            errors.Add(FormattableString.Invariant(
                $"Amplitude {area.Amplitude.Milliamperes} mA or rate {area.Rate.Hertz} Hz is outside what a device can hold."));
            microampere = 0;
        }

        var amplitude = (int)(Math.Floor((microampere / Grid) + 1e-6) * Grid);
        var pulses = Dose.PulsesPerPeriod(area);
        return new DeviceArea(
            area.Therapy, area.Recharge, amplitude, 0, options.PatientMaxMicroampere ?? amplitude, options.PatientStepMicroampere,
            area.PulseWidthMicrosecond, area.InterphaseGapMicrosecond,
            (long)Math.Round(1e9 / Math.Max(0.5, area.Rate.Hertz), MidpointRounding.AwayFromZero), pulses,
            pulses > 1 ? (long)(1e9 / Dose.IntraBurstHertz) : 0, 0, fractions);
    }

    private static int IndexOf(ContactId contact, IReadOnlyList<ContactId> contacts)
    {
        for (var i = 0; i < contacts.Count; i++)
            if (contacts[i] == contact)
                return i;
        return contact.IsCase ? contacts.Count : -1;
    }

    /// <summary>
    /// A period within a millionth of a multiple of a shorter one becomes that multiple: 50 Hz beside 300 Hz moves by 2 ns.
    /// </summary>
    private static void AlignPeriods(List<DeviceArea> areas)
    {
        var shortest = areas.Min(area => area.PeriodNanosecond);
        for (var i = 0; i < areas.Count; i++)
        {
            var multiple = (long)Math.Round((double)areas[i].PeriodNanosecond / shortest) * shortest;
            if (Math.Abs(multiple - areas[i].PeriodNanosecond) * 1_000_000 <= areas[i].PeriodNanosecond)
                areas[i] = areas[i] with { PeriodNanosecond = multiple };
        }
    }

    /// <summary>Each area goes to the first place after the areas before it where it meets none of them on a shared contact.</summary>
    private static bool Interleave(List<DeviceArea> areas)
    {
        for (var i = 1; i < areas.Count; i++)
        {
            List<long> candidates = [0];
            for (var k = 0; k < i; k++)
                candidates.Add(
                    areas[k].OffsetNanosecond + areas[k].GroupNanosecond + ProgramMonitor.RecoveryMinNanosecond);
            var placed = candidates.Order()
                .Select(offset => areas[i] with { OffsetNanosecond = offset % areas[i].PeriodNanosecond })
                .FirstOrDefault(area => IsFree(areas, i, area));
            if (placed is null)
                return false;
            areas[i] = placed;
        }

        return true;
    }

    private static bool IsFree(List<DeviceArea> areas, int count, DeviceArea area)
    {
        for (var k = 0; k < count; k++)
            if (TimingMonitor.ShareContact(areas[k], area) && TimingMonitor.Apart(areas[k], area) < 0)
                return false;
        return true;
    }
}
