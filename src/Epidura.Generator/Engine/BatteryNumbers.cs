using Epidura.Stimulation;

namespace Epidura.Generator.Engine;

/// <summary>A battery and its converter as integers, lowered once from a device profile.</summary>
/// <param name="UsablePicocoulomb">Charge that may be used.</param>
/// <param name="FixedNanoampere">Electronics, radio and cryptography.</param>
/// <param name="BatteryMillivolt">Mean over discharge.</param>
/// <param name="EfficiencyPartsPerMillion">Of the converter.</param>
/// <param name="StepMillivolt">Grid of the output voltage.</param>
/// <param name="HeadroomMillivolt">Of the current sources.</param>
/// <param name="ActiveFactorMilli">Charge with a driven second phase over that without, × 1000.</param>
/// <param name="SwitchingAttocoulomb">Per pulse.</param>
/// <param name="BlockingNanofarad">In series with each contact.</param>
/// <param name="OutputMillivolt">Largest output voltage less the headroom.</param>
/// <param name="IsRechargeable">Charged through the skin.</param>
public sealed record BatteryNumbers(
    long UsablePicocoulomb,
    long FixedNanoampere,
    int BatteryMillivolt,
    int EfficiencyPartsPerMillion,
    int StepMillivolt,
    int HeadroomMillivolt,
    int ActiveFactorMilli,
    long SwitchingAttocoulomb,
    long BlockingNanofarad,
    int OutputMillivolt,
    bool IsRechargeable)
{
    /// <summary>Under it nothing may rise, I-25: 85 % of the mean voltage.</summary>
    public int LowMillivolt => BatteryMillivolt * 85 / 100;

    /// <summary>Under it the output is off, I-25: 78 %.</summary>
    public int BrownOutMillivolt => BatteryMillivolt * 78 / 100;

    /// <summary>Under it memory is not written, I-25: 72 %.</summary>
    public int WriteMillivolt => BatteryMillivolt * 72 / 100;

    /// <summary>Under it the cell is spent, I-37: 60 %.</summary>
    public int SpentMillivolt => BatteryMillivolt * 60 / 100;

    /// <summary>Lowers a profile.</summary>
    public static BatteryNumbers From(DeviceProfile device)
    {
        ArgumentNullException.ThrowIfNull(device);
        static long Whole(double value) => (long)Math.Round(value, MidpointRounding.AwayFromZero);
        return new BatteryNumbers(
            Whole(device.CapacityAmpereHour * device.UsableFraction * 3600e12),
            Whole((device.HousekeepingCurrent + device.RadioCurrent + device.CryptographyCurrent).Amperes * 1e9),
            (int)Whole(device.BatteryVoltage.Volts * 1e3),
            (int)Whole(device.Efficiency * 1e6),
            (int)Whole(device.ComplianceStep.Volts * 1e3),
            (int)Whole(device.Headroom.Volts * 1e3),
            (int)Whole(device.ActiveRechargeFactor * 1e3),
            Whole(device.SwitchingCharge.Coulombs * 1e18),
            Whole(device.BlockingCapacitanceFarad * 1e9),
            (int)Whole((device.OutputVoltageMax - device.Headroom).Volts * 1e3),
            device.IsRechargeable);
    }

    /// <summary>Battery charge of one pulse, aC.</summary>
    /// <param name="phaseAttocoulomb">Cathodic charge of the first phase.</param>
    /// <param name="isActive">Driven second phase.</param>
    /// <param name="tissueMicrovolt">Voltage over the tissue.</param>
    public long PulseAttocoulomb(long phaseAttocoulomb, bool isActive, long tissueMicrovolt)
    {
        var needed = tissueMicrovolt + (HeadroomMillivolt * 1000L);
        var step = StepMillivolt * 1000L;
        var output = (needed + step - 1) / step * StepMillivolt;
        var drawn = (Int128)phaseAttocoulomb * (isActive ? ActiveFactorMilli : 1000) * output * 1000
            / ((Int128)BatteryMillivolt * EfficiencyPartsPerMillion);
        return (long)drawn + SwitchingAttocoulomb;
    }
}
