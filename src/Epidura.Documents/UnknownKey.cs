namespace Epidura.Documents;

/// <summary>Explains a key that a group does not have.</summary>
internal static class UnknownKey
{
    /// <summary>Endings of keys and the unit each stands for, also those that case files do not use.</summary>
    private static readonly Dictionary<string, string> Units = (
        "m=m cm=cm mm=mm um=µm nm=nm in=inch inch=inch a=A ma=mA ua=µA v=V mv=mV s=s ms=ms us=µs ns=ns hz=Hz khz=kHz deg=° rad=rad "
        + "kg=kg g=g lb=pound years=years months=months s_m=S/m ms_m=mS/m percent=percent per_mille=per-mille")
        .Split(' ')
        .Select(pair => pair.Split('='))
        .ToDictionary(pair => pair[0], pair => pair[1].Replace('-', ' '), StringComparer.Ordinal);

    public static void Add(DocumentErrors errors, DocumentNode.Entry entry, IReadOnlyDictionary<string, SchemaNode> known)
    {
        var shown = DocumentErrors.Shorten(entry.Key);
        errors.Add(
            entry.Value.Path, entry.Line, entry.Column, shown, string.Join(", ", known.Keys), Explain(entry.Key, shown, known));
    }

    private static string Explain(string key, string shown, IReadOnlyDictionary<string, SchemaNode> known)
    {
        var (stem, unit) = Split(key);
        var sameStem =
            known.Keys.FirstOrDefault(other => Split(other) is var (otherStem, otherUnit) && otherStem == stem && otherUnit != unit);
        if (sameStem is not null && Split(sameStem).Unit is { } right)
        {
            return unit is null
                ? $"{shown} needs its unit in the key: write {sameStem}, in {Units[right]}."
                : $"{shown} has the wrong unit ({Units[unit]}): write {sameStem}, in {Units[right]}.";
        }

        var nearest = NearestWord.Of(key, known.Keys);
        return nearest is null ? $"There is no key {shown} here." : $"There is no key {shown} here; did you mean {nearest}?";
    }

    private static (string Stem, string? Unit) Split(string key)
    {
        var lower = key.ToLowerInvariant();
        var unit = Units.Keys.Where(ending => lower.EndsWith("_" + ending, StringComparison.Ordinal)).MaxBy(ending => ending.Length);
        return unit is null ? (lower, null) : (lower[..^(unit.Length + 1)], unit);
    }
}
