using System.Globalization;
using Epidura.Care.Tables;

namespace Epidura.Care.Instruments;

/// <summary>EQ-5D-5L: the profile of five digits and, with a value set, the index.</summary>
/// <remarks>Index = 1 minus the decrement of every dimension; level 1 has none. Value sets: <c>data/care/eq5d.csv</c>.</remarks>
internal static class EuroQol
{
    private static readonly string[] Dimensions = ["mobility", "self-care", "usual activities", "pain", "anxiety"];

    public static InstrumentScore Score(Instrument instrument, InstrumentAnswers answers)
    {
        var missing = InstrumentScoring.MissingItems(answers);
        var profile = string.Concat(answers.Items.Select(item => item is { } level
            ? level.Numerator.ToString(CultureInfo.InvariantCulture)
            : "9"));
        if (missing.Count > 0 || answers.ValueSet is not { } set)
        {
            string[] notes = missing.Count > 0
                ? ["not scorable: eq-5d-5l needs every item; 9 in the profile stands for a missing one"]
                : ["profile only: no value set was named"];
            return InstrumentScoring.Finish(instrument, null, [], missing, notes, null) with { Profile = profile };
        }

        var index = Ratio.Sum(answers.Items.Select((level, i) => Decrement(set, Dimensions[i], level!.Value)));
        return InstrumentScoring.Finish(instrument, 1 - index, [], [], [$"value set {set}"], null) with { Profile = profile };
    }

    private static Ratio Decrement(string set, string dimension, Ratio level)
    {
        if (level == 1)
            return 0;
        var row = CareTable.Of("eq5d").Rows.First(row =>
            row.Text("set") == set && row.Text("dimension") == dimension && row.Exact("level") == level);
        return row.Exact("decrement");
    }
}
