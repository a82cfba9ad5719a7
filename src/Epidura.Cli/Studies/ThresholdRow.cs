using Epidura.Cli.Output;
using Epidura.Fibers;
using Epidura.Numerics.Files;

namespace Epidura.Cli.Studies;

/// <summary>A fibre with its threshold, as it is printed.</summary>
internal sealed record ThresholdRow(FibreStudy Study, ThresholdResult Result, FibreGeometry Geometry)
{
    private bool IsFound => Result.Status == ThresholdStatus.Found;

    private double? InitiationMm => Result.InitiationNode < 0 || Result.InitiationNode >= Geometry.TrunkNodes
        ? null
        : ((Result.InitiationNode * Geometry.Internode) - FibreStudy.MiddleOf(Geometry)) * 1e3;

    public object Describe() => new
    {
        Study.Model,
        Study.DiameterUm,
        Geometry.Nodes,
        DistanceMm = Study.Potentials is null ? Study.DistanceMm : (double?)null,
        AlongMm = Study.Potentials is null ? Study.AlongMm : (double?)null,
        conductivity_s_m = Study.Potentials is null ? Study.ConductivitySM : (double?)null,
        axial_conductivity_s_m = Study.Potentials is null ? Study.AxialConductivitySM ?? Study.ConductivitySM : (double?)null,
        Polarity = Study.Potentials is null ? Study.Polarity : null,
        Study.Waveform,
        Study.PulseWidthUs,
        Study.InterphaseGapUs,
        Study.PhaseRatio,
        Study.Pulses,
        RateHz = Study.Pulses > 1 ? Study.RateHz : (double?)null,
        Geometry.TemperatureCelsius,
        Status = IsFound ? "found" : "above_maximum",
        Mode = Result.Mode,
        Scanned = Result.Scan is not null,
        NonMonotonic = Result.Scan is null ? (bool?)null : Result.IsNonMonotonic,
        Result.Runs,
        ThresholdMa = IsFound ? Result.Threshold * 1e3 : (double?)null,
        LowerMa = Result.Lower * 1e3,
        UpperMa = Result.Upper * 1e3,
        StepUs = Result.Step * 1e6,
        Result.InitiationNode,
        InitiationMm,
        InitiationMs = Result.InitiationTime * 1e3,
        Result.AtCutEnd,
    };

    public void ShowOne(Terminal terminal)
    {
        var output = terminal.Out;
        output.WriteLine(IsFound
            ? FormattableString.Invariant($"threshold   {Result.Threshold * 1e3:G5} mA")
            : FormattableString.Invariant($"threshold   above {Result.Lower * 1e3:G5} mA, the largest amplitude tried"));
        if (IsFound)
        {
            var width = (Result.Upper - Result.Lower) / Result.Upper;
            output.WriteLine(FormattableString.Invariant(
                $"bracket     {Result.Lower * 1e3:G6} mA does not fire, {Result.Upper * 1e3:G6} mA does; {width:P2} wide"));
            var place = FormattableString.Invariant($"at node {Result.InitiationNode}, {InitiationMm:0.##} mm from the middle node");
            output.WriteLine(FormattableString.Invariant(
                $"spike       began {place}, {Result.InitiationTime * 1e3:0.###} ms after the pulse began"));
        }

        output.WriteLine(FormattableString.Invariant($"time step   {Result.Step * 1e6:0.###} µs, mode {Mode(Result)}"));
        output.WriteLine($"amplitudes  {Scan(Result)}");
        var parts = $"{Geometry.Nodes} {(Geometry.IsMyelinated ? "nodes" : "compartments")}";
        var extent = FormattableString.Invariant($"{Geometry.Length * 1e3:0.#} mm long, {Geometry.TemperatureCelsius} °C");
        output.WriteLine(FormattableString.Invariant($"fibre       {Study.Model}, {Study.DiameterUm} µm, {parts}, {extent}"));
        var axial = Study.AxialConductivitySM ?? Study.ConductivitySM;
        var source = FormattableString.Invariant(
            $"point {Study.Polarity}, {Study.DistanceMm} mm from the fibre, {Study.ConductivitySM} S/m across, {axial} S/m along");
        output.WriteLine($"source      {(Study.Potentials is null ? source : "potentials from the file")}");
        output.WriteLine($"pulse       {Study.PulseInWords()}");
        if (Result.AtCutEnd)
            output.WriteLine("caution     the spike began at an end of the fibre: take more nodes");
    }

    public static void ShowAll(IReadOnlyList<ThresholdRow> rows, Terminal terminal)
    {
        var table = Tables.Create(
            ">fibre", "model", ">µm", ">distance mm", "pulse", ">µs", ">threshold mA", ">bracket mA", ">began at mm", "");
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows[i];
            table.Add(
                $"{i + 1}", row.Study.Model, Tables.Show(row.Study.DiameterUm, 2),
                Tables.Show(row.Study.Potentials is null ? row.Study.DistanceMm : null, 2),
                row.Study.Waveform, Tables.Show(row.Study.PulseWidthUs, 0),
                row.IsFound ? FormattableString.Invariant($"{row.Result.Threshold * 1e3:G5}") : "above max",
                row.IsFound ? FormattableString.Invariant($"{row.Result.Lower * 1e3:G6} to {row.Result.Upper * 1e3:G6}") : "–",
                Tables.Show(row.InitiationMm, 2),
                row.Result.AtCutEnd ? "at a cut end" : row.Result.IsNonMonotonic ? "non-monotonic" : "");
        }

        terminal.Print(table);
        terminal.Out.WriteLine(FormattableString.Invariant(
            $"time step {rows[0].Result.Step * 1e6:0.###} µs, mode {Mode(rows[0].Result)}, {Scan(rows[0].Result, rows)}"));
    }

    /// <summary>Writes the thresholds: NPY by the name's ending, otherwise CSV.</summary>
    public static void Write(IReadOnlyList<ThresholdRow> rows, string path)
    {
        using var files = new OutputFiles();
        if (path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase))
        {
            double[] thresholds = [.. rows.Select(row => row.IsFound ? row.Result.Threshold * 1e3 : double.NaN)];
            files.Add(path, stream => new NpyArray([thresholds.Length], thresholds).Write(stream));
        }
        else
        {
            var table = new StudyTable("fibre", "threshold_ma", "lower_ma", "upper_ma", "initiation_node", "initiation_mm", "at_cut_end");
            for (var i = 0; i < rows.Count; i++)
            {
                var result = rows[i].Result;
                table.Add(
                    i + 1, rows[i].IsFound ? result.Threshold * 1e3 : null, result.Lower * 1e3, rows[i].IsFound ? result.Upper * 1e3 : null,
                    result.InitiationNode, rows[i].InitiationMm, result.AtCutEnd);
            }

            files.Add(path, table.ToCsv());
        }

        files.Commit();
    }

    private static string Mode(ThresholdResult result) => result.Mode.ToString().ToLowerInvariant();

    private static string Scan(ThresholdResult result, IReadOnlyList<ThresholdRow>? rows = null)
    {
        if (result.Scan is not { } scan)
            return "not scanned: a lower threshold may exist";
        if (rows is not null)
            return $"scanned: {rows.Count(row => row.Result.IsNonMonotonic)} of {rows.Count} fibres fall silent again above threshold";
        var transitions = scan.IsMonotonic ? "one transition" : "more than one transition";
        return FormattableString.Invariant($"scanned from {scan.From * 1e3:G4} to {scan.To * 1e3:G4} mA: {transitions}");
    }
}
