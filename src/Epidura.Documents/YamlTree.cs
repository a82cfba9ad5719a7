using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Epidura.Documents;

/// <summary>
/// Reads YAML events into a tree with places. Anchors, aliases, tags, second documents, doubled keys and keys that are not words are
/// refused; depth and number of nodes are bounded, so a hostile file costs no more than its own length.
/// </summary>
internal sealed class YamlTree
{
    public const int DepthMax = 32;

    private readonly DocumentKind _kind;
    private readonly DocumentErrors _errors;
    private readonly Parser _parser;
    private readonly string _text;
    private int _nodes;
    private int _lastLine;

    private YamlTree(string text, DocumentKind kind, DocumentErrors errors) =>
        (_text, _kind, _errors, _parser) = (text, kind, errors, new Parser(new StringReader(text)));

    /// <summary>The top node; null when the file cannot be read further, with the error recorded.</summary>
    public static DocumentNode? Read(string text, DocumentKind kind, DocumentErrors errors) =>
        new YamlTree(text, kind, errors).ReadDocument();

    private DocumentNode? ReadDocument()
    {
        try
        {
            _parser.Consume<StreamStart>();
            if (!_parser.Accept<DocumentStart>(out _))
            {
                _errors.Add("", 1, 1, "an empty file", _kind.Name, $"The file is empty; {_kind.WhenEmpty}.");
                return null;
            }

            _parser.Consume<DocumentStart>();
            var node = ReadNode("", 1);
            _parser.Consume<DocumentEnd>();
            if (_parser.Accept<DocumentStart>(out var second))
            {
                _errors.Add(
                    "", Line(second), Column(second), "a second document", "one document",
                    $"A file holds one {_kind.Noun}; remove the line of three dashes and what follows.");
            }

            return node;
        }
        catch (Refusal)
        {
            return null;
        }
        catch (YamlException exception)
        {
            AddSyntaxError(Math.Max(1, (int)exception.Start.Line), Math.Max(1, (int)exception.Start.Column), exception.Message);
            return null;
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            // The scanner of the package throws these at some unfinished files instead of its own exception.
            AddSyntaxError(Math.Max(1, _lastLine), 1, "the text breaks off in or after this line");
            return null;
        }
    }

    private DocumentNode ReadNode(string path, int depth)
    {
        var next = _parser.Current ?? throw new Refusal();
        _lastLine = Line(next);
        if (_errors.IsFull)
            throw new Refusal();
        if (++_nodes > _kind.NodesMax)
            Stop(
                path, next, $"more than {_kind.NodesMax} values", $"{_kind.NodesMax} values or fewer",
                $"The file holds too many values to be {_kind.Name}.");
        if (depth > DepthMax)
            Stop(path, next, $"{depth} levels", $"{DepthMax} levels or fewer", "The file is nested too deeply.");
        switch (next)
        {
            case AnchorAlias alias:
                _parser.MoveNext();
                _errors.Add(
                    path, Line(alias), Column(alias), $"*{DocumentErrors.Shorten(alias.Value.Value)}", "the value itself",
                    $"Aliases are not used in {_kind.Files}; write the value out.");
                return new DocumentNode.Refused(path, Line(alias), Column(alias));
            case Scalar scalar:
                _parser.MoveNext();
                CheckNode(path, scalar);
                return new DocumentNode.Scalar(path, Line(scalar), Column(scalar), scalar.Value, scalar.Style == ScalarStyle.Plain);
            case SequenceStart list:
                _parser.MoveNext();
                CheckNode(path, list);
                return ReadSequence(path, list, depth);
            case MappingStart map:
                _parser.MoveNext();
                CheckNode(path, map);
                return ReadMapping(path, map, depth);
            default:
                throw new Refusal();
        }
    }

