using System.CommandLine;
using Epidura.Anatomy;
using Epidura.Anatomy.Placement;
using Epidura.Cli.Output;
using Epidura.Planning.Cases;
using Epidura.Stimulation.Programs;

namespace Epidura.Cli.Commands;

/// <summary><c>check CASE</c>: what a case says, what was filled in and from which table.</summary>
internal static class CheckCommand
{
    private static readonly Option<bool> Anatomy = new("--anatomy")
    {
        Description = "List every number the anatomy rests on, with its source",
    };

    public static Command Create(Terminal terminal)
    {
        var command = new ExampleCommand(
            "check", "Check a case file and say what was given and what was filled in", "epidura check examples/failed-back.yaml",
            "epidura check examples/minimal.yaml --anatomy", "epidura check examples/minimal.yaml --json");
        command.Add(SharedOptions.CaseFile);
        command.Add(Anatomy);
        command.SetAction(parsed =>
        {
            var json = parsed.GetValue(SharedOptions.Json);
            var path = parsed.GetRequiredValue(SharedOptions.CaseFile);
            if (CaseFile.Read(path, json, terminal) is not { Case: { } found } result)
                return ExitCode.WrongInput;
            if (json)
                terminal.Out.WriteLine(JsonText.Write(Describe(found, result)));
            else
                Show(found, result, path, parsed.GetValue(Anatomy), terminal);
            return ExitCode.Done;
        });
        return command;
    }

    private static void Show(Case found, CaseReadResult result, string path, bool withAnatomy, Terminal terminal)
    {
        terminal.Out.WriteLine($"{path} is in order: {found.Title}");
        ShowPain(found, terminal);
        var spine = Spine.Create(found.Anatomy);
        ShowLeads(found, terminal);
        ShowContacts(found, spine, terminal);
        ShowConstraints(found, terminal);
        if (found.Measured is { } measured)
            new MeasurementOutput(measured).Show(terminal);
        terminal.Heading("Filled in, because the case does not say");
        var table = Tables.Create("field", "value", "from");
        foreach (var item in result.Assumed)
            table.Add(item.Field, item.Value, item.Source);
        terminal.Print(table);
        ShowAnatomy(Numbers(found, spine), withAnatomy, path, terminal);
    }

    /// <summary>The spine's numbers, with the conductivities the case itself gives in place of the named set's.</summary>
    private static IReadOnlyList<AssumedValue> Numbers(Case found, Spine spine)
    {
        if (!Conductivities.TryGet(found.Anatomy.ConductivityPreset, out var named))
            return spine.Assumptions;
        var own = found.Conductivities.Values.Where(pair => named.Values[pair.Key] != pair.Value)
            .ToDictionary(pair => $"conductivity of {pair.Key}", pair => pair.Value);
        return
        [
            .. spine.Assumptions.Select(value => own.TryGetValue(value.Name, out var given)
                ? value with
                {
                    Value = FormattableString.Invariant($"{given.Transverse} across, {given.Axial} along"),
                    Source = "the case file",
                    IsAssumption = false,
                }
                : value),
        ];
    }

    private static void ShowAnatomy(IReadOnlyList<AssumedValue> values, bool all, string path, Terminal terminal)
    {
        terminal.Heading("Numbers the anatomy rests on");
        if (!all)
        {
            var assumed = values.Count(value => value.IsAssumption);
            terminal.Out.WriteLine($"{values.Count}, of which {assumed} are assumptions; epidura check {path} --anatomy lists them.");
            return;
        }

        var table = Tables.Create("what", "value", "unit", "", "source");
        foreach (var value in values)
            table.Add(value.Name, value.Value, value.Unit, value.IsAssumption ? "assumed" : "given", value.Source);
        terminal.Print(table);
    }

    private static void ShowPain(Case found, Terminal terminal)
    {
        terminal.Heading("Pain");
        var table = Tables.Create("region", "side", ">weight", ">NRS", "segments to recruit (share %)");
        foreach (var area in found.Pain)
        {
            var region = BodyMap.Regions.First(item => item.Name == area.Region);
            table.Add(
                area.Region, area.Side?.ToString().ToLowerInvariant() ?? "both", Tables.Show(area.Weight, 1), Tables.Show(area.Nrs, 0),
                RegionsCommand.Segments(region));
        }

        terminal.Print(table);
    }

    private static void ShowLeads(Case found, Terminal terminal)
    {
        terminal.Heading("Leads");
        var table = Tables.Create("lead", "model", "tip", ">to the right mm", ">turn °", ">gap to the dura mm", ">scar mm");
        foreach (var lead in found.Leads)
        {
            table.Add(
                lead.Id, lead.Model.Name, FormattableString.Invariant($"{lead.TipLevel} + {lead.TipFraction:0.##}"),
                Tables.Show(lead.Lateral * 1e3, 1), Tables.Show(lead.AngleRadians * 180 / Math.PI, 1), Tables.Show(lead.DepthGap * 1e3, 1),
                Tables.Show(lead.Encapsulation * 1e3, 2));
        }

        terminal.Print(table);
    }

