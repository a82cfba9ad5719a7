using Epidura.Documents;
using Epidura.Stimulation;

namespace Epidura.Planning.Cases;

/// <summary>Reads checked values out of a group of keys and writes down what is filled in where a key is left out.</summary>
internal sealed class CaseFields(DocumentErrors errors, List<Assumption> assumed) : DocumentFields(errors)
{
    /// <summary>A number, or the suggestion of the limits table, which is then written down.</summary>
    public double NumberOr(DocumentNode.Mapping? map, string path, string key, string limit)
    {
        if (Number(map, key) is { } number)
            return number;
        var row = Limits.Of(limit);
        Assume(map, path, key, Show(row.Suggestion, row.Unit), "limits table, suggested value");
        return row.Suggestion;
    }

    /// <summary>A word, or the default, which is then written down.</summary>
    public string TextOr(DocumentNode.Mapping? map, string path, string key, string otherwise, string source)
    {
        if (Text(map, key) is { } text)
            return text;
        Assume(map, path, key, otherwise, source);
        return otherwise;
    }

    /// <summary>Writes down what was filled in, unless the key is there and wrong.</summary>
    public void Assume(DocumentNode.Mapping? map, string path, string key, string value, string source)
    {
        if (map?.Find(key) is null)
            assumed.Add(new Assumption(path.Length == 0 ? key : $"{path}.{key}", value, source));
    }
}
