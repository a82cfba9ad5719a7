using System.Globalization;
using Epidura.Quantities;
using Epidura.Stimulation.Programs;

namespace Epidura.Planning.Cases;

/// <summary>What a class of therapy brings when the case names the class alone.</summary>
internal sealed record TherapyDefaults(
    string Name, Therapy Therapy, double RateHertz, double RateMin, double RateMax, IReadOnlyList<int> PulseWidths, int PulsesPerPeriod,
    string Source)
{
    private static readonly Lazy<IReadOnlyList<TherapyDefaults>> Loaded = new(() =>
        [.. Table.FromResource(typeof(TherapyDefaults).Assembly, "therapies.csv").Rows.Select(Read)]);

    /// <summary>The row of a class; the first row for a word that is none.</summary>
    public static TherapyDefaults Of(string name) => Loaded.Value.FirstOrDefault(row => row.Name == name) ?? Loaded.Value[0];

    private static TherapyDefaults Read(TableRow row) => new(
        row.Text("therapy"),
        Enum.Parse<Therapy>(row.Text("therapy").Replace("_", "", StringComparison.Ordinal), ignoreCase: true),
        row.Number("rate_hz"), row.Number("rate_min_hz"), row.Number("rate_max_hz"),
        [.. row.Text("pulse_widths_us").Split(';').Select(text => int.Parse(text, CultureInfo.InvariantCulture))],
        (int)row.Number("pulses_per_period"),
        row.Text("source"));
}
