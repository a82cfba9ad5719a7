using System.CommandLine;
using System.Diagnostics;
using Epidura.Cli.Output;
using Epidura.Generator.Commands;
using Epidura.Generator.Engine;
using Epidura.Generator.Host.Client;
using DeviceCommand = Epidura.Generator.Commands.Command;

namespace Epidura.Cli.Commands.Generator;

/// <summary><c>generator presses</c>: how long a press of the remote takes, from the press to the acknowledged new amplitude.</summary>
internal static class PressesCommand
{
    private const double LimitMillisecond = 20;

    /// <summary>A press sooner than 250 ms after the last is refused, I-20.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(260);

    private static readonly Option<int> Count = SharedOptions.Checked(
        new Option<int>("--count") { Description = "Presses, down and up in turns", HelpName = "N", DefaultValueFactory = _ => 200 },
        2, 100_000);

    public static System.CommandLine.Command Create(Terminal terminal)
    {
        var name = GeneratorOptions.As(Role.Patient);
        var command = new ExampleCommand(
            "presses", "Time presses of the remote on a running device: status, press, acknowledged new amplitude",
            "epidura generator presses --count 400");
        command.Add(Count);
        command.Add(name);
        command.Add(GeneratorOptions.At);
        command.SetAction((parsed, cancellation) => RunAsync(parsed, name, terminal, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, Option<string> name, Terminal terminal, CancellationToken cancellation)
    {
        await using var session = await GeneratorOptions.OpenAsync(parsed, name, cancellation);
        var client = session.Client;
        var count = parsed.GetValue(Count);
        var milliseconds = new double[count];
        if (await client.StatusAsync(cancellation) is { State: not TherapyState.On })
            throw new WrongInputException("The device is not on; start it, and wait until its ramp is over.");
        for (var press = 0; press < count; press++)
        {
            await Task.Delay(Pause, cancellation);
            var started = Stopwatch.GetTimestamp();
            var seen = await client.StatusAsync(cancellation);
            if (seen.Areas.Count == 0)
                throw new WrongInputException("The device has no program; store and start one first.");
            var step = seen.Areas[0].StepMicroampere * (press % 2 == 0 ? -1 : 1);
            var reply = await client.SendAsync(new DeviceCommand.AdjustAmplitude(0, step), seen, cancellation);
            if (!reply.IsOk)
                throw new IOException($"The device refuses press {press + 1}: {LinkWords.Of(reply)}.");
            var after = await client.StatusAsync(cancellation);
            milliseconds[press] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            if (after.Areas[0].TargetMicroampere != seen.Areas[0].TargetMicroampere + step)
                throw new IOException($"Press {press + 1} was acknowledged, but the amplitude is another.");
        }

        Show(milliseconds, session.File.Address, parsed.GetValue(SharedOptions.Json), terminal);
        return ExitCode.Done;
    }

    private static void Show(double[] milliseconds, string address, bool json, Terminal terminal)
    {
        Array.Sort(milliseconds);
        double At(double share) => milliseconds[(int)Math.Ceiling(share * milliseconds.Length) - 1];
        if (json)
            terminal.Out.WriteLine(JsonText.Write(new
            {
                Presses = milliseconds.Length,
                Address = address,
                P50Ms = At(0.5),
                P99Ms = At(0.99),
                MaxMs = At(1),
                LimitP99Ms = LimitMillisecond,
            }));
        else
            terminal.Out.WriteLine(FormattableString.Invariant(
                $"{milliseconds.Length} presses at {address}: p50 {At(0.5):0.00} ms, p99 {At(0.99):0.00} ms, max {At(1):0.00} ms; ")
                + FormattableString.Invariant($"wanted is a p99 of {LimitMillisecond} ms or less"));
    }
}
