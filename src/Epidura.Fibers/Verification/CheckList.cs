using System.Text.Json;
using Epidura.Fibers.Runs;
using Epidura.Numerics.Verification;

namespace Epidura.Fibers.Verification;

/// <summary>A threshold of the strength-duration family, known after the simulations; µm, ms, ms, mA.</summary>
internal sealed record StrengthDurationPoint(
    double DiameterMicrometre, double StepMillisecond, double WidthMillisecond, Func<double> Threshold);

/// <summary>Simulations of a reference file, and what to make of them when they are done.</summary>
internal sealed class CheckList
{
    public List<LaneTask> Tasks { get; } = [];

    public List<Func<IEnumerable<VerificationCase>>> Results { get; } = [];

    /// <summary>Thresholds of the strength-duration family as they come out here.</summary>
    public List<StrengthDurationPoint> StrengthDuration { get; } = [];

    public RestStates Rests { get; } = new();

    /// <summary>Calls <paramref name="add"/> for each entry of an array; an entry that cannot be run becomes a failed case.</summary>
    public void ForEach(JsonElement root, string name, Func<JsonElement, int, string> id, Action<JsonElement, string> add)
    {
        if (ReferenceReader.Optional(root, name) is not { } array)
            return;
        if (array.ValueKind != JsonValueKind.Array)
        {
            Fail(name, name, "is not a list");
            return;
        }

        var index = 0;
        foreach (var entry in array.EnumerateArray())
        {
            var label = $"{name}[{index}]";
            try
            {
                label = id(entry, index);
                add(entry, label);
            }
            catch (ReferenceCaseException refusal)
            {
                Fail(label, name, refusal.Message);
            }
            catch (Exception malformed) when (malformed is InvalidOperationException or ArgumentException or FormatException)
            {
                Fail(label, name, malformed.Message.ReplaceLineEndings(" "));
            }

            index++;
        }
    }

    public void Fail(string id, string quantity, string reason) =>
        Results.Add(() => [new VerificationCase(id, $"{quantity}: {reason}", null, null, null, null, null, false)]);

    /// <summary>A judged or an informative figure; the difference is relative to |theirs|.</summary>
    public static VerificationCase Compare(string id, string quantity, double? step, double? ours, double? theirs, double? limit)
    {
        double? difference = ours is { } o && theirs is { } t && t != 0 && double.IsFinite(o) ? (o - t) / Math.Abs(t) : null;
        bool? pass = limit is { } l ? difference is { } d && Math.Abs(d) <= l : null;
        return new VerificationCase(id, quantity, step, ours is { } v && double.IsFinite(v) ? v : null, theirs, difference, limit, pass);
    }

    /// <summary>A largest absolute difference, judged on a scale of one unit of the quantity.</summary>
    public static VerificationCase Absolute(string id, string quantity, double? step, double difference, double limit) =>
        new(id, quantity, step, difference, 0, difference, limit, double.IsFinite(difference) && difference <= limit);
}
