using System.Buffers.Binary;
using System.CommandLine;
using Epidura.Cli.Output;
using Epidura.Generator;
using Epidura.Generator.Commands;
using Epidura.Generator.Host.Client;
using Epidura.Generator.Link.Commands;
using Epidura.Generator.Link.Telemetry;

namespace Epidura.Cli.Commands.Generator;

/// <summary><c>generator characterise</c>: the output table of a release, computed by the device, not by this program.</summary>
internal static class CharacteriseCommand
{
    public static System.CommandLine.Command Create(Terminal terminal)
    {
        var name = GeneratorOptions.As(Role.Clinician);
        var command = new ExampleCommand(
            "characterise", "The output table at 500, 1000, 2000 and 10 000 ohm, as the device computes it",
            "epidura generator characterise");
        command.Add(name);
        command.Add(GeneratorOptions.At);
        command.SetAction((parsed, cancellation) => RunAsync(parsed, name, terminal, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, Option<string> name, Terminal terminal, CancellationToken cancellation)
    {
        await using var session = await GeneratorOptions.OpenAsync(parsed, name, cancellation);
        List<OutputRow> rows = [];
        foreach (var load in OutputTable.Loads)
        {
            var body = new byte[4];
            BinaryPrimitives.WriteUInt32LittleEndian(body, (uint)load);
            var reply = await session.Client.AskAsync(Opcode.Characterise, body, cancellation);
            if (!reply.IsOk)
                return DeviceOutput.Show("characterise", reply, null, parsed.GetValue(SharedOptions.Json), terminal);
            rows.Add(OutputRowCodec.Decode(reply.Body.Span) ?? throw new LinkException("The device's output table cannot be read."));
        }

        var status = await session.Client.StatusAsync(cancellation);
        if (parsed.GetValue(SharedOptions.Json))
            terminal.Out.WriteLine(JsonText.Write(new { status.SelectedProgram, Rows = rows.Select(Describe) }));
        else
            Show(rows, status.SelectedProgram, terminal);
        return ExitCode.Done;
    }

    private static void Show(List<OutputRow> rows, int program, Terminal terminal)
    {
        terminal.Out.WriteLine($"waveform and mode: {rows[0].Mode}");
        terminal.Out.WriteLine(program < 0
            ? "No program is selected: residual, average and power are zero."
            : $"Residual, average, power and direct current are those of program {program}.");
        var table = Tables.Create(["what", "unit", .. rows.Select(row => $">{row.LoadOhm} ohm")]);
        void Add(string what, string unit, Func<OutputRow, string> show) => table.Add([what, unit, .. rows.Select(show)]);
        Add("max voltage", "V", row => Tables.Show(row.MaxMillivolt / 1e3, 2));
        Add("max current per contact", "mA", row => Tables.Show(row.MaxContactMicroampere / 1e3, 3));
        Add("max current in total", "mA", row => Tables.Show(row.MaxTotalMicroampere / 1e3, 1));
        Add("phase width", "µs", row => $"{row.WidthMinMicrosecond}–{row.WidthMaxMicrosecond}");
        Add("frequency", "Hz", row => $"{row.RateMinHertz}–{row.RateMaxHertz}");
        Add("net charge per pulse, commanded", "pC", row => Tables.Show(row.CommandedNetAttocoulomb / 1e6, 0));
        Add("net charge per pulse, after recovery", "pC", row => Tables.Show(row.ResidualAttocoulomb / 1e6, 3));
        Add("max phase charge", "µC", row => Tables.Show(row.MaxPhaseAttocoulomb / 1e12, 3));
        Add("max charge density", "µC/cm²", row => Tables.Show(row.MaxDensityAttocoulombPerSquareMicrometre / 1e4, 2));
        Add("max Shannon k", "", row => Tables.Show(row.MaxShannonMilli / 1e3, 3));
        Add("max current density", "mA/cm²", row => Tables.Show(row.MaxCurrentDensityNanoamperePerSquareMillimetre / 1e4, 1));
        Add("average absolute current", "µA", row => Tables.Show(row.AverageAbsoluteNanoampere / 1e3, 1));
        Add("average power", "µW", row => Tables.Show(row.AveragePowerNanowatt / 1e3, 2));
        Add("net direct current per contact", "nA", row => Tables.Show(row.NetDirectNanoampere, 0));
        terminal.Print(table);
    }

    private static object Describe(OutputRow row) => new
    {
        row.LoadOhm,
        row.Mode,
        MaxV = row.MaxMillivolt / 1e3,
        MaxContactMa = row.MaxContactMicroampere / 1e3,
        MaxTotalMa = row.MaxTotalMicroampere / 1e3,
        WidthMinUs = row.WidthMinMicrosecond,
        WidthMaxUs = row.WidthMaxMicrosecond,
        RateMinHz = row.RateMinHertz,
        RateMaxHz = row.RateMaxHertz,
        CommandedNetPc = row.CommandedNetAttocoulomb / 1e6,
        ResidualPc = row.ResidualAttocoulomb / 1e6,
        MaxPhaseUc = row.MaxPhaseAttocoulomb / 1e12,
        MaxDensityUcPerCm2 = row.MaxDensityAttocoulombPerSquareMicrometre / 1e4,
        MaxShannonK = row.MaxShannonMilli / 1e3,
        MaxCurrentDensityMaPerCm2 = row.MaxCurrentDensityNanoamperePerSquareMillimetre / 1e4,
        AverageUa = row.AverageAbsoluteNanoampere / 1e3,
        AveragePowerUw = row.AveragePowerNanowatt / 1e3,
        NetDirectNa = row.NetDirectNanoampere,
    };
}
