using System.Text.Json;
using Epidura.Anatomy.Levels;
using Epidura.Quantities;
using Epidura.Stimulation.Programs;

namespace Epidura.Planning.Json;

/// <summary>Shapes that recur in plan.json.</summary>
internal sealed class JsonFields(Utf8JsonWriter json)
{
    /// <summary>A number rounded to nine significant digits; null for one that is infinite or missing.</summary>
    public void Number(string name, double? value)
    {
        if (value is { } number && double.IsFinite(number))
            json.WriteNumber(name, Round(number));
        else
            json.WriteNull(name);
    }

    /// <summary>Nine digits are far beyond the accuracy of any figure here and keep the file small.</summary>
    public static double Round(double value)
    {
        if (value == 0)
            return 0;
        var digits = 8 - (int)Math.Floor(Math.Log10(Math.Abs(value)));
        if (digits is < 0 or > 300)
            return value;
        return digits <= 15 ? Math.Round(value, digits) : double.Parse(
            value.ToString("E8", System.Globalization.CultureInfo.InvariantCulture), System.Globalization.CultureInfo.InvariantCulture);
    }

    public void Interval(string name, Interval interval, double scale)
    {
        json.WriteStartObject(name);
        Number("value", interval.Value * scale);
        Number("min", interval.Min * scale);
        Number("max", interval.Max * scale);
        json.WriteEndObject();
    }

    public void List<T>(string name, IEnumerable<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            write(item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public void Texts(string name, IEnumerable<NamedText> texts) => List(name, texts, t =>
    {
        json.WriteString("name", t.Name);
        json.WriteString("text", t.Text);
    });

    public void Numbers(string name, IEnumerable<double> values, double scale)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteNumberValue(Round(value * scale));
        json.WriteEndArray();
    }

    public void Matrix(string name, double[,] values, double scale)
    {
        json.WriteStartArray(name);
        for (var i = 0; i < values.GetLength(0); i++)
        {
            json.WriteStartArray();
            for (var j = 0; j < values.GetLength(1); j++)
                json.WriteNumberValue(Round(values[i, j] * scale));
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    public void Point(string name, Position at) => Numbers(name, [at.X, at.Y, at.Z], 1e3);

    public void Fractions(string name, IEnumerable<ContactFraction> fractions)
    {
        json.WriteStartObject(name);
        foreach (var (contact, perMille) in fractions)
            json.WriteNumber(contact.ToString(), perMille);
        json.WriteEndObject();
    }

    public static string Side(Side? side) => side switch
    {
        Anatomy.Levels.Side.Left => "left",
        Anatomy.Levels.Side.Right => "right",
        _ => "both",
    };

    /// <summary>The name of a value of an enumeration in snake case.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum =>
            string.Concat(value.ToString()
            .Select((c, i) => char.IsUpper(c) ? (i == 0 ? "" : "_") + char.ToLowerInvariant(c) : c.ToString()));
}
