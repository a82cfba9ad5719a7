using System.CommandLine;
using Epidura.Cli.Output;
using Epidura.Stimulation.Leads;

namespace Epidura.Cli.Commands;

/// <summary><c>leads [NAME]</c>: the catalogue, or the contacts of one lead.</summary>
internal static class LeadsCommand
{
    public static Command Create(Terminal terminal)
    {
        var name = SharedOptions.NotAnOption(
            new Argument<string?>("NAME") { Description = "Lead to show contact by contact", Arity = ArgumentArity.ZeroOrOne });
        var command = new ExampleCommand(
            "leads", "Leads of the catalogue, for the key model of a case", "epidura leads", "epidura leads octrode-3-4");
        command.Add(name);
        command.SetAction(parsed =>
        {
            var json = parsed.GetValue(SharedOptions.Json);
            return parsed.GetValue(name) is { } wanted ? ShowOne(wanted, json, terminal) : ShowAll(json, terminal);
        });
        return command;
    }

    private static int ShowAll(bool json, Terminal terminal)
    {
        if (json)
        {
            terminal.Out.WriteLine(JsonText.Write(new { Leads = LeadCatalogue.All.Select(Describe) }));
            return ExitCode.Done;
        }

        var table = Tables.Create("model", "title", ">contacts", ">contact mm", ">mm²", ">span mm");
        foreach (var lead in LeadCatalogue.All)
        {
            var contact = lead.Contacts[0];
            table.Add(
                lead.Name + (lead.Verified ? "" : " *"), lead.Title, $"{lead.Contacts.Count}", Size(contact),
                Tables.Show(contact.Shape.Area.SquareMetres * 1e6, 1),
                Tables.Show(lead.Contacts.Max(item => item.Along.Millimetres) - lead.Contacts.Min(item => item.Along.Millimetres), 0));
        }

        terminal.Print(table);
        terminal.Out.WriteLine("span: from the first contact's centre to the last one's. * not verified against a maker's manual.");
        terminal.Out.WriteLine("epidura leads NAME shows the contacts and the source of a lead.");
        return ExitCode.Done;
    }

    private static int ShowOne(string name, bool json, Terminal terminal)
    {
        if (!LeadCatalogue.TryGet(name, out var lead))
            throw new WrongInputException(
                $"There is no lead {name}; allowed is {string.Join(", ", LeadCatalogue.All.Select(item => item.Name))}.");
        if (json)
        {
            terminal.Out.WriteLine(JsonText.Write(Describe(lead)));
            return ExitCode.Done;
        }

        terminal.Out.WriteLine($"{lead.Name}: {lead.Title}");
        terminal.Out.WriteLine(lead.Body switch
        {
            LeadBody.Rod rod => FormattableString.Invariant($"rod, {rod.Diameter.Millimetres:0.##} mm in diameter"),
            LeadBody.Paddle plate => FormattableString.Invariant(
                $"paddle, {plate.Length.Millimetres:0.##} × {plate.Width.Millimetres:0.##} × {plate.Thickness.Millimetres:0.##} mm"),
            _ => "",
        });
        terminal.Out.WriteLine($"source: {lead.Source}{(lead.Verified ? "" : " (not verified)")}");
        var table = Tables.Create(">contact", ">from the tip mm", ">to the right mm", ">length mm", ">mm²");
        foreach (var contact in lead.Contacts)
        {
            table.Add(
                $"{contact.Number}", Tables.Show(contact.Along.Millimetres, 2), Tables.Show(contact.Across.Millimetres, 2),
                Tables.Show(contact.Shape.Length.Millimetres, 2), Tables.Show(contact.Shape.Area.SquareMetres * 1e6, 2));
        }

        terminal.Print(table);
        return ExitCode.Done;
    }

    private static string Size(Contact contact) => contact.Shape switch
    {
        ContactShape.Band band => FormattableString.Invariant($"{band.Length.Millimetres:0.##} × Ø {band.Diameter.Millimetres:0.##}"),
        ContactShape.Plate plate => FormattableString.Invariant($"{plate.Length.Millimetres:0.##} × {plate.Width.Millimetres:0.##}"),
        _ => "",
    };

    private static object Describe(LeadModel lead) => new
    {
        lead.Name,
        lead.Title,
        Kind = lead.Body is LeadBody.Rod ? "rod" : "paddle",
        lead.Source,
        lead.Verified,
        Contacts = lead.Contacts.Select(contact => new
        {
            contact.Number,
            AlongMm = Math.Round(contact.Along.Millimetres, 6),
            AcrossMm = Math.Round(contact.Across.Millimetres, 6),
            LengthMm = Math.Round(contact.Shape.Length.Millimetres, 6),
            AreaMm2 = Math.Round(contact.Shape.Area.SquareMetres * 1e6, 6),
        }),
    };
}
