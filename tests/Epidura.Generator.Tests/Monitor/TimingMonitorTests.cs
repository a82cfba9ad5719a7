using Epidura.Generator.Monitor;
using Epidura.Generator.Programs;
using Epidura.Stimulation.Programs;

namespace Epidura.Generator.Tests.Monitor;

public class TimingMonitorTests
{
    /// <summary>The plainest scheduler there is: every 1 µs of the hyperperiod is marked by hand.</summary>
    private static bool Fits(DeviceArea first, DeviceArea second)
    {
        var (p, q) = (first.PeriodNanosecond / 1000, second.PeriodNanosecond / 1000);
        var length = p * q / MonitorMath.Gcd(p, q);
        var taken = new int[length];
        foreach (var area in new[] { first, second })
        {
            var isBlock = area.Recharge == Recharge.Passive;
            for (var start = area.OffsetNanosecond / 1000; start < (area.OffsetNanosecond / 1000)
                + length; start += area.PeriodNanosecond / 1000)
            {
                for (var i = 0; i < (isBlock ? 1 : area.Pulses); i++)
                {
                    var busy = ((isBlock ? area.GroupNanosecond : area.PulseNanosecond) / 1000) + 20;
                    for (var t = 0L; t < busy; t++)
                        taken[(start + (i * area.InnerPeriodNanosecond / 1000) + t) % length]++;
                }
            }
        }

        return taken.All(count => count <= 1);
    }

    [Fact]
    [Trait("Requirement", "I-16")]
    public void Interleaving_agrees_with_a_brute_force_scheduler()
    {
        var random = new Random(16);
        int[] periods = [500, 600, 750, 900, 1000, 1200, 1500];
        int fits = 0, fails = 0;
        for (var n = 0; n < 4000; n++)
        {
            DeviceArea Draw()
            {
                var period = periods[random.Next(periods.Length)] * 1000L;
                var recharge = random.Next(2) == 0 ? Recharge.Active : Recharge.Passive;
                var pulses = random.Next(3) == 0 ? 2 : 1;
                return Bench.Area(1000, random.Next(10, 60), period, recharge, pulses, pulses > 1 ? 160_000 : 0,
                    random.Next((int)(period / 1000)) * 1000L, random.Next(0, 20), 1000);
            }

            var (first, second) = (Draw(), Draw());
            List<Finding> findings = [];
            TimingMonitor.Check(Bench.Program(first, second), LimitProfile.Ceiling, findings);
            var isFree = !findings.Any(item => item.Requirement == 16);
            Assert.Equal(Fits(first, second), isFree);
            (fits, fails) = isFree ? (fits + 1, fails) : (fits, fails + 1);
        }

        Assert.True(fits > 200 && fails > 200, $"{fits} fit, {fails} do not");
    }

    [Fact]
    [Trait("Requirement", "I-12")]
    public void What_a_recovery_leaves_agrees_with_the_exponential()
    {
        var random = new Random(12);
        for (var n = 0; n < 10_000; n++)
        {
            var charge = random.NextInt64(1, 30_000_000_000_000);
            var time = random.NextInt64(20_000, 1_000_000_000);
            var constant = random.NextInt64(200_000, 50_000_000);
            var exact = charge / (Math.Exp((double)time / constant) - 1);
            Assert.InRange(MonitorMath.SteadyResidual(charge, time, constant), exact * (1 - 1e-6), (exact * (1 + 1e-6)) + 2);
        }
    }
}
