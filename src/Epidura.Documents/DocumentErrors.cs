using System.Text;

namespace Epidura.Documents;

/// <summary>Gathers the errors and notes of one file.</summary>
/// <param name="file">Name as given to the reader.</param>
public sealed class DocumentErrors(string file)
{
    /// <summary>Most errors that are kept.</summary>
    public const int ErrorsMax = 50;
    private const int ShownMax = 60;
    private readonly List<DocumentError> _errors = [];
    private readonly List<DocumentError> _notes = [];
    private readonly HashSet<DocumentNode> _bad = new(ReferenceEqualityComparer.Instance);

    /// <summary>True when there is an error.</summary>
    public bool HasErrors => _errors.Count > 0;

    /// <summary>True when no further error is kept.</summary>
    public bool IsFull => _errors.Count >= ErrorsMax;

    /// <summary>By place in the file.</summary>
    public IReadOnlyList<DocumentError> Errors => Sorted(_errors);

    /// <summary>Accepted, but worth a look.</summary>
    public IReadOnlyList<DocumentError> Notes => Sorted(_notes);

    /// <summary>True for a node that an error was found in; nothing is built from it.</summary>
    public bool IsBad(DocumentNode node) => _bad.Contains(node);

    /// <summary>Records an error at a node, from which then nothing is built.</summary>
    public void Add(DocumentNode node, string value, string allowed, string message)
    {
        _bad.Add(node);
        Add(node.Path, node.Line, node.Column, value, allowed, message);
    }

    /// <summary>Records an error at a place.</summary>
    public void Add(string path, int line, int column, string value, string allowed, string message)
    {
        if (!IsFull)
            _errors.Add(new DocumentError(file, line, column, path, value, allowed, message));
    }

    /// <summary>Records something that is accepted but unusual.</summary>
    public void Note(DocumentNode node, string value, string allowed, string message)
    {
        if (_notes.Count < ErrorsMax)
            _notes.Add(new DocumentError(file, node.Line, node.Column, node.Path, value, allowed, message));
    }

    /// <summary>A text short enough for a message, control characters shown as dots.</summary>
    public static string Shorten(string text)
    {
        var shown = new StringBuilder();
        foreach (var letter in text.Length > ShownMax ? text.AsSpan(0, ShownMax) : text)
            shown.Append(char.IsControl(letter) || char.IsSurrogate(letter) ? '·' : letter);
        return text.Length > ShownMax ? shown.Append('…').ToString() : shown.ToString();
    }

    private static IReadOnlyList<DocumentError> Sorted(List<DocumentError> list) =>
        [.. list.OrderBy(error => error.Line).ThenBy(error => error.Column).ThenBy(error => error.Field, StringComparer.Ordinal)];
}
