using System.Text;

namespace Epidura.Planning.Cases;

/// <summary>Gathers the errors and notes of one file.</summary>
internal sealed class CaseErrors(string file)
{
    public const int ErrorsMax = 50;
    private const int ShownMax = 60;
    private readonly List<CaseError> _errors = [];
    private readonly List<CaseError> _notes = [];
    private readonly HashSet<CaseNode> _bad = new(ReferenceEqualityComparer.Instance);

    public bool HasErrors => _errors.Count > 0;

    public bool IsFull => _errors.Count >= ErrorsMax;

    /// <summary>By place in the file.</summary>
    public IReadOnlyList<CaseError> Errors => Sorted(_errors);

    /// <summary>Accepted, but worth a look.</summary>
    public IReadOnlyList<CaseError> Notes => Sorted(_notes);

    /// <summary>True for a node that an error was found in; nothing is built from it.</summary>
    public bool IsBad(CaseNode node) => _bad.Contains(node);

    public void Add(CaseNode node, string value, string allowed, string message)
    {
        _bad.Add(node);
        Add(node.Path, node.Line, node.Column, value, allowed, message);
    }

    public void Add(string path, int line, int column, string value, string allowed, string message)
    {
        if (!IsFull)
            _errors.Add(new CaseError(file, line, column, path, value, allowed, message));
    }

    public void Note(CaseNode node, string value, string allowed, string message)
    {
        if (_notes.Count < ErrorsMax)
            _notes.Add(new CaseError(file, node.Line, node.Column, node.Path, value, allowed, message));
    }

    /// <summary>A text short enough for a message, control characters shown as dots.</summary>
    public static string Shorten(string text)
    {
        var shown = new StringBuilder();
        foreach (var letter in text.Length > ShownMax ? text.AsSpan(0, ShownMax) : text)
            shown.Append(char.IsControl(letter) || char.IsSurrogate(letter) ? '·' : letter);
        return text.Length > ShownMax ? shown.Append('…').ToString() : shown.ToString();
    }

    private static IReadOnlyList<CaseError> Sorted(List<CaseError> list) =>
        [.. list.OrderBy(error => error.Line).ThenBy(error => error.Column).ThenBy(error => error.Field, StringComparer.Ordinal)];
}
