using System.CommandLine;
using Epidura.Care;
using Epidura.Care.Patients;
using Epidura.Cli.Output;

namespace Epidura.Cli.Commands;

/// <summary><c>care WORD FILE</c>: scoring and rules of the clinic on a patient file.</summary>
internal static class CareCommand
{
    private static readonly Argument<string> File = SharedOptions.NotAnOption(
        new Argument<string>("FILE") { Description = "Patient file, for example examples/care/failed-back.yaml" });

    public static Command Create(Terminal terminal)
    {
        var command = new ExampleCommand(
            "care", "Questionnaires, relief, drugs and rules of the clinic on a patient file. " + Notice.Text,
            "epidura care score examples/care/failed-back.yaml", "epidura care relief examples/care/failed-back.yaml --json");
        command.Add(Create("score", "Score the questionnaires, with bands, changes and responders", CareScore.Describe, CareScore.Show,
            terminal));
        command.Add(Create("relief", "Work out relief from the diary of each trial", CareRelief.Describe, CareRelief.Show, terminal));
        command.Add(Create("mme", "Morphine equivalents of the medication", CareDrugs.DescribeMorphine, CareDrugs.ShowMorphine, terminal));
        command.Add(Create(
            "antithrombotics", "Stop and restart times around the planned procedure", CareDrugs.DescribeAgents, CareDrugs.ShowAgents,
                terminal));
        command.Add(Create(
            "evaluate", "Answer every rule, with inputs used and missing, and its source", CareEvaluate.Describe, CareEvaluate.Show,
                terminal));
        command.Add(Create(
            "options", "Compare care without an operation, four operations and stimulation for this patient",
            CareEvaluate.DescribeOptions, CareEvaluate.ShowOptions, terminal));
        return command;
    }

    private static ExampleCommand Create(
        string name, string description, Func<Patient, object> describe, Action<Patient, Terminal> show, Terminal terminal)
    {
        var command = new ExampleCommand(name, description, $"epidura care {name} examples/care/failed-back.yaml");
        command.Add(File);
        command.SetAction(parsed =>
        {
            var json = parsed.GetValue(SharedOptions.Json);
            if (PatientFile.Read(parsed.GetRequiredValue(File), json, terminal) is not { } patient)
                return ExitCode.WrongInput;
            if (json)
                terminal.Out.WriteLine(JsonText.Write(new
                {
                    Notice = Notice.Text,
                    patient.Person.Label,
                    patient.EvaluatedOn,
                    Result = describe(patient)
                }));
            else
            {
                terminal.Out.WriteLine($"{patient.Person.Label}: {patient.Title}");
                show(patient, terminal);
                terminal.Out.WriteLine();
                terminal.Out.WriteLine(Notice.Text);
            }

            return ExitCode.Done;
        });
        return command;
    }
}
