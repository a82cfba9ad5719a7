using System.CommandLine;
using System.Security.Cryptography;
using Epidura.Cli.Output;
using Epidura.Generator.Commands;
using Epidura.Generator.Host.Client;
using Epidura.Generator.Link.Commands;
using Epidura.Generator.Link.Telemetry;
using Epidura.Generator.Programs;
using Epidura.Stimulation.Programs;
using DeviceCommand = Epidura.Generator.Commands.Command;

namespace Epidura.Cli.Commands.Generator;

/// <summary><c>generator stage</c>: sends a program and shows what the device computes for it. Nothing is stored yet.</summary>
internal static class StageCommand
{
    private static readonly Option<string> Plan = new("--plan")
    {
        Description = "plan.json of epidura plan, or a program file of schema epidura-program/1",
        HelpName = "FILE",
        Required = true,
    };

    private static readonly Option<int> Rank = SharedOptions.Checked(
        new Option<int>("--program") { Description = "Which program of the plan", HelpName = "N", DefaultValueFactory = _ => 1 }, 1, 1000);

    private static readonly Option<int> Slot = SharedOptions.Checked(
        new Option<int>("--slot") { Description = "Place in the device", HelpName = "0 to 15" }, 0, 15);

    private static readonly Option<double?> PatientMax = new("--patient-max-ma")
    {
        Description = "Highest amplitude the patient may choose [default: the planned one]",
        HelpName = "MA",
    };

    private static readonly Option<double> Step = SharedOptions.Checked(
        new Option<double>("--step-ma") { Description = "One press of the remote", HelpName = "MA", DefaultValueFactory = _ => 0.1 },
        0, 0.4);

    private static readonly Option<double> Ramp = SharedOptions.Checked(
        new Option<double>("--ramp-s") { Description = "Rise from zero", HelpName = "3 to 10", DefaultValueFactory = _ => 4 }, 3, 10);

