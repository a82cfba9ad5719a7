namespace Epidura.Documents;

/// <summary>Checks a tree against the schema and records every error with its place.</summary>
internal sealed class SchemaValidator(DocumentErrors errors)
{
    public void Check(DocumentNode node, SchemaNode schema, string key)
    {
        switch (node)
        {
            case DocumentNode.Refused:
                break;
            case DocumentNode.Scalar { IsNull: true } when schema.Types.Contains("null"):
                break;
            case DocumentNode.Mapping map when schema.Types.Contains("object"):
                CheckMapping(map, schema);
                break;
            case DocumentNode.Sequence list when schema.Types.Contains("array"):
                CheckSequence(list, schema);
                break;
            case DocumentNode.Scalar scalar when !scalar.IsNull && (schema.Types.Contains("number") || schema.Types.Contains("integer")):
                CheckNumber(scalar, schema, key);
                break;
            case DocumentNode.Scalar scalar when !scalar.IsNull && schema.Types.Contains("string"):
                CheckText(scalar, schema);
                break;
            default:
                AddWrongKind(node, schema, key);
                break;
        }
    }

    private void AddWrongKind(DocumentNode node, SchemaNode schema, string key)
    {
        var allowed = Allowed(schema);
        var message = node is DocumentNode.Scalar { IsNull: true }
            ? $"{key} has no value; give one or leave the key out."
            : $"{key} must be {Kind(schema, false)}, not {Kind(node)}.";
        errors.Add(node, node.Show(), allowed, message);
    }

    private void CheckMapping(DocumentNode.Mapping map, SchemaNode schema)
    {
        foreach (var entry in map.Entries)
        {
            if (schema.Properties.TryGetValue(entry.Key, out var known))
                Check(entry.Value, known, entry.Key);
            else if (schema.Additional is null)
                UnknownKey.Add(errors, entry, schema.Properties);
            else if (NameIsRight(entry, schema.PropertyNames))
                Check(entry.Value, schema.Additional, entry.Key);
        }

        if (map.Entries.Count > schema.ItemsMax)
            errors.Add(map, $"{map.Entries.Count} keys", $"{schema.ItemsMax} or fewer", "There are too many keys in this group.");
        foreach (var key in schema.Required.Where(key => map.Find(key) is null))
        {
            var path = map.Path.Length == 0 ? key : $"{map.Path}.{key}";
            errors.Add(
                path, map.Line, map.Column, "nothing", Allowed(schema.Properties[key]),
                $"The key {key} is missing{(map.Path.Length == 0 ? "" : $" in {map.Path}")}.");
        }
    }

    private bool NameIsRight(DocumentNode.Entry entry, SchemaNode? names)
    {
        if (names is null)
            return true;
        if (names.Words is { } words ? words.Contains(entry.Key) : names.Pattern?.IsMatch(entry.Key) ?? true)
            return true;
        var nearest = names.Words is null ? null : NearestWord.Of(entry.Key, names.Words);
        errors.Add(
            entry.Value.Path, entry.Line, entry.Column, DocumentErrors.Shorten(entry.Key), Allowed(names),
            $"{DocumentErrors.Shorten(entry.Key)} is not a name that can stand here{(nearest is null ? "" : $"; did you mean {nearest}?")}."
                .Replace("?.", "?", StringComparison.Ordinal));
        return false;
    }

    private void CheckSequence(DocumentNode.Sequence list, SchemaNode schema)
    {
        var name = list.Path.Length == 0 ? "The list" : list.Path;
        if (list.Items.Count < schema.ItemsMin)
            errors.Add(list, $"{list.Items.Count} entries", $"{schema.ItemsMin} or more", $"{name} needs at least one entry.");
        if (list.Items.Count > schema.ItemsMax)
            errors.Add(list, $"{list.Items.Count} entries", $"{schema.ItemsMax} or fewer", $"{name} has too many entries.");
        foreach (var item in list.Items)
            Check(item, schema.Items!, list.Path);
    }

