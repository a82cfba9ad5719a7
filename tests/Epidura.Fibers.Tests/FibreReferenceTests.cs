using System.Text.Json;
using System.Text.Json.Nodes;
using Epidura.Fibers.Verification;
using Epidura.Numerics.Verification;

namespace Epidura.Fibers.Tests;

public class FibreReferenceTests
{
    /// <summary>One of each kind: far and near, mono- and biphasic, both interpolations, several sources, gap and ratio, anodic,
    /// several spikes, injected current, another temperature, and the balanced short pulse that seems quiet for a moment.</summary>
    private static readonly string[] Chosen =
        ["T009", "T065", "T085", "T118", "T126", "T161", "T183", "T187", "T202", "T206", "T210"];

    [Fact]
    public void Chosen_thresholds_agree_with_the_reference_at_both_time_steps()
    {
        var report = FibreReference.Run(
            ReferenceFile.Only("thresholds", e => Chosen.Contains(e["id"]!.GetValue<string>())), 1);
        // Once more in mode fast, all but the injected one.
        AssertPasses(report, (3 * Chosen.Length) - 1);
        Assert.InRange(report.RelativeDifferenceMax, 0, 3e-5);
    }

    [Fact]
    public void Conduction_velocities_agree_with_the_reference()
    {
        var report = FibreReference.Run(
            ReferenceFile.Only("conduction_velocity", e => e["diameter_um"]!.GetValue<double>() is 10 or 2), 1);
        AssertPasses(report, 6);
        Assert.InRange(report.RelativeDifferenceMax, 0, 1e-6);
    }

    [Fact]
    public void Spike_trains_agree_with_the_reference()
    {
        var report = FibreReference.Run(ReferenceFile.Only("responses", e => e["case"]!.GetValue<string>() is "T192" or "T201"), 1);
        AssertPasses(report, 11);
    }

    [Fact]
    public void Traces_agree_with_the_reference()
    {
        var traces = JsonNode.Parse(ReferenceFile.Text)!["traces"]!.DeepClone();
        var report = FibreReference.Run(new JsonObject { ["traces"] = traces }.ToJsonString(), 1);
        AssertPasses(report, 14);
    }

    [Fact]
    public void A_wrong_reference_fails()
    {
        var entry = ReferenceFile.Entry("conduction_velocity", 0);
        entry["cv_m_per_s_dt0.001"] = entry["cv_m_per_s_dt0.001"]!.GetValue<double>() * 1.001;
        var report = FibreReference.Run(ReferenceFile.Of("conduction_velocity", entry), 1);
        Assert.Equal(1, report.Failed);
        Assert.Equal(2, report.Judged);
    }

    [Theory]
    [InlineData("waveform", """{"type": "sawtooth"}""", "sawtooth")]
    [InlineData("waveform", "null", "waveform")]
    [InlineData("waveform", """{"type": "mono", "pw": -1}""", "pw")]
    [InlineData("fiber", """{"model": "HODGKIN", "diameter_um": 10, "n_nodes": 21}""", "HODGKIN")]
    [InlineData("fiber", """{"model": "MRG_DISCRETE", "diameter_um": 9, "n_nodes": 21}""", "diameters")]
    [InlineData("fiber", """{"model": "PENA", "diameter_um": 3, "n_nodes": 2}""", "nodes")]
    [InlineData("detect", """{"node_index": 400}""", "node_index")]
    [InlineData("medium_S_per_m", """{"sigma_x": 0, "sigma_y": 1, "sigma_z": 1}""", "conductivities")]
    [InlineData("sources", "7", "")]
    [InlineData("polarity", "\"sideways\"", "sideways")]
    [InlineData("tstop_ms", "\"long\"", "tstop_ms")]
    public void A_case_that_cannot_be_run_fails_with_its_reason(string field, string value, string reason)
    {
        var entry = ReferenceFile.Entry("thresholds", 0);
        entry[field] = JsonNode.Parse(value);
        var report = FibreReference.Run(ReferenceFile.Of("thresholds", entry), 1);
        var failed = Assert.Single(report.Cases);
        Assert.Equal(false, failed.Pass);
        Assert.Equal("T001", failed.Id);
        Assert.Contains(reason, failed.Quantity, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_with_junk_in_any_place_never_break_the_verification()
    {
        var random = new Random(11);
        string[] junk = ["null", "-1", "1e300", "\"x\"", "[]", "{}", "true", "1e-300"];
        string[] arrays = ["thresholds", "conduction_velocity", "responses", "time_step_study", "strength_duration_fits", "traces"];
        for (var i = 0; i < 200; i++)
        {
            var array = arrays[i % arrays.Length];
            var entry = array == "traces"
                ? new JsonObject { ["setup"] = new JsonObject(), ["amplitudes"] = new JsonObject { ["a"] = new JsonObject() } }
                : ReferenceFile.Entry(array, 0);
            if (array == "responses")
                entry["tstop_ms"] = 0.2;
            var place = entry;
            while (true)
            {
                var key = place.ElementAt(random.Next(place.Count)).Key;
                if (place[key] is JsonObject { Count: > 0 } inner && random.Next(3) > 0)
                {
                    place = inner;
                    continue;
                }

                place[key] = JsonNode.Parse(junk[random.Next(junk.Length)]);
                break;
            }

            var text = array == "traces" ? new JsonObject { ["traces"] = entry }.ToJsonString() : ReferenceFile.Of(array, entry);
            using var source = new CancellationTokenSource();
            // Only the reading is of interest: the first finished simulation ends the run.
            try
            {
                Assert.NotNull(FibreReference.Run(text, 1, new Immediate(_ => source.Cancel()), source.Token));
            }
            catch (OperationCanceledException)
            {
                Assert.True(source.IsCancellationRequested);
            }
        }
    }

    [Theory]
    [InlineData("MRG_DISCRETE", FibreModel.MrgDiscrete)]
    [InlineData("mrg-interpolation", FibreModel.MrgInterpolation)]
    [InlineData("Pena", FibreModel.Pena)]
    [InlineData("SMALL_MRG_INTERPOLATION", FibreModel.SmallInterpolation)]
    public void Models_are_known_by_their_names_and_their_older_names(string name, FibreModel expected) =>
        Assert.Equal(expected, ReferenceReader.Model(name));

    [Fact]
    public void Text_that_is_no_reference_file_is_refused()
    {
        Assert.ThrowsAny<JsonException>(() => FibreReference.Run("{", 1));
        Assert.Throws<JsonException>(() => FibreReference.Run("[]", 1));
        Assert.Empty(FibreReference.Run("{}", 1).Cases);
    }

    [Fact]
    public void Cancelling_stops_the_verification()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => FibreReference.Run(
            ReferenceFile.Only("responses", _ => true), 1, null, source.Token));
    }

    private sealed class Immediate(Action<double> report) : IProgress<double>
    {
        public void Report(double value) => report(value);
    }

    private static void AssertPasses(VerificationReport report, int judged)
    {
        Assert.Equal(judged, report.Judged);
        Assert.DoesNotContain(report.Cases, c => c.Pass == false);
    }
}
