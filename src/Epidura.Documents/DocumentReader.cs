namespace Epidura.Documents;

/// <summary>A kind of file that people write.</summary>
/// <param name="Noun">For messages: <c>case</c>.</param>
/// <param name="Files">In the plural: <c>case files</c>.</param>
/// <param name="WhenEmpty">What the smallest one has, for the message about an empty file.</param>
/// <param name="BytesMax">Largest file, bytes.</param>
/// <param name="NodesMax">Most values.</param>
public sealed record DocumentKind(string Noun, string Files, string WhenEmpty, int BytesMax, int NodesMax)
{
    internal string Name => $"a {Noun}";
}

/// <summary>Reads YAML or JSON into a tree with places: guards, then the published schema. Meaning is checked by the caller.</summary>
public static class DocumentReader
{
    /// <summary>Reads at most <see cref="DocumentKind.BytesMax"/> bytes; a longer file is refused after that many.</summary>
    /// <param name="stream">At the start of the file; UTF-8.</param>
    /// <param name="kind">What the file is to be.</param>
    /// <param name="errors">Receives what is wrong.</param>
    /// <returns>The text; null when refused.</returns>
    public static string? ReadText(Stream stream, DocumentKind kind, DocumentErrors errors)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(errors);
        var bytes = new byte[kind.BytesMax + 1];
        var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return FileGuard.Decode(bytes.AsSpan(0, length), kind, errors);
    }

    /// <summary>The tree of a text, checked against the schema.</summary>
    /// <param name="text">The whole file.</param>
    /// <param name="kind">What the file is to be.</param>
    /// <param name="schema">Its schema.</param>
    /// <param name="errors">Receives what is wrong; the tree may be used for further checks all the same.</param>
    /// <returns>The top group; null when nothing can be built from the file.</returns>
    public static DocumentNode.Mapping? ReadTree(string text, DocumentKind kind, SchemaNode schema, DocumentErrors errors)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(errors);
        if (!FileGuard.Accepts(text, kind, errors) || YamlTree.Read(text, kind, errors) is not { } tree)
            return null;
        new SchemaValidator(errors).Check(tree, schema, $"the {kind.Noun}");
        return tree as DocumentNode.Mapping;
    }
}
