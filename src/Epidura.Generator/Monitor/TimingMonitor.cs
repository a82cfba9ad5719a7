using Epidura.Generator.Programs;
using Epidura.Stimulation.Programs;

namespace Epidura.Generator.Monitor;

/// <summary>I-02 and I-16 over all areas of a program, in whole nanoseconds.</summary>
/// <remarks>
/// Two pulse trains of periods P and R meet at every difference of their offsets modulo gcd(P, R), so a pair of pulses is free of overlap
/// for
/// good exactly when they are free of it modulo the divisor. Checked by a brute-force scheduler in TimingMonitorTests.
/// </remarks>
internal static class TimingMonitor
{
    /// <summary>Adds findings and returns the smallest slack, ns.</summary>
    public static long Check(DeviceProgram program, LimitProfile limits, List<Finding> findings)
    {
        var slack = long.MaxValue;
        for (var i = 0; i < program.Areas.Count; i++)
        {
            var own = OwnSlack(program.Areas[i]);
            slack = Math.Min(slack, own);
            if (own < 0)
                findings.Add(new Finding(16, own, 0, i));
        }

        for (var i = 0; i < program.Areas.Count; i++)
        {
            Int128 total = Highest(program.Areas[i]);
            for (var k = 0; k < program.Areas.Count; k++)
            {
                if (k == i)
                    continue;
                if (Pair(program.Areas[i], program.Areas[k], 0) < 0)
                    total += Highest(program.Areas[k]);
                if (k < i || !ShareContact(program.Areas[i], program.Areas[k]))
                    continue;
                var between = Pair(program.Areas[i], program.Areas[k], ProgramMonitor.RecoveryMinNanosecond);
                slack = Math.Min(slack, between);
                if (between < 0)
                    findings.Add(new Finding(16, between, 0, i, k));
            }

            if (total * 1000 > limits.TotalNanoampere)
                findings.Add(new Finding(2, (long)Int128.Min(long.MaxValue, total * 1000), limits.TotalNanoampere, i));
        }

        return slack;
    }

    /// <summary>Shortest time from the end of a group of one area to the next group of any area on a shared contact, ns.</summary>
    public static long Recovery(DeviceProgram program, int index)
    {
        var area = program.Areas[index];
        var recovery = area.PeriodNanosecond - area.GroupNanosecond;
        for (var k = 0; k < program.Areas.Count; k++)
        {
            var other = program.Areas[k];
            if (k == index || !ShareContact(area, other))
                continue;
            var divisor = MonitorMath.Gcd(area.PeriodNanosecond, other.PeriodNanosecond);
            for (var pulse = 0; pulse < other.Pulses; pulse++)
            {
                var start = other.OffsetNanosecond + (pulse * other.InnerPeriodNanosecond);
                recovery = Math.Min(
                    recovery, MonitorMath.Mod(start - area.OffsetNanosecond - area.GroupNanosecond, divisor));
            }
        }

        return recovery;
    }

    /// <summary>True when both areas use a contact.</summary>
    public static bool ShareContact(DeviceArea first, DeviceArea second) =>
        first.Fractions.Any(a => second.Fractions.Any(b => a.Contact == b.Contact));

    /// <summary>Highest amplitude the area may reach, µA.</summary>
    public static int Highest(DeviceArea area) => Math.Max(area.AmplitudeMicroampere, area.PatientMaxMicroampere);

    /// <summary>Smallest distance between pulses of two areas less a recovery, ns.</summary>
    public static long Apart(DeviceArea first, DeviceArea second) => Pair(first, second, ProgramMonitor.RecoveryMinNanosecond);

    private static long OwnSlack(DeviceArea area)
    {
        var slack = area.PeriodNanosecond - area.GroupNanosecond - ProgramMonitor.RecoveryMinNanosecond;
        if (area.Pulses > 1)
        {
            var rest = area.Recharge == Recharge.Active ? ProgramMonitor.RecoveryMinNanosecond : 0;
            slack = Math.Min(slack, area.InnerPeriodNanosecond - area.PulseNanosecond - rest);
        }

        return slack;
    }

    /// <summary>Smallest distance between pulses of two areas less a recovery, ns; negative when they overlap.</summary>
    private static long Pair(DeviceArea first, DeviceArea second, long recovery)
    {
        var divisor = MonitorMath.Gcd(first.PeriodNanosecond, second.PeriodNanosecond);
        var slack = long.MaxValue;

        // A passive burst recovers only after its last pulse: it holds its contacts as one block.
        var (firstCount, firstLength) = Blocks(first, recovery);
        var (secondCount, secondLength) = Blocks(second, recovery);
        for (var i = 0; i < firstCount; i++)
        {
            for (var k = 0; k < secondCount; k++)
            {
                var apart = MonitorMath.Mod(
                    second.OffsetNanosecond
                        + (k * second.InnerPeriodNanosecond) - first.OffsetNanosecond - (i * first.InnerPeriodNanosecond),
                    divisor);
                slack = Math.Min(slack, Math.Min(apart - firstLength, divisor - apart - secondLength));
            }
        }

        return slack;
    }

    private static (int Count, long Length) Blocks(DeviceArea area, long recovery) =>
        area.Recharge == Recharge.Active
            ? (area.Pulses, area.PulseNanosecond + recovery)
            : (1, area.GroupNanosecond + recovery);
}
