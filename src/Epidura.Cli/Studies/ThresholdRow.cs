using Epidura.Cli.Output;
using Epidura.Fibers;

namespace Epidura.Cli.Studies;

/// <summary>A fibre with its threshold, as it is printed.</summary>
internal sealed record ThresholdRow(FibreStudy Study, ThresholdResult Result, FibreGeometry Geometry)
{
    private bool IsFound => Result.Status == ThresholdStatus.Found;

    private double? InitiationMm => Result.InitiationNode < 0
        ? null
        : ((Result.InitiationNode * Geometry.Internode) - FibreStudy.MiddleOf(Geometry)) * 1e3;

    public object Describe() => new
    {
        Study.Model,
        Study.DiameterUm,
        Study.Nodes,
        DistanceMm = Study.Potentials is null ? Study.DistanceMm : (double?)null,
        AlongMm = Study.Potentials is null ? Study.AlongMm : (double?)null,
        conductivity_s_m = Study.Potentials is null ? Study.ConductivitySM : (double?)null,
        axial_conductivity_s_m = Study.Potentials is null ? Study.AxialConductivitySM ?? Study.ConductivitySM : (double?)null,
        Polarity = Study.Potentials is null ? Study.Polarity : null,
        Study.Waveform,
        Study.PulseWidthUs,
        Study.InterphaseGapUs,
        Study.PhaseRatio,
        Status = IsFound ? "found" : "above_maximum",
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

        output.WriteLine(FormattableString.Invariant($"time step   {Result.Step * 1e6:0.###} µs"));
        output.WriteLine(FormattableString.Invariant(
            $"fibre       {Study.Model}, {Study.DiameterUm} µm, {Study.Nodes} nodes, {Geometry.Length * 1e3:0.#} mm long"));
        var axial = Study.AxialConductivitySM ?? Study.ConductivitySM;
        var source = FormattableString.Invariant(
            $"point {Study.Polarity}, {Study.DistanceMm} mm from the fibre, {Study.ConductivitySM} S/m across, {axial} S/m along");
        output.WriteLine($"source      {(Study.Potentials is null ? source : "potentials from the file")}");
        output.WriteLine(FormattableString.Invariant($"pulse       {Study.Waveform}, {Study.PulseWidthUs} µs"));
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
                Tables.Show(row.InitiationMm, 2), row.Result.AtCutEnd ? "at a cut end" : "");
        }

        terminal.Print(table);
        terminal.Out.WriteLine(FormattableString.Invariant($"time step {rows[0].Result.Step * 1e6:0.###} µs"));
    }
}
