using Epidura.Anatomy.Levels;
using Epidura.Planning.Search;
using Epidura.Planning.Variants;
using Epidura.Quantities;
using Epidura.Stimulation.Programs;

namespace Epidura.Planning.Steps;

/// <summary>Where a therapy that is not felt is aimed and how strong it is: <c>data/planning/subperception.csv</c>.</summary>
/// <param name="Level">Vertebra.</param>
/// <param name="Fraction">0 at its top, 1 at the bottom of its disc.</param>
/// <param name="IsPartOfPerception">True when <paramref name="Value"/> is a part of the perception threshold, false for A.</param>
/// <param name="Value">Part, or A.</param>
/// <param name="Source">Publication.</param>
internal sealed record SubPerceptionTarget(VertebralLevel Level, double Fraction, bool IsPartOfPerception, double Value, string Source)
{
    public static SubPerceptionTarget Of(Therapy therapy)
    {
        var name = StudyTables.Key(therapy);
        var row = Table.FromResource(typeof(SubPerceptionTarget).Assembly, "subperception.csv").Rows.First(r => r.Text("name") == name);
        var part = row.Text("rule") == "of_perception";
        return new SubPerceptionTarget(
            Enum.Parse<VertebralLevel>(row.Text("target_level")), row.Number("target_fraction"), part,
            part ? row.Number("value") : row.Number("value") * 1e-3, row.Text("source"));
    }

    /// <summary>Amplitude, A; a perception threshold that is not reached gives the fixed part of 10 mA.</summary>
    public double Amplitude(double perception) =>
        !IsPartOfPerception ? Value : Value * (double.IsFinite(perception) ? perception : 10e-3);

    /// <summary>Bipoles of neighbouring contacts of one lead, nearest to the target first; the cathode is the caudal one.</summary>
    public IReadOnlyList<CurrentPattern> Patterns(PlacedBody body, int count)
    {
        var target = body.Spine.HeightOf(Level, Fraction);
        var pairs = body.Leads.SelectMany(lead => lead.Model.Contacts.Zip(lead.Model.Contacts.Skip(1), (a, b) =>
        {
            var (up, down) = lead.ContactCentre(a.Number).Z >= lead.ContactCentre(b.Number).Z ? (a, b) : (b, a);
            var middle = (lead.ContactCentre(a.Number).Z + lead.ContactCentre(b.Number).Z) / 2;
            return (Up: new ContactId(lead.Id, up.Number), Down: new ContactId(lead.Id, down.Number), Away: Math.Abs(middle - target));
        })).OrderBy(p => Math.Round(p.Away, 6)).ThenBy(p => p.Up.ToString(), StringComparer.Ordinal).Take(count);
        return [.. pairs.Select(p => CurrentPattern.Create([new(p.Down, -1000), new(p.Up, 1000)], body.Contacts))];
    }
}
