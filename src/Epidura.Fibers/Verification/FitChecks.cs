using System.Text.Json;
using Epidura.Fibers.Protocols;

namespace Epidura.Fibers.Verification;

/// <summary>Weiss's straight line of charge against width through the file's strength-duration thresholds; information only.</summary>
internal static class FitChecks
{
    public static void Add(CheckList list, JsonElement root) =>
        list.ForEach(root, "strength_duration_fits", (_, index) => $"fit {index}", (entry, id) =>
        {
            var diameter = ReferenceReader.Number(entry, "D");
            var key = ReferenceReader.Text(entry, "key");
            var step = key.EndsWith("0.005", StringComparison.Ordinal) ? 0.005 : 0.001;
            var points = list.StrengthDuration
                .Where(p => Math.Abs(p.DiameterMicrometre - diameter) < 1e-6 && Math.Abs(p.StepMillisecond - step) < 1e-9)
                .ToArray();
            if (points.Length < 2)
                return;
            var note = $"through our thresholds at the {points.Length} widths in the file, D {diameter} um";
            list.Results.Add(() =>
            {
                var (rheobase, chronaxie, _) = StrengthDuration.FitWeiss(
                    [.. points.Select(p => p.WidthMillisecond)], [.. points.Select(p => p.Threshold())]);
                return
                [
                    CheckList.Compare(
                        id, $"Weiss rheobase {note}, mA", step, rheobase, ReferenceReader.OptionalNumber(entry, "weiss_rheobase"), null),
                    CheckList.Compare(
                        id,
                        $"Weiss chronaxie {note}, us",
                        step,
                        chronaxie * 1e3,
                        ReferenceReader.OptionalNumber(entry, "weiss_chronaxie_us"),
                        null),
                ];
            });
        });
}
