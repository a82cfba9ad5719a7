using Epidura.Anatomy;
using Epidura.Anatomy.Levels;
using Epidura.Field;
using Epidura.Numerics.Verification;
using Epidura.Stimulation.Waveforms;

namespace Epidura.Planning.Verification;

/// <summary>What clinical experience says of spinal cord stimulation, held against the model on random adults.</summary>
/// <remarks>
/// Asserted: P1, P4, P8, P9, P10. Reported as figures: P2, P3, P7, P11, P12. Sources and results: docs/science/recruitment.md. In a case of
/// the report, theirs is the side of the comparison that the rule names and the relative difference is (ours − theirs) / theirs.
/// </remarks>
public static class PlanningRules
{
    private static readonly double Prone = Variants.Posture.Prone.DorsalCsfChange;
    private static readonly double Supine = Variants.Posture.Supine.DorsalCsfChange;
    private const double ImpedanceChangeMax = 0.05;

    /// <summary>Solves the bodies and judges the rules.</summary>
    /// <param name="adults">Random adults, 1 or more.</param>
    /// <param name="firstSeed">Seed of the first; the others follow.</param>
    /// <param name="quality">Grid.</param>
    /// <param name="threads">Threads; 0 takes the machine's.</param>
    /// <param name="progress">Fraction done, or null.</param>
    /// <param name="cancellation">Asked inside every step.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one adult.</exception>
    public static VerificationReport Run(
        int adults, int firstSeed, FieldQuality quality, int threads, IProgress<double>? progress, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(adults, 1);
        var setting = new RuleSetting(quality, threads, cancellation);
        List<VerificationCase> cases = [];
        for (var i = 0; i < adults; i++)
        {
            var anatomy = AnatomyDescription.Template with { RandomAdultSeed = firstSeed + i };
            cases.AddRange(Adult(anatomy, $"adult {firstSeed + i}", setting, step => progress?.Report((i + step) / adults)));
        }

        return new VerificationReport(cases);
    }

    private static List<VerificationCase> Adult(AnatomyDescription anatomy, string id, RuleSetting setting, Action<double> done)
    {
        List<VerificationCase> cases = [];
        var model = RuleModel.Solve(anatomy, VertebralLevel.T9, 0, null, setting)
            ?? throw new InvalidOperationException("The midline lead does not fit into a random adult.");
        var bipole = model.Pattern(0, -1, 1, 0);
        var normal = model.Thresholds(bipole);
        done(0.2);
        cases.AddRange(Posture(anatomy, id, setting, model, normal));
        done(0.5);
        cases.AddRange(Configurations(id, model, normal));
        cases.AddRange(Pulses(id, model));
        done(0.7);
        cases.AddRange(Places(anatomy, id, setting, normal));
        done(1);
        return cases;
    }

    /// <summary>P1, P9, P10: dorsal CSF, posture, impedance.</summary>
    private static IEnumerable<VerificationCase> Posture(
        AnatomyDescription anatomy, string id, RuleSetting setting, RuleModel model, RuleThresholds normal)
    {
        var prone = RuleModel.Solve(anatomy with { DorsalCsfChange = Prone }, VertebralLevel.T9, 0, null, setting);
        var supine = RuleModel.Solve(anatomy with { DorsalCsfChange = Supine }, VertebralLevel.T9, 0, null, setting);
        var away = RuleModel.Solve(anatomy, VertebralLevel.T9, 0, 0.5e-3, setting);
        var bipole = model.Pattern(0, -1, 1, 0);
        if (prone is not null)
        {
            var far = prone.Thresholds(bipole);
            yield return Order(id, "P1 column threshold with 2.2 mm more dorsal CSF above that without, mA", far.Column, normal.Column);
            yield return Order(id, "P9 perception prone above upright, mA", far.Perception, normal.Perception);
            yield return Near(id, "P10 impedance prone against upright, ohm", prone.Impedance(bipole), model.Impedance(bipole));
        }

        if (supine is not null)
        {
            var close = supine.Thresholds(bipole);
            yield return Order(id, "P1 column threshold above that with 1 mm less dorsal CSF, mA", normal.Column, close.Column);
            yield return Order(id, "P9 perception upright above supine, mA", normal.Perception, close.Perception);
            yield return Near(id, "P10 impedance supine against upright, ohm", supine.Impedance(bipole), model.Impedance(bipole));
        }

        if (away is not null)
            yield return Order(
                id, "P1 column threshold with the lead 0.5 mm off the dura above that on it, mA", away.Thresholds(bipole).Column,
                    normal.Column);
    }