    public static System.CommandLine.Command Create(Terminal terminal)
    {
        var name = GeneratorOptions.As(Role.Clinician);
        var command = new ExampleCommand(
            "stage", "Send a program to the device, which checks it and computes charge, slack and current",
            "epidura generator stage --plan out/failed-back/plan.json --program 1 --patient-max-ma 4",
            "epidura generator stage --plan examples/program.json --slot 1");
        Option[] options = [Plan, Rank, Slot, PatientMax, Step, Ramp, name, GeneratorOptions.At];
        foreach (var option in options)
            command.Add(option);
        command.SetAction((parsed, cancellation) => RunAsync(parsed, name, terminal, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, Option<string> name, Terminal terminal, CancellationToken cancellation)
    {
        var program = ReadProgram(parsed.GetRequiredValue(Plan), parsed.GetValue(Rank));
        await using var session = await GeneratorOptions.OpenAsync(parsed, name, cancellation);
        var client = session.Client;
        var info = DeviceInfo.FromBytes((await client.AskAsync(Opcode.GetInfo, default, cancellation)).Body.Span)
            ?? throw new LinkException("The device's description cannot be read.");
        var image = Lower(program, info, Options(parsed));
        var status = await client.StatusAsync(cancellation);
        var slot = parsed.GetValue(Slot);
        var reply = await StageAsync(client, slot, image, cancellation);
        var json = parsed.GetValue(SharedOptions.Json);
        var report = reply.IsOk ? StageReport.FromBytes(reply.Body.Span) : null;
        if (report is null)
        {
            // What was refused is not programming: nobody else waits for it.
            await client.AskAsync(Opcode.ReleaseLock, default, cancellation);
            return DeviceOutput.Show("stage", reply, null, json, terminal, DeviceHints.Of(reply));
        }

        var staged = new StagedProgram(slot, Convert.ToHexStringLower(SHA256.HashData(image)), status.Revision);
        staged.Write(session.Path);
        if (json)
            terminal.Out.WriteLine(JsonText.Write(new { Command = "stage", Done = true, Staged = staged, Report = Describe(report) }));
        else
            Show(program, staged, report, terminal);
        return ExitCode.Done;
    }

    private static StimulationProgram ReadProgram(string path, int rank)
    {
        try
        {
            return ProgramJson.Read(InputText.Read(path, "a plan.json or a program file"), rank);
        }
        catch (FormatException exception)
        {
            throw new WrongInputException($"{path}:1:1: {exception.Message}");
        }
    }

    private static LoweringOptions Options(ParseResult parsed) => new(
        parsed.GetValue(PatientMax) is { } max ? (int)Math.Round(max * 1000) : null, (int)Math.Round(parsed.GetValue(Step) * 1000),
        (int)Math.Round(parsed.GetValue(Ramp) * 1000));

    private static byte[] Lower(StimulationProgram program, DeviceInfo info, LoweringOptions options)
    {
        var lowered = ProgramLowering.Lower(program, info.Contacts, options);
        if (lowered.Program is not { } made)
            throw new WrongInputException(string.Join(' ', lowered.Errors));
        return ProgramImage.Encode(made)
            ?? throw new WrongInputException($"{program.Name} does not fit the {ProgramImage.LengthMax} bytes of a stored program.");
    }

    private static async Task<ReplyEnvelope> StageAsync(GeneratorClient client, int slot, byte[] image, CancellationToken cancellation)
    {
        var reply = await client.SendAsync(new DeviceCommand.StageBegin(slot, image.Length, SHA256.HashData(image)), cancellation);
        for (var at = 0; reply.IsOk && at < image.Length; at += CommandCodec.PieceMax)
        {
            var piece = image.AsMemory(at, Math.Min(CommandCodec.PieceMax, image.Length - at));
            reply = await client.SendAsync(new DeviceCommand.StageWrite(at, piece), cancellation);
        }

        return reply.IsOk ? await client.SendAsync(new DeviceCommand.StageValidate(), cancellation) : reply;
    }

    private static void Show(StimulationProgram program, StagedProgram staged, StageReport report, Terminal terminal)
    {
        terminal.Out.WriteLine($"{program.Name}: the device would take it as program {staged.Slot}, SHA-256 {staged.Sha256}");
        terminal.Heading("What the device computes, worst contact of the worst area");
        var table = Tables.Create("what", ">value", "unit");
        table.Add("charge per phase", Tables.Show(report.ChargeAttocoulomb / 1e12, 3), "µC");
        table.Add("charge density per phase", Tables.Show(report.DensityAttocoulombPerSquareMicrometre / 1e4, 2), "µC/cm²");
        table.Add("Shannon's k", Tables.Show(report.ShannonMilli / 1e3, 3), report.IsShannonWarned ? "above 1.5: think again" : "");
        table.Add("time left in the period", Tables.Show(report.SlackNanosecond / 1e3, 1), "µs");
        table.Add("net direct current", Tables.Show(report.NetDirectNanoampere, 0), "nA");
        table.Add("electrode voltage left", Tables.Show(report.ResidualMicrovolt / 1e3, 3), "mV");
        table.Add("largest output voltage", Tables.Show(report.OutputMillivolt / 1e3, 2), "V");
        table.Add("mean current of a contact", Tables.Show(report.AverageNanoampere / 1e3, 1), "µA");
        table.Add("from the battery", Tables.Show(report.BatteryNanoampere / 1e3, 1), "µA");
        terminal.Print(table);
        terminal.Out.WriteLine("epidura generator commit stores it; the output goes to zero first.");
    }

    private static object Describe(StageReport report) => new
    {
        ChargeUc = report.ChargeAttocoulomb / 1e12,
        DensityUcPerCm2 = report.DensityAttocoulombPerSquareMicrometre / 1e4,
        ShannonK = report.ShannonMilli / 1e3,
        report.IsShannonWarned,
        SlackUs = report.SlackNanosecond / 1e3,
        NetDirectNa = report.NetDirectNanoampere,
        ResidualMv = report.ResidualMicrovolt / 1e3,
        OutputV = report.OutputMillivolt / 1e3,
        AverageUa = report.AverageNanoampere / 1e3,
        BatteryUa = report.BatteryNanoampere / 1e3,
    };
}
