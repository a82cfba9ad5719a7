namespace Epidura.Documents.Tests;

/// <summary>The part of the reader that no case file uses; wrong cases are tested in Planning.</summary>
public class DocumentReaderTests
{
    private const string Schema = """
        {
          "type": "object", "additionalProperties": false, "required": ["on"],
          "properties": {
            "on": { "type": "string", "format": "date", "description": "Day." },
            "at": { "type": "string", "format": "date-time", "description": "Instant." },
            "items": { "type": "array", "maxItems": 3, "items": { "type": ["number", "null"], "minimum": 0, "maximum": 5 } },
            "kind": { "type": "string", "x-catalogue": "kinds", "enum": ["shown to editors only"] },
            "size_mm": { "type": "number", "x-limit": "size" }
          }
        }
        """;

    private static readonly DocumentKind Kind = new("note", "notes", "the smallest note has on", 1000, 50);

    [Theory]
    [InlineData("on: 2026-02-28\n")]
    [InlineData("{\"on\": \"2026-02-28\"}")]
    [InlineData("{\n\t\"on\":\t\"2026-02-28\"\n}")]
    [InlineData("on: 2026-02-28\nat: 2026-02-28T23:59Z\n")]
    [InlineData("on: 2026-02-28\nitems: [1, null, ~]\n")]
    [InlineData("on: 2026-02-28\nkind: one\nsize_mm: 3\n")]
    public void What_the_schema_allows_is_read(string text) => Assert.Empty(Read(text).Errors);

    [Theory]
    [InlineData("on: 2026-02-29\n", "on", "not a date")]
    [InlineData("on: 28.2.2026\n", "on", "not a date")]
    [InlineData("on: 2026-02-28\nat: 2026-02-28T24:00Z\n", "at", "not an instant")]
    [InlineData("on: 2026-02-28\nat: 2026-02-28T08:00+01:00\n", "at", "not an instant")]
    [InlineData("on: 2026-02-28\nitems: [6]\n", "items[0]", "outside")]
    [InlineData("on: 2026-02-28\nitems: [1, 1, 1, 1]\n", "items", "too many")]
    [InlineData("on:\n", "on", "no value")]
    [InlineData("on: 2026-02-28\nkind: oen\n", "kind", "did you mean one")]
    [InlineData("on: 2026-02-28\nsize_mm: 11\n", "size_mm", "outside")]
    [InlineData("on: 2026-02-28\nsize_cm: 1\n", "size_cm", "wrong unit")]
    [InlineData("kind: one\n", "on", "missing")]
    public void What_it_does_not_allow_is_refused_in_words(string text, string field, string message)
    {
        var error = Assert.Single(Read(text).Errors);
        Assert.Equal(field, error.Field);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unusual_number_is_a_note_and_no_error()
    {
        var errors = Read("on: 2026-02-28\nsize_mm: 9\n");
        Assert.Empty(errors.Errors);
        Assert.Equal("size_mm", Assert.Single(errors.Notes).Field);
    }

    [Fact]
    public void Messages_name_the_kind_of_file()
    {
        Assert.Contains("one note", Assert.Single(Read("on: 2026-02-28\n---\non: 2026-02-28\n").Errors).Message, StringComparison.Ordinal);
        Assert.Contains("smallest note", Assert.Single(Read("").Errors).Message, StringComparison.Ordinal);
        Assert.Contains("too large to be a note", Assert.Single(Read(new string('#', 1001)).Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_keyword_the_reader_does_not_know_is_a_bug_in_the_schema() =>
        Assert.Throws<InvalidOperationException>(() => SchemaNode.Parse("{\"type\": \"object\", \"oneOf\": []}", Words()));

    private static DocumentErrors Read(string text)
    {
        var errors = new DocumentErrors("note.yaml");
        DocumentReader.ReadTree(text, Kind, SchemaNode.Parse(Schema, Words()), errors);
        return errors;
    }

    private static SchemaWords Words() => new(_ => ["one", "two"], _ => new SchemaLimit(0, 10, 1, 8, "mm", "a test"));
}