    /// <summary>P3, P11: what contact patterns do.</summary>
    private static IEnumerable<VerificationCase> Configurations(string id, RuleModel model, RuleThresholds normal)
    {
        var wide = model.Thresholds(model.Pattern(1, 0, -1, 0));
        var guarded = model.Thresholds(model.Pattern(0.5, -1, 0.5, 0));
        var single = model.Thresholds(model.Pattern(0, -1, 0, 0));
        yield return Figure(id, "P3 column threshold of a bipole over two pitches against one, mA", wide.Column, normal.Column);
        yield return Figure(id, "P3 column threshold of a guarded cathode against a bipole, mA", guarded.Column, normal.Column);
        yield return Figure(id, "P3 column threshold of a monopole against a bipole, mA", single.Column, normal.Column);
        yield return Figure(
            id, "P11 usage range of a guarded cathode against a bipole", guarded.Discomfort / guarded.Perception,
            normal.Discomfort / normal.Perception);
        yield return Figure(
            id, "P11 usage range of a monopole against a bipole", single.Discomfort / single.Perception,
                normal.Discomfort / normal.Perception);
    }

    /// <summary>P7, P12: what the pulse does.</summary>
    private static IEnumerable<VerificationCase> Pulses(string id, RuleModel model)
    {
        var bipole = model.Pattern(0, -1, 1, 0);
        var shortPulse = model.Thresholds(bipole, new Waveform.Biphasic(60e-6, 100e-6));
        var longPulse = model.Thresholds(bipole, new Waveform.Biphasic(450e-6, 100e-6));
        yield return Figure(
            id, "P7 charge per phase at the column threshold, 450 µs against 60 µs, µC", longPulse.Column * 450, shortPulse.Column * 60);
        var train = model.Thresholds(bipole, new Waveform.Train(new Waveform.Biphasic(30e-6, 20e-6), 30, 100e-6));
        yield return Figure(id, "P12 first column fibre of 14 µm at 10 kHz, 30 µs, against 5 mA", train.LargestColumn * 1e3, 5);
        yield return Figure(id, "P12 first root fibre of 15 µm at 10 kHz, 30 µs, against 5 mA", train.LargestRoot * 1e3, 5);
    }

    /// <summary>P2, P4, P8: where the lead lies.</summary>
    private static IEnumerable<VerificationCase> Places(AnatomyDescription anatomy, string id, RuleSetting setting, RuleThresholds normal)
    {
        if (RuleModel.Solve(anatomy, VertebralLevel.T9, 2.5e-3, null, setting) is { } lateral)
        {
            var beside = lateral.Thresholds(lateral.Pattern(0, -1, 1, 0));
            yield return Figure(id, "P2 perception with the lead 2.5 mm lateral at T9 against midline, mA", beside.Perception,
                normal.Perception);
            yield return Order(id, "P4 column above root threshold, lead 2.5 mm lateral, mA", beside.Column, beside.Root);
        }

        // The cathode lies on the pia: through the dura and the dorsal CSF at its own height, less a hair's breadth.
        var spine = Spine.Create(anatomy);
        var gap = -(spine.DorsalCsfAt(spine.HeightOf(VertebralLevel.T9, 0) - RuleModel.PialStrip.Contacts[1].Along.Metres) + 0.25e-3);
        if (RuleModel.Solve(anatomy, VertebralLevel.T9, 0, gap, setting) is { } pial)
        {
            var inside = pial.Thresholds(pial.Pattern(0, -1, 1, 0));
            yield return Order(id, "P8 epidural above ten times the pial column threshold, mA", normal.Column, 10 * inside.Column);
            yield return Figure(id, "P8 first column fibre of 14 µm, epidural against pial, mA", normal.LargestColumn,
                inside.LargestColumn);
        }
    }

    private static VerificationCase Order(string id, string quantity, double larger, double smaller) =>
        Make(id, quantity, larger * 1e3, smaller * 1e3, 0, larger > smaller);

    private static VerificationCase Near(string id, string quantity, double ours, double theirs) =>
        Make(id, quantity, ours, theirs, ImpedanceChangeMax, Math.Abs((ours / theirs) - 1) < ImpedanceChangeMax);

    private static VerificationCase Figure(string id, string quantity, double ours, double theirs) =>
        quantity.Contains("mA", StringComparison.Ordinal) && !quantity.Contains("5 mA", StringComparison.Ordinal)
            ? Make(id, quantity, ours * 1e3, theirs * 1e3, null, null)
            : Make(id, quantity, ours, theirs, null, null);

    private static VerificationCase Make(string id, string quantity, double ours, double theirs, double? limit, bool? pass)
    {
        double? Finite(double value) => double.IsFinite(value) ? value : null;
        return new VerificationCase(id, quantity, 5e-3, Finite(ours), Finite(theirs), Finite((ours - theirs) / theirs), limit, pass);
    }
}
