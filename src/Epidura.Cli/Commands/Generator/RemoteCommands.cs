using System.CommandLine;
using Epidura.Cli.Output;
using Epidura.Generator;
using Epidura.Generator.Commands;
using DeviceCommand = Epidura.Generator.Commands.Command;

namespace Epidura.Cli.Commands.Generator;

/// <summary><c>generator start|stop|up|down|select|mri|boost</c>: the patient's remote.</summary>
internal static class RemoteCommands
{
    private static readonly Option<int> Area = SharedOptions.Checked(
        new Option<int>("--area") { Description = "Area of the program", HelpName = "0 to 3" }, 0, 3);

    private static readonly Option<double?> By = new("--by-ma")
    {
        Description = "Size of the press [default: the step the clinician set]",
        HelpName = "MA",
    };

    private static readonly Argument<int> Program = Bounded(
        new Argument<int>("PROGRAM") { Description = "Stored program, 0 to 15" }, 0, 15);

    private static readonly Argument<string> Enter = Words(new Argument<string>("enter|exit") { Description = "Into or out of MRI mode" });

    private static readonly Option<int> Seconds = SharedOptions.Checked(
        new Option<int>("--seconds") { Description = "How long", HelpName = "1 to 1800", DefaultValueFactory = _ => 300 }, 1, 1800);

    public static System.CommandLine.Command[] Create(Terminal terminal) =>
    [
        DeviceCommands.Create(
            "start", "Start the selected program; it rises from zero", Role.Patient, [], (_, _) => new DeviceCommand.Start(), terminal),
        DeviceCommands.Create(
            "stop", "Output to zero at once; every role may, whoever is programming", Role.Patient, [], (_, _) => new DeviceCommand.Stop(),
            terminal),
        DeviceCommands.Create(
            "up", "One press up, inside the patient's window", Role.Patient, [Area, By],
            (parsed, seen) => new DeviceCommand.AdjustAmplitude(parsed.GetValue(Area), Press(parsed, seen)), terminal),
        DeviceCommands.Create(
            "down", "One press down", Role.Patient, [Area, By],
            (parsed, seen) => new DeviceCommand.AdjustAmplitude(parsed.GetValue(Area), -Press(parsed, seen)), terminal),
        DeviceCommands.Create(
            "select", "Choose another stored program, at amplitude zero", Role.Patient, [Program],
            (parsed, _) => new DeviceCommand.SelectProgram(parsed.GetRequiredValue(Program)), terminal, "epidura generator select 1"),
        DeviceCommands.Create(
            "mri", "MRI mode: off and kept off, over resets too", Role.Patient, [Enter],
            (parsed, _) => parsed.GetRequiredValue(Enter) == "enter" ? new DeviceCommand.EnterMri() : new DeviceCommand.ExitMri(), terminal,
            "epidura generator mri enter", "epidura generator mri exit"),
        DeviceCommands.Create(
            "boost", "More for a while; it ends by itself", Role.Patient, [Area, By, Seconds],
            (parsed, seen) => new DeviceCommand.Boost(parsed.GetValue(Area), Press(parsed, seen), parsed.GetValue(Seconds)), terminal),
    ];

    /// <summary>µA of a press: as asked, or the clinician's step.</summary>
    private static int Press(ParseResult parsed, DeviceStatus seen)
    {
        if (parsed.GetValue(By) is { } milliampere)
        {
            var microampere = Math.Round(milliampere * 1000);
            return microampere is >= 1 and <= ushort.MaxValue
                ? (int)microampere
                : throw new WrongInputException(FormattableString.Invariant($"--by-ma is {milliampere}; allowed is 0.001 to 65.535."));
        }

        var area = parsed.GetValue(Area);
        return area < seen.Areas.Count
            ? seen.Areas[area].StepMicroampere
            : throw new WrongInputException($"There is no area {area}; the program of the device has {seen.Areas.Count}.");
    }

    private static Argument<int> Bounded(Argument<int> argument, int min, int max)
    {
        argument.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is var value && (value < min || value > max))
                result.AddError($"{argument.Name} is {value}; allowed is {min} to {max}.");
        });
        return argument;
    }

    private static Argument<string> Words(Argument<string> argument)
    {
        argument.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is not ("enter" or "exit"))
                result.AddError("Write mri enter or mri exit.");
        });
        return argument;
    }
}
