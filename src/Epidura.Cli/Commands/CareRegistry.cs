using System.CommandLine;
using Epidura.Care;
using Epidura.Care.Demo;
using Epidura.Care.Registry;
using Epidura.Cli.Output;
using Epidura.Numerics;

namespace Epidura.Cli.Commands;

/// <summary><c>care registry</c>: survival, responders and complications of a synthetic clinic, computed from its records.</summary>
internal static class CareRegistry
{
    public static Command Create(Terminal terminal)
    {
        var patients = SharedOptions.Checked(
            new Option<int>("--patients") { Description = "Synthetic patients", HelpName = "N", DefaultValueFactory = _ => 1000 },
            1, 1_000_000);
        var seed = SharedOptions.Checked(
            new Option<int>("--seed") { Description = "Another seed gives other patients", HelpName = "S", DefaultValueFactory = _ => 1 },
            0, int.MaxValue);
        var threads = SharedOptions.Threads();
        var command = new ExampleCommand(
            "registry", "Write a clinic of synthetic patients and compute its registry from their diaries and events. " + Notice.Text,
            "epidura care registry --patients 10000 --seed 1", "epidura care registry --patients 1000 --json");
        command.Add(patients);
        command.Add(seed);
        command.Add(threads);
        command.SetAction((parsed, cancellation) =>
        {
            var count = parsed.GetValue(patients);
            var found = new RegistryPatient[count];
            OrderedParallel.For(count, parsed.GetValue(threads), index => found[index] = RegistryPatient.Of(
                SyntheticClinic.Patient(parsed.GetValue(seed), index, everyState: false).View, SyntheticClinic.Today), cancellation);
            var report = RegistryReport.Of(found);
            if (parsed.GetValue(SharedOptions.Json))
                terminal.Out.WriteLine(JsonText.Write(new { Notice = Notice.Text, Seed = parsed.GetValue(seed), Result = report }));
            else
                Show(report, parsed.GetValue(seed), terminal);
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static void Show(RegistryReport report, int seed, Terminal terminal)
    {
        terminal.Out.WriteLine(
            $"{report.Patients} synthetic patients (seed {seed}), {report.Implanted} with an implant, "
            + $"{report.PatientYears:0} patient-years");
        var table = Tables.Create(
            "from diaries and events", ">patients", ">ours", ">95 % interval", ">published", ">limit", "within", "source");
        foreach (var row in report.Rows)
        {
            var unit = row.Unit == "percent" ? " %" : "";
            table.Add(
                row.What, $"{row.Count}", Tables.Show(row.Value, 1) + unit, $"{Tables.Show(row.Low, 1)} to {Tables.Show(row.High, 1)}",
                Tables.Show(row.Published, 1) + unit, $"±{Tables.Show(row.Limit, 1)}", row.IsWithin ? "yes" : "no", row.Source);
        }

        terminal.Print(table);
        terminal.Out.WriteLine(
            "Survival by Kaplan and Meier; other explants end the record of one cause. "
            + "The limits are meant for 10000 patients; fewer scatter more.");
        terminal.Out.WriteLine();
        terminal.Out.WriteLine(Notice.Text);
    }
}
