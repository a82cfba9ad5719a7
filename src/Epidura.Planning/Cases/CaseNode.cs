namespace Epidura.Planning.Cases;

/// <summary>A node of the file with the place it was read from.</summary>
/// <param name="Path">Field path: <c>leads[0].lateral_mm</c>; empty for the whole file.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
internal abstract record CaseNode(string Path, int Line, int Column)
{
    /// <summary>Keys with values, in the order of the file.</summary>
    internal sealed record Mapping(string Path, int Line, int Column, IReadOnlyList<Entry> Entries) : CaseNode(Path, Line, Column)
    {
        public CaseNode? Find(string key) => Entries.FirstOrDefault(entry => entry.Key == key)?.Value;
    }

    /// <summary>A list.</summary>
    internal sealed record Sequence(string Path, int Line, int Column, IReadOnlyList<CaseNode> Items) : CaseNode(Path, Line, Column);

    /// <summary>A single value as text; plain when it stands without quotes.</summary>
    internal sealed record Scalar(string Path, int Line, int Column, string Text, bool IsPlain) : CaseNode(Path, Line, Column)
    {
        public bool IsNull => IsPlain && Text is "" or "~" or "null" or "Null" or "NULL";
    }

    /// <summary>A value that was already refused while the tree was read.</summary>
    internal sealed record Refused(string Path, int Line, int Column) : CaseNode(Path, Line, Column);

    /// <summary>A key with the place of the key itself.</summary>
    internal sealed record Entry(string Key, int Line, int Column, CaseNode Value);

    /// <summary>The node in words for a message.</summary>
    public string Show() => this switch
    {
        Mapping => "a group of keys",
        Sequence list => $"a list of {list.Items.Count}",
        Scalar { IsNull: true } => "nothing",
        Scalar scalar => CaseErrors.Shorten(scalar.Text),
        _ => "?",
    };
}
