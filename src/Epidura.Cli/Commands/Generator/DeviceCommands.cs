using System.CommandLine;
using Epidura.Cli.Output;
using Epidura.Generator;
using Epidura.Generator.Commands;
using DeviceCommand = Epidura.Generator.Commands.Command;

namespace Epidura.Cli.Commands.Generator;

/// <summary>Commands that send one thing and print the state afterwards.</summary>
internal static class DeviceCommands
{
    /// <summary>A command with a bond.</summary>
    /// <param name="name">Word on the command line.</param>
    /// <param name="description">For the help.</param>
    /// <param name="role">Whose bond when none is named.</param>
    /// <param name="symbols">Options and arguments.</param>
    /// <param name="make">What is sent; it may look at the status, which was read just before.</param>
    /// <param name="terminal">Where it prints.</param>
    /// <param name="examples">For the help.</param>
    public static System.CommandLine.Command Create(
        string name, string description, Role role, Symbol[] symbols, Func<ParseResult, DeviceStatus, DeviceCommand> make,
        Terminal terminal, params string[] examples)
    {
        var command = new ExampleCommand(name, description, examples.Length > 0 ? examples : [$"epidura generator {name}"]);
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument)
                command.Add(argument);
            else
                command.Add((Option)symbol);
        }

        var bond = GeneratorOptions.As(role);
        command.Add(bond);
        command.Add(GeneratorOptions.At);
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var session = await GeneratorOptions.OpenAsync(parsed, bond, cancellation);
            return await SendAsync(
                name, session, seen => make(parsed, seen), parsed.GetValue(SharedOptions.Json), terminal, cancellation);
        });
        return command;
    }

    /// <summary>Sends on a fresh status, or at once when it can only make less happen; gives the lock back when it took it.</summary>
    private static async Task<int> SendAsync(
        string name, OpenSession session, Func<DeviceStatus, DeviceCommand> make, bool json, Terminal terminal,
        CancellationToken cancellation)
    {
        var client = session.Client;
        var seen = name == "stop" ? null : await client.StatusAsync(cancellation);
        var command = seen is null ? new DeviceCommand.Stop() : make(seen);
        var reply = seen is null
            ? await client.SendAsync(command, cancellation)
            : await client.SendAsync(command, seen, cancellation);
        DeviceStatus status;
        if (seen is { IsMemoryReadOnly: true } && command is DeviceCommand.ClearFault && reply.IsOk)
        {
            // The memory is erased and the device starts again, so its sessions are gone.
            await using var again = await session.OpenAgainAsync(cancellation);
            status = await again.StatusAsync(cancellation);
        }
        else
        {
            if (command.IsProgramming && reply.IsOk)
                await client.AskAsync(Epidura.Generator.Link.Commands.Opcode.ReleaseLock, default, cancellation);
            status = await client.StatusAsync(cancellation);
        }

        return DeviceOutput.Show(name, reply, status, json, terminal, DeviceHints.Of(reply));
    }
}
