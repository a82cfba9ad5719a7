using System.CommandLine;
using Epidura.Cli.Output;
using Epidura.Generator.Commands;
using Epidura.Generator.Host.Client;
using Epidura.Generator.Link.Commands;
using DeviceCommand = Epidura.Generator.Commands.Command;

namespace Epidura.Cli.Commands.Generator;

/// <summary><c>generator clear|clock|window|release|test</c>: what only a clinician does, beside programs.</summary>
internal static class ClinicianCommands
{
    private static readonly Option<int> Program = SharedOptions.Checked(
        new Option<int>("--slot") { Description = "Stored program", HelpName = "0 to 15" }, 0, 15);

    private static readonly Option<int> Area = SharedOptions.Checked(
        new Option<int>("--area") { Description = "Area of the program", HelpName = "0 to 3" }, 0, 3);

    private static readonly Option<double> Min = Milli("--min-ma", "Lower end");
    private static readonly Option<double> Max = Milli("--max-ma", "Upper end; 0 forbids stimulation");
    private static readonly Option<double> Step = Milli("--step-ma", "One press, at most 0.4 mA");

    private static readonly Option<int> Seconds = SharedOptions.Checked(
        new Option<int>("--seconds") { Description = "How long at most", HelpName = "1 to 1800", DefaultValueFactory = _ => 30 }, 1, 1800);

    public static System.CommandLine.Command[] Create(Terminal terminal) =>
    [
        DeviceCommands.Create(
            "clear", "Clear a latched fault whose cause is gone; damaged memory is erased", Role.Clinician, [],
            (_, _) => new DeviceCommand.ClearFault(), terminal),
        DeviceCommands.Create(
            "clock", "Set the device's clock to this machine's; after a start it needs the magnet", Role.Clinician, [],
            (_, _) => new DeviceCommand.SetClock(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()), terminal),
        DeviceCommands.Create(
            "window", "What the patient may choose", Role.Clinician, [Program, Area, Min, Max, Step],
            (parsed, _) => new DeviceCommand.SetPatientWindow(
                parsed.GetValue(Program), parsed.GetValue(Area), Micro(parsed, Min), Micro(parsed, Max), Micro(parsed, Step)), terminal,
            "epidura generator window --slot 0 --min-ma 0 --max-ma 3 --step-ma 0.1"),
        CreateRelease(terminal),
        CreateTest(terminal),
    ];

    private static Option<double> Milli(string name, string description) => SharedOptions.Checked(
        new Option<double>(name) { Description = description, HelpName = "MA", Required = true }, 0, 65.535);

    private static int Micro(ParseResult parsed, Option<double> option) => (int)Math.Round(parsed.GetRequiredValue(option) * 1000);

    private static ExampleCommand CreateRelease(Terminal terminal)
    {
        var bond = GeneratorOptions.As(Role.Clinician);
        var command = new ExampleCommand(
            "release", "Give the programming lock back without a commit", "epidura generator release");
        command.Add(bond);
        command.Add(GeneratorOptions.At);
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var session = await GeneratorOptions.OpenAsync(parsed, bond, cancellation);
            var reply = await session.Client.AskAsync(Opcode.ReleaseLock, default, cancellation);
            return DeviceOutput.Show(
                "release", reply, await session.Client.StatusAsync(cancellation), parsed.GetValue(SharedOptions.Json), terminal);
        });
        return command;
    }

    private static ExampleCommand CreateTest(Terminal terminal)
    {
        var bond = GeneratorOptions.As(Role.Clinician);
        var command = new ExampleCommand(
            "test", "Run the staged program without storing it; ends with Ctrl-C, when the time is over, or when this client is gone",
            "epidura generator test --seconds 20");
        command.Add(Seconds);
        command.Add(bond);
        command.Add(GeneratorOptions.At);
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var session = await GeneratorOptions.OpenAsync(parsed, bond, cancellation);
            return await TestAsync(session.Client, parsed.GetValue(Seconds), parsed.GetValue(SharedOptions.Json), terminal, cancellation);
        });
        return command;
    }

    /// <summary>A heartbeat a second; the device stops by itself when three are missing.</summary>
    private static async Task<int> TestAsync(
        GeneratorClient client, int seconds, bool json, Terminal terminal, CancellationToken cancellation)
    {
        var reply = await client.SendAsync(new DeviceCommand.TestStart(seconds), cancellation);
        if (reply.IsOk)
        {
            try
            {
                for (var second = 0; second < seconds; second++)
                {
                    await Task.Delay(TimeSpan.FromSeconds(1), cancellation);
                    if (!(await client.SendAsync(new DeviceCommand.Heartbeat(), cancellation)).IsOk)
                        break;
                }
            }
            catch (OperationCanceledException)
            {
                // Ctrl-C ends the test; the stop below is sent all the same.
            }

            await client.SendAsync(new DeviceCommand.Stop(), CancellationToken.None);
        }

        return DeviceOutput.Show(
            "test", reply, await client.StatusAsync(CancellationToken.None), json, terminal, DeviceHints.Of(reply));
    }
}
