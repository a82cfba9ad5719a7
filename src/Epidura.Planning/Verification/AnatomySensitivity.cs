using Epidura.Anatomy;
using Epidura.Anatomy.Levels;
using Epidura.Field;

namespace Epidura.Planning.Verification;

/// <summary>Thresholds of the reference program with one assumed number at one end of its range.</summary>
/// <param name="Perception">Columns or roots, whichever come first, A; NaN when the lead does not fit.</param>
/// <param name="Column">Dorsal-column fibres alone, A; infinite when not reached, NaN when the lead does not fit.</param>
/// <param name="Discomfort">A; NaN when the lead does not fit.</param>
public sealed record SensitivityThresholds(double Perception, double Column, double Discomfort);

/// <summary>What one assumed number does at one level.</summary>
/// <param name="Number">The number and its range.</param>
/// <param name="Level">Vertebra of the lead's tip.</param>
/// <param name="Base">With the value in use.</param>
/// <param name="Low">At the low end; the base itself where the end is the value in use.</param>
/// <param name="High">At the high end.</param>
public sealed record SensitivityRow(
    AssumedRange Number, VertebralLevel Level, SensitivityThresholds Base, SensitivityThresholds Low, SensitivityThresholds High);

/// <summary>The lead of a study does not fit into the body there.</summary>
public sealed class ReferenceLeadException(string message) : Exception(message);

/// <summary>How much each assumed anatomical number moves the perception and discomfort threshold of a fixed program.</summary>
/// <remarks>
/// Program: quadripolar rod in the midline, contact 2 cathode and 3 anode, 210 µs symmetric with a gap of 100 µs; template adult. One
/// number at a time. docs/science/anatomy-sensitivity.md is written from it; checked by AnatomySensitivityTests.
/// </remarks>
public static class AnatomySensitivity
{
    /// <summary>Runs the study.</summary>
    /// <param name="numbers">Numbers to vary; those that cannot act on thresholds are left out.</param>
    /// <param name="levels">Vertebrae of the tip.</param>
    /// <param name="quality">Grid.</param>
    /// <param name="store">Keeps fields between runs; null keeps none.</param>
    /// <param name="threads">Threads; 0 takes the machine's. The result does not depend on it.</param>
    /// <param name="progress">What is varied, and the fraction done; null for silence.</param>
    /// <param name="cancellation">Asked inside every step.</param>
    /// <returns>One row per number and level, in order of level, then of the list.</returns>
    /// <exception cref="ReferenceLeadException">The lead does not fit into the template at a level.</exception>
    public static IReadOnlyList<SensitivityRow> Run(
        IReadOnlyList<AssumedRange> numbers,
        IReadOnlyList<VertebralLevel> levels,
        FieldQuality quality,
        IFieldStore? store,
        int threads,
        IProgress<PlanProgress>? progress,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        ArgumentNullException.ThrowIfNull(levels);
        var setting = new RuleSetting(quality, threads, cancellation, store);
        AssumedRange[] varied = [.. numbers.Where(n => n.ActsOnThresholds)];
        List<SensitivityRow> rows = [];
        double done = 0, total = levels.Count * ((2 * varied.Length) + 1);
        foreach (var level in levels)
        {
            SensitivityThresholds? At(string name, double? value)
            {
                progress?.Report(new PlanProgress(value is null ? $"{level}: as in use" : $"{level}: {name}", done++ / total));
                var anatomy = value is { } replaced
                    ? AnatomyDescription.Template with { Assumed = new Dictionary<string, double> { [name] = replaced } }
                    : AnatomyDescription.Template;
                return Thresholds(anatomy, level, setting);
            }

            var basis = At("", null) ?? throw new ReferenceLeadException($"The reference lead does not fit at {level}.");
            var none = new SensitivityThresholds(double.NaN, double.NaN, double.NaN);
            foreach (var number in varied)
            {
                var low = number.Low == number.Value ? basis : At(number.Name, number.Low) ?? none;
                var high = number.High == number.Value ? basis : At(number.Name, number.High) ?? none;
                rows.Add(new SensitivityRow(number, level, basis, low, high));
            }
        }

        return rows;
    }

    private static SensitivityThresholds? Thresholds(AnatomyDescription anatomy, VertebralLevel level, RuleSetting setting)
    {
        if (RuleModel.Solve(anatomy, level, 0, null, setting) is not { } model)
            return null;
        var found = model.Thresholds(model.Pattern(0, -1, 1, 0));
        return new SensitivityThresholds(found.Perception, found.Column, found.Discomfort);
    }
}
