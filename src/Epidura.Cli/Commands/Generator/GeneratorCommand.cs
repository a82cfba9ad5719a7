using System.CommandLine;
using Epidura.Cli.Output;

namespace Epidura.Cli.Commands.Generator;

/// <summary><c>generator</c>: a simulated pulse generator, and a clinician's or a patient's client of it.</summary>
internal static class GeneratorCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new ExampleCommand(
            "generator", "Run a simulated pulse generator; program and steer it over its link",
            "epidura generator run                                      in one terminal",
            "epidura generator world magnet on                          in another; wait five seconds",
            "epidura generator pair --role clinician",
            "epidura generator impedance",
            "epidura generator stage --plan out/failed-back/plan.json --program 1",
            "epidura generator commit",
            "docs/guide/generator.md goes through all of it");
        Command[] commands =
        [
            RunCommand.Create(terminal),
            WorldCommand.Create(terminal),
            PairCommand.Create(terminal),
            StatusCommand.Create(terminal),
            ImpedanceCommand.Create(terminal),
            StageCommand.Create(terminal),
            CommitCommand.Create(terminal),
            .. RemoteCommands.Create(terminal),
            .. ClinicianCommands.Create(terminal),
            LogCommand.Create(terminal),
            CharacteriseCommand.Create(terminal),
            PressesCommand.Create(terminal),
            UpdateCommand.Create(terminal),
            ImageCommand.Create(terminal),
        ];
        foreach (var item in commands)
            command.Add(item);
        return command;
    }
}
