using System.CommandLine;
using System.Globalization;
using Epidura.Care;
using Epidura.Care.Instruments;
using Epidura.Care.Patients;
using Epidura.Cli.Output;

namespace Epidura.Cli.Commands;

/// <summary><c>care WORD FILE</c>: scoring and rules of the clinic on a patient file.</summary>
internal static class CareCommand
{
    private static readonly Argument<string> File = SharedOptions.NotAnOption(
        new Argument<string>("FILE") { Description = "Patient file, for example examples/care/failed-back.yaml" });

    private static readonly Option<string?> Wording = new("--wording")
    {
        Description = "Table of the site with the wording it holds a licence for: instrument, language, item, text, licence",
        HelpName = "PACK",
    };

    private static readonly Option<string> Language = new("--language")
    {
        Description = "Language of the wording",
        HelpName = "CODE",
        DefaultValueFactory = _ => "en",
    };

    public static Command Create(Terminal terminal)
    {
        var command = new ExampleCommand(
            "care", "Questionnaires, relief, drugs and rules of the clinic on a patient file. " + Notice.Text,
            "epidura care score examples/care/failed-back.yaml", "epidura care relief examples/care/failed-back.yaml --json");
        var score = Create(
            "score", "Score the questionnaires, with bands, changes and responders", CareScore.Describe, CareScore.Show, terminal,
            (patient, parsed) => ShowWording(patient, parsed, terminal));
        score.Add(Wording);
        score.Add(Language);
        command.Add(score);
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
        command.Add(CarePathway.Create(terminal));
        command.Add(CareRegistry.Create(terminal));
        return command;
    }

    private static ExampleCommand Create(
        string name, string description, Func<Patient, object> describe, Action<Patient, Terminal> show, Terminal terminal,
        Action<Patient, ParseResult>? more = null)
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
                more?.Invoke(patient, parsed);
                terminal.Out.WriteLine();
                terminal.Out.WriteLine(Notice.Text);
            }

            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>The items that are missing, in the words of the site's own pack, so that somebody can ask for them.</summary>
    private static void ShowWording(Patient patient, ParseResult parsed, Terminal terminal)
    {
        if (parsed.GetValue(Wording) is not { } path)
            return;
        var pack = ReadPack(path);
        terminal.Heading($"Missing answers, in the words of {pack.Name}");
        foreach (var questionnaire in patient.Instruments)
        {
            foreach (var item in questionnaire.Score.Missing.Where(item => int.TryParse(item, CultureInfo.InvariantCulture, out _)))
            {
                var key = questionnaire.Instrument.Key;
                var text = pack.TextOf(key, parsed.GetRequiredValue(Language), int.Parse(item, CultureInfo.InvariantCulture));
                terminal.Out.WriteLine($"{key} {item}: {text ?? "the pack does not have this item"}");
            }
        }
    }

    private static WordingPack ReadPack(string path)
    {
        var text = InputText.Read(path, "a wording pack");
        try
        {
            return WordingPack.Parse(text, Path.GetFileName(path));
        }
        catch (FormatException exception)
        {
            throw new WrongInputException(exception.Message);
        }
    }
}
