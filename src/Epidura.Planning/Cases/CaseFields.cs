using System.Globalization;
using Epidura.Stimulation;

namespace Epidura.Planning.Cases;

/// <summary>Reads checked values out of a group of keys and writes down what is filled in where a key is left out.</summary>
internal sealed class CaseFields(CaseErrors errors, List<Assumption> assumed)
{
    public CaseErrors Errors => errors;

    /// <summary>A number that is there and was found right.</summary>
    public double? Number(CaseNode.Mapping? map, string key) =>
        Scalar(map, key) is { } scalar && NumberText.TryRead(scalar, out var number) ? number : null;

    /// <summary>A text that is there and was found right.</summary>
    public string? Text(CaseNode.Mapping? map, string key) => Scalar(map, key)?.Text.Trim();

    public static CaseNode.Mapping? Group(CaseNode.Mapping? map, string key) =>
        map?.Find(key) is CaseNode.Mapping group ? group : null;

    public static IEnumerable<CaseNode> List(CaseNode.Mapping? map, string key) =>
        map?.Find(key) is CaseNode.Sequence list ? list.Items : [];

    /// <summary>A number, or the suggestion of the limits table, which is then written down.</summary>
    public double NumberOr(CaseNode.Mapping? map, string path, string key, string limit)
    {
        if (Number(map, key) is { } number)
            return number;
        var row = Limits.Of(limit);
        Assume(map, path, key, Show(row.Suggestion, row.Unit), "limits table, suggested value");
        return row.Suggestion;
    }

    /// <summary>A word, or the default, which is then written down.</summary>
    public string TextOr(CaseNode.Mapping? map, string path, string key, string otherwise, string source)
    {
        if (Text(map, key) is { } text)
            return text;
        Assume(map, path, key, otherwise, source);
        return otherwise;
    }

    /// <summary>Writes down what was filled in, unless the key is there and wrong.</summary>
    public void Assume(CaseNode.Mapping? map, string path, string key, string value, string source)
    {
        if (map?.Find(key) is null)
            assumed.Add(new Assumption(path.Length == 0 ? key : $"{path}.{key}", value, source));
    }

    public static string Show(double value, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{value} {unit}").TrimEnd();

    private CaseNode.Scalar? Scalar(CaseNode.Mapping? map, string key) =>
        map?.Find(key) is CaseNode.Scalar scalar && !scalar.IsNull && !errors.IsBad(scalar) ? scalar : null;
}