    private static void ShowContacts(Case found, Spine spine, Terminal terminal)
    {
        terminal.Heading("Where the contacts lie");
        var table = Tables.Create(
            "contact", "behind vertebra", "segment of the cord", ">below C1 rootlets mm", ">to the right mm", ">dorsal CSF mm");
        foreach (var place in ContactPlace.Of(found, spine))
        {
            table.Add(
                place.Contact, FormattableString.Invariant($"{place.Level} + {place.Fraction:0.00}"), place.Segment,
                Tables.Show(-place.ZMm, 1),
                Tables.Show(place.XMm, 1), Tables.Show(place.DorsalCsfMm, 1));
        }

        terminal.Print(table);
        terminal.Out.WriteLine("T8 + 0.25: a quarter of the way from the top of T8 to the bottom of the disc below it.");
    }

    private static void ShowConstraints(Case found, Terminal terminal)
    {
        var constraints = found.Constraints;
        var weights = constraints.Optimise;
        terminal.Heading("Device and therapy");
        var table = Tables.Create("what", "value");
        table.Add("device", $"{constraints.Device.Name}: {constraints.Device.Title}");
        table.Add("therapy", FormattableString.Invariant($"{Word(constraints.Therapy)}, {constraints.Rate.Hertz:0.##} Hz"));
        table.Add("pulse widths", $"{string.Join(", ", constraints.PulseWidthsMicrosecond)} µs");
        table.Add("largest amplitude", FormattableString.Invariant($"{constraints.AmplitudeMax.Milliamperes:0.##} mA"));
        table.Add("weights", FormattableString.Invariant(
            $"coverage {weights.Coverage:0.##}, unwanted {weights.Unwanted:0.##}, energy {weights.Energy:0.##}"));
        foreach (var program in found.Programs)
            table.Add("program to judge", Describe(program));
        terminal.Print(table);
    }

    private static string Describe(StimulationProgram program)
    {
        var area = program.Areas[0];
        var contacts = string.Join(' ', area.Contacts.Select(item => $"{item.Contact} {item.PerMille:+0;-0}‰"));
        var pulse = FormattableString.Invariant(
            $"{area.Amplitude.Milliamperes:0.##} mA, {area.PulseWidthMicrosecond} µs, {area.Rate.Hertz:0.##} Hz");
        return $"{program.Name}: {contacts}, {pulse}";
    }

    private static string Word(Therapy therapy) => therapy switch
    {
        Therapy.HighFrequency => "10 kHz",
        Therapy.HighDensity => "high density",
        _ => therapy.ToString().ToLowerInvariant(),
    };

    private static object Describe(Case found, CaseReadResult result) => new
    {
        found.Title,
        found.Patient,
        Pain = found.Pain.Select(area => new
        {
            area.Region,
            Side = area.Side?.ToString().ToLowerInvariant() ?? "both",
            area.Weight,
            area.Nrs,
            Targets = area.Targets.Select(target => new { Segment = target.Segment.ToString(), target.Weight }),
        }),
        Leads = found.Leads.Select(lead => new
        {
            lead.Id,
            Model = lead.Model.Name,
            TipLevel = lead.TipLevel.ToString(),
            lead.TipFraction,
            LateralMm = lead.Lateral * 1e3,
            AngleDeg = lead.AngleRadians * 180 / Math.PI,
            DepthGapMm = lead.DepthGap * 1e3,
            ScarMm = lead.Encapsulation * 1e3,
        }),
        Contacts = ContactPlace.Of(found, Spine.Create(found.Anatomy)),
        Anatomy = Numbers(found, Spine.Create(found.Anatomy)),
        Measured = found.Measured is { } measured ? new MeasurementOutput(measured).Describe() : null,
        Device = found.Constraints.Device.Name,
        Therapy = new
        {
            Class = Word(found.Constraints.Therapy),
            RateHz = found.Constraints.Rate.Hertz,
            PulseWidthsUs = found.Constraints.PulseWidthsMicrosecond,
            AmplitudeMaxMa = found.Constraints.AmplitudeMax.Milliamperes,
        },
        found.Constraints.Optimise,
        result.Assumed,
        result.Notes,
    };
}

/// <summary>Where a contact lies, in words that a clinician uses.</summary>
internal sealed record ContactPlace(
    string Contact, string Level, double Fraction, string Segment, double XMm, double YMm, double ZMm, double DorsalCsfMm)
{
    public static IEnumerable<ContactPlace> Of(Case found, Spine spine)
    {
        foreach (var lead in LeadPlacer.PlaceAll(spine, found.Leads).Leads)
        {
            foreach (var contact in lead.Model.Contacts)
            {
                var centre = lead.ContactCentre(contact.Number);
                var (level, fraction) = spine.LevelAt(centre.Z);
                yield return new ContactPlace(
                    $"{lead.Id}.{contact.Number}", level.ToString(), Math.Round(fraction, 3), spine.SegmentAt(centre.Z).ToString(),
                    Math.Round(centre.X * 1e3, 3), Math.Round(centre.Y * 1e3, 3), Math.Round(centre.Z * 1e3, 3),
                    Math.Round(spine.DorsalCsfAt(centre.Z) * 1e3, 2));
            }
        }
    }
}
