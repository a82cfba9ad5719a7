using Epidura.Generator.Programs;
using Epidura.Stimulation.Programs;

namespace Epidura.Generator.Monitor;

/// <summary>I-01, I-05, I-06, I-07, I-11, I-12, I-15 and I-17 over all areas of a program.</summary>
internal sealed class DoseMonitor(
    DeviceProgram program,
    GeneratorConfiguration configuration,
    LimitProfile limits,
    IReadOnlyList<int>? impedanceOhm,
    List<Finding> findings)
{
    /// <summary>Largest charge per phase, aC.</summary>
    public long ChargeAttocoulomb { get; private set; }

    /// <summary>Largest Q·D × 10⁹.</summary>
    public Int128 ShannonNano { get; private set; }

    /// <summary>I-01, I-05 … I-07; returns the largest charge density, aC/µm².</summary>
    public long CheckCharge()
    {
        long densest = 0;
        foreach (var (area, index, contact, femtocoulomb) in Contacts())
        {
            if (contact == configuration.CaseIndex)
                continue;
            var square = configuration.Contacts[contact].SquareMicrometre;
            var perMille = area.Fractions.First(item => item.Contact == contact).PerMille;
            var current = (Int128)TimingMonitor.Highest(area) * Math.Abs(perMille);
            if (current > limits.ContactNanoampere)
                findings.Add(new Finding(1, (long)current, limits.ContactNanoampere, index, contact));
            var charge = (long)(femtocoulomb * 1000);
            ChargeAttocoulomb = Math.Max(ChargeAttocoulomb, charge);
            if (charge > limits.ChargeAttocoulomb)
                findings.Add(new Finding(5, charge, limits.ChargeAttocoulomb, index, contact));
            var density = MonitorMath.Ceiling(femtocoulomb * 1000, square);
            densest = Math.Max(densest, density);
            if (femtocoulomb * 1000 > (Int128)limits.DensityAttocoulombPerSquareMicrometre * square)
                findings.Add(new Finding(6, density, limits.DensityAttocoulombPerSquareMicrometre, index, contact));

            // Q in µC is fC / 10⁹; the area in cm² is µm² / 10⁸: Q·D × 10⁹ = fC² / (10 × µm²).
            var product = (Int128)MonitorMath.Ceiling(femtocoulomb * femtocoulomb, (Int128)10 * square);
            ShannonNano = Int128.Max(ShannonNano, product);
            if (femtocoulomb * femtocoulomb > (Int128)limits.ShannonProductNano * 10 * square)
                findings.Add(new Finding(7, (long)product, limits.ShannonProductNano, index, contact));
        }

        return densest;
    }

    /// <summary>I-17; returns the busiest contact's mean absolute current, nA.</summary>
    public long CheckAverage()
    {
        long busiest = 0;
        for (var contact = 0; contact < configuration.CaseIndex; contact++)
        {
            long mean = 0;
            foreach (var (area, _, used, femtocoulomb) in Contacts())
                if (used == contact)
                    mean += MonitorMath.Ceiling(femtocoulomb * 2_000 * area.Pulses, area.PeriodNanosecond);
            busiest = Math.Max(busiest, mean);
            if (mean > limits.AverageNanoampere)
                findings.Add(new Finding(17, mean, limits.AverageNanoampere, -1, contact));
        }

        return busiest;
    }

    /// <summary>I-12 by time, or by the proof of I-11; returns the largest electrode voltage at steady state, µV.</summary>
    public long CheckResidual(long limitMicrovolt)
    {
        long largest = 0;
        for (var i = 0; i < program.Areas.Count; i++)
        {
            var area = program.Areas[i];
            if (area.Recharge != Recharge.Passive)
                continue;
            var recovery = TimingMonitor.Recovery(program, i);
            if (recovery < ProgramMonitor.RecoveryMinNanosecond)
            {
                findings.Add(new Finding(12, recovery, ProgramMonitor.RecoveryMinNanosecond, i));
                continue;
            }

            if (impedanceOhm is null)
                continue;
            var blocking = (long)Math.Round(configuration.Device.BlockingCapacitanceFarad * 1e9);
            foreach (var (contact, perMille) in area.Fractions)
            {
                if (contact == configuration.CaseIndex)
                    continue;
                var charge = (Int128)TimingMonitor.Highest(area) * Math.Abs(perMille) * area.WidthMicrosecond * area.Pulses * 1000;
                var constant = Math.Max(1, impedanceOhm[contact]) * blocking;
                var residual = MonitorMath.SteadyResidual(charge, recovery, constant);

                // The double layer is taken as 20 µF/cm², which is 0.2 aC per µm² and µV.
                var microvolt = MonitorMath.Ceiling((Int128)residual * 5, configuration.Contacts[contact].SquareMicrometre);
                largest = Math.Max(largest, microvolt);
                if (microvolt > limitMicrovolt)
                    findings.Add(new Finding(12, microvolt, limitMicrovolt, i, contact));
            }
        }

        return largest;
    }

    /// <summary>I-15; returns the largest voltage over the tissue, mV.</summary>
    public long CheckCompliance()
    {
        long worst = 0;
        if (impedanceOhm is null)
            return 0;
        var available = Math.Min(limits.OutputMillivolt, (long)Math.Round(
            (configuration.Device.OutputVoltageMax - configuration.Device.Headroom).Volts * 1000));
        for (var i = 0; i < program.Areas.Count; i++)
        {
            var microvolt = TissueMicrovolt(program.Areas[i], TimingMonitor.Highest(program.Areas[i]), impedanceOhm);
            var millivolt = MonitorMath.Ceiling(microvolt, 1000);
            worst = Math.Max(worst, millivolt);
            if (microvolt > (Int128)available * 1000)
                findings.Add(new Finding(15, millivolt, available, i));
        }

        return worst;
    }

    /// <summary>Mean battery current at the programmed amplitudes, nA, with the output step of a voltage.</summary>
    public long BatteryNanoampere(long outputMillivolt)
    {
        var battery = Engine.BatteryNumbers.From(configuration.Device);
        Int128 total = battery.FixedNanoampere;
        foreach (var area in program.Areas)
        {
            var charge = (Int128)area.AmplitudeMicroampere * area.WidthMicrosecond * area.Pulses * 1_000_000;
            var step = MonitorMath.Ceiling(outputMillivolt + battery.HeadroomMillivolt, battery.StepMillivolt) * battery.StepMillivolt;
            var factor = area.Recharge == Recharge.Active ? battery.ActiveFactorMilli : 1000;
            total += charge * factor * step * 1000
                / ((Int128)battery.BatteryMillivolt * battery.EfficiencyPartsPerMillion * area.PeriodNanosecond);
            total += (Int128)battery.SwitchingAttocoulomb * area.Pulses / area.PeriodNanosecond;
        }

        return (long)Int128.Min(long.MaxValue, total);
    }

    /// <summary>Voltage over the tissue, µV: the largest cathode's drop and the largest anode's.</summary>
    internal static Int128 TissueMicrovolt(DeviceArea area, long amplitudeMicroampere, IReadOnlyList<int> impedanceOhm)
    {
        Int128 cathode = 0, anode = 0;
        foreach (var (contact, perMille) in area.Fractions)
        {
            var drop = (Int128)amplitudeMicroampere * Math.Abs(perMille) * impedanceOhm[contact] / 1000;
            if (perMille < 0)
                cathode = Int128.Max(cathode, drop);
            else
                anode = Int128.Max(anode, drop);
        }

        return cathode + anode;
    }

    private IEnumerable<(DeviceArea Area, int Index, int Contact, Int128 Femtocoulomb)> Contacts()
    {
        for (var i = 0; i < program.Areas.Count; i++)
        {
            var area = program.Areas[i];
            foreach (var (contact, perMille) in area.Fractions)
                yield return (area, i, contact, (Int128)TimingMonitor.Highest(area) * Math.Abs(perMille) * area.WidthMicrosecond);
        }
    }
}
