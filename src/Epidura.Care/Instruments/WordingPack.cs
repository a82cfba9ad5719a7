using Epidura.Quantities;

namespace Epidura.Care.Instruments;

/// <summary>Wording of instruments that a site holds a licence for. None is part of this software; the caller hands the text in.</summary>
public sealed class WordingPack
{
    private readonly Dictionary<(string Instrument, string Language, int Item), string> _texts = [];

    private WordingPack(string name) => Name = name;

    /// <summary>Name of the pack, for messages.</summary>
    public string Name { get; }

    /// <summary>Licences that the pack names, one for each instrument in it.</summary>
    public IReadOnlyDictionary<string, string> Licences { get; private set; } = new Dictionary<string, string>();

    /// <summary>Reads a pack: a table with the columns instrument, language, item, text, licence.</summary>
    /// <param name="text">The whole file.</param>
    /// <param name="name">Shown in messages.</param>
    /// <exception cref="FormatException">Not such a table, an unknown instrument, an item it does not have, or no licence.</exception>
    public static WordingPack Parse(string text, string name)
    {
        var pack = new WordingPack(name);
        Dictionary<string, string> licences = [];
        foreach (var row in Table.Parse(text, name).Rows)
        {
            var key = row.Text("instrument");
            var instrument = Instrument.All.FirstOrDefault(item => item.Key == key)
                ?? throw new FormatException($"{name}: instrument is '{key}', which is not one of the instruments.");
            var item = row.Number("item");
            if (item < 1 || item > instrument.Items || item != Math.Truncate(item))
                throw new FormatException($"{name}: item is {item} where {key} has the items 1 to {instrument.Items}.");
            if (row.Text("licence").Length == 0)
                throw new FormatException($"{name}: {key} names no licence.");
            licences[key] = row.Text("licence");
            if (!pack._texts.TryAdd((key, row.Text("language"), (int)item), row.Text("text")))
                throw new FormatException($"{name}: item {item} of {key} stands twice for language {row.Text("language")}.");
        }

        pack.Licences = licences;
        return pack;
    }

    /// <summary>The text of an item; null when the pack does not have it.</summary>
    public string? TextOf(string instrument, string language, int item) => _texts.GetValueOrDefault((instrument, language, item));
}