    private DocumentNode.Sequence ReadSequence(string path, SequenceStart start, int depth)
    {
        List<DocumentNode> items = [];
        while (!_parser.TryConsume<SequenceEnd>(out _))
            items.Add(ReadNode($"{path}[{items.Count}]", depth + 1));
        return new DocumentNode.Sequence(path, Line(start), Column(start), items);
    }

    private DocumentNode.Mapping ReadMapping(string path, MappingStart start, int depth)
    {
        List<DocumentNode.Entry> entries = [];
        Dictionary<string, int> lines = [];
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            if (_parser.Current is not Scalar key)
            {
                Stop(path, _parser.Current!, "a group, a list or an alias", "a word", "A key must be a plain word.");
                continue;
            }

            _parser.MoveNext();
            CheckNode(path, key);
            var shown = DocumentErrors.Shorten(key.Value);
            var below = path.Length == 0 ? shown : $"{path}.{shown}";
            var value = ReadNode(below, depth + 1);
            if (lines.TryGetValue(key.Value, out var first))
            {
                _errors.Add(
                    below, Line(key), Column(key), shown, "each key once", $"{shown} already stands in line {first}; keep one of the two.");
            }
            else
            {
                lines.Add(key.Value, Line(key));
                entries.Add(new DocumentNode.Entry(key.Value, Line(key), Column(key), value));
            }
        }

        return new DocumentNode.Mapping(path, Line(start), Column(start), entries);
    }

    private void CheckNode(string path, NodeEvent node)
    {
        if (!node.Anchor.IsEmpty)
        {
            _errors.Add(
                path, Line(node), Column(node), $"&{DocumentErrors.Shorten(node.Anchor.Value)}", "the value without an anchor",
                $"Anchors are not used in {_kind.Files}; write each value out.");
        }

        if (!node.Tag.IsEmpty)
        {
            _errors.Add(
                path, Line(node), Column(node),
                DocumentErrors.Shorten(
                    node.Tag.IsNonSpecific ? "!" : node.Tag.Value.Replace("tag:yaml.org,2002:", "!!", StringComparison.Ordinal)),
                "the value without a tag",
                $"Tags are not used in {_kind.Files}; write the plain value.");
        }
    }

    private void Stop(string path, ParsingEvent at, string value, string allowed, string message)
    {
        _errors.Add(path, Line(at), Column(at), value, allowed, message);
        throw new Refusal();
    }

    private void AddSyntaxError(int line, int column, string reason)
    {
        if (TabInIndent() is { } tab)
        {
            _errors.Add("", tab.Line, tab.Column, "a tab", "spaces", "The line is indented with a tab; YAML wants spaces.");
            return;
        }

        var content = LineAt(line).Trim();
        var shown = reason.ReplaceLineEndings(" ").TrimEnd().TrimEnd('.');
        _errors.Add(
            "", line, column, content.Length == 0 ? "an empty line" : DocumentErrors.Shorten(content), "key: value",
            $"The file is not readable as YAML from here on; look at the indent, the colon and the quotes. The reader says: {shown}.");
    }

    /// <summary>The first tab among the blanks that start a line.</summary>
    private (int Line, int Column)? TabInIndent()
    {
        using var reader = new StringReader(_text);
        for (var number = 1; reader.ReadLine() is { } line; number++)
        {
            var tab = line.IndexOf('\t', StringComparison.Ordinal);
            if (tab >= 0 && line.AsSpan(0, tab).Trim().IsEmpty && line.Trim().Length > 0)
                return (number, tab + 1);
        }

        return null;
    }

    private string LineAt(int number)
    {
        using var reader = new StringReader(_text);
        for (var i = 1; i < number; i++)
            if (reader.ReadLine() is null)
                return "";
        return reader.ReadLine() ?? "";
    }

    private static int Line(ParsingEvent at) => (int)at.Start.Line;

    private static int Column(ParsingEvent at) => (int)at.Start.Column;

    /// <summary>The error is recorded and reading ends; never leaves this class.</summary>
    private sealed class Refusal : Exception;
}