    private void CheckNumber(DocumentNode.Scalar scalar, SchemaNode schema, string key)
    {
        if (!NumberText.TryRead(scalar, out var number))
        {
            errors.Add(scalar, scalar.Show(), Allowed(schema), NumberText.Explain(scalar, key, schema.Unit));
            return;
        }

        if (schema.Types.Contains("integer") && number != Math.Truncate(number))
            errors.Add(scalar, scalar.Show(), Allowed(schema), $"{key} must be a whole number.");
        else if (!(number >= schema.Minimum && number <= schema.Maximum))
            errors.Add(scalar, WithUnit(scalar.Show(), schema), Allowed(schema), $"{key} is outside the allowed range.");
        else if (schema.Limit is { } limit && (number < limit.RecommendedMin || number > limit.RecommendedMax))
        {
            errors.Note(
                scalar, WithUnit(scalar.Show(), schema),
                FormattableString.Invariant($"{limit.RecommendedMin} to {limit.RecommendedMax} {limit.Unit}").TrimEnd(),
                $"{key} is unusual: {limit.Source}.");
        }
    }

    private void CheckText(DocumentNode.Scalar scalar, SchemaNode schema)
    {
        var name = scalar.Path;
        if (scalar.Text.Trim().Any(char.IsControl))
            errors.Add(scalar, scalar.Show(), "one line of text", $"{name} must be a text of one line.");
        else if (schema.Words is { } words)
        {
            if (words.Contains(scalar.Text.Trim()))
                return;
            var nearest = NearestWord.Of(scalar.Text, words);
            errors.Add(
                scalar, scalar.Show(), Allowed(schema),
                words.Count == 1
                    ? $"This version of Epidura reads {words[0]} only."
                    : $"{scalar.Show()} is not known here{(nearest is null ? "." : $"; did you mean {nearest}?")}");
        }
        else if (scalar.Text.Trim().Length == 0)
            errors.Add(scalar, "an empty text", Allowed(schema), $"{name} is empty; give a text or leave the key out.");
        else if (scalar.Text.Length > schema.LengthMax)
            errors.Add(scalar, $"{scalar.Text.Length} letters", $"{schema.LengthMax} letters or fewer", $"{name} is too long.");
        else if (schema.Pattern is { } pattern && !pattern.IsMatch(scalar.Text.Trim()))
            errors.Add(scalar, scalar.Show(), Allowed(schema), $"{name} has letters that are not allowed here.");
        else if (schema.IsDate && !DateText.TryRead(scalar, out _))
            errors.Add(scalar, scalar.Show(), "a date of the calendar such as 2026-03-02", $"{name} is not a date: year-month-day.");
        else if (schema.IsInstant && !DateText.TryReadInstant(scalar, out _))
            errors.Add(scalar, scalar.Show(), "an instant of UTC such as 2026-03-02T08:00Z", $"{name} is not an instant: dateThh:mmZ.");
    }

    private static string WithUnit(string value, SchemaNode schema) => schema.Unit.Length == 0 ? value : $"{value} {schema.Unit}";

    /// <summary>What may stand at a place, in words.</summary>
    internal static string Allowed(SchemaNode schema)
    {
        if (schema.Words is { } words)
        {
            const int shownMax = 24;
            return words.Count <= shownMax
                ? string.Join(", ", words)
                : $"{string.Join(", ", words.Take(shownMax))}, … ({words.Count} words)";
        }

        if (!double.IsInfinity(schema.Minimum) && !double.IsInfinity(schema.Maximum))
            return FormattableString.Invariant($"{schema.Minimum} to {schema.Maximum} {schema.Unit}").TrimEnd();
        return Kind(schema, true) + (schema.Examples.Count > 0 ? $" such as {string.Join(" or ", schema.Examples)}" : "");
    }

    private static string Kind(SchemaNode schema, bool withKeys) => schema.Types switch
    {
        ["object"] when schema.Properties.Count == 0 || !withKeys => "a group of keys",
        ["object"] => $"a group of keys ({string.Join(", ", schema.Properties.Keys.Take(16))})",
        ["array"] => "a list",
        ["integer"] => "a whole number",
        ["number"] => "a number",
        _ => "a text",
    };

    private static string Kind(DocumentNode node) => node switch
    {
        DocumentNode.Mapping => "a group of keys",
        DocumentNode.Sequence => "a list",
        _ => "a single value",
    };
}
