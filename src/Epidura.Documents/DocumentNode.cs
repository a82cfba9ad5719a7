namespace Epidura.Documents;

/// <summary>A node of the file with the place it was read from.</summary>
/// <param name="Path">Field path: <c>leads[0].lateral_mm</c>; empty for the whole file.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
public abstract record DocumentNode(string Path, int Line, int Column)
{
    /// <summary>Keys with values, in the order of the file.</summary>
    public sealed record Mapping(string Path, int Line, int Column, IReadOnlyList<Entry> Entries) : DocumentNode(Path, Line, Column)
    {
        /// <summary>The value of a key; null when the group does not have it.</summary>
        public DocumentNode? Find(string key) => Entries.FirstOrDefault(entry => entry.Key == key)?.Value;
    }

    /// <summary>A list.</summary>
    public sealed record Sequence(string Path, int Line, int Column, IReadOnlyList<DocumentNode> Items) : DocumentNode(Path, Line, Column);

    /// <summary>A single value as text; plain when it stands without quotes.</summary>
    public sealed record Scalar(string Path, int Line, int Column, string Text, bool IsPlain) : DocumentNode(Path, Line, Column)
    {
        /// <summary>True when the key has no value.</summary>
        public bool IsNull => IsPlain && Text is "" or "~" or "null" or "Null" or "NULL";
    }

    /// <summary>A value that was already refused while the tree was read.</summary>
    public sealed record Refused(string Path, int Line, int Column) : DocumentNode(Path, Line, Column);

    /// <summary>A key with the place of the key itself.</summary>
    public sealed record Entry(string Key, int Line, int Column, DocumentNode Value);

    /// <summary>The node in words for a message.</summary>
    public string Show() => this switch
    {
        Mapping => "a group of keys",
        Sequence list => $"a list of {list.Items.Count}",
        Scalar { IsNull: true } => "nothing",
        Scalar scalar => DocumentErrors.Shorten(scalar.Text),
        _ => "?",
    };
}
