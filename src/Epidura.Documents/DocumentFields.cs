using System.Globalization;

namespace Epidura.Documents;

/// <summary>Reads checked values out of a group of keys; what an error was found in reads as absent.</summary>
/// <param name="errors">Errors of the file.</param>
public class DocumentFields(DocumentErrors errors)
{
    /// <summary>Errors of the file.</summary>
    public DocumentErrors Errors => errors;

    /// <summary>A number that is there and was found right.</summary>
    public double? Number(DocumentNode.Mapping? map, string key) =>
        Scalar(map, key) is { } scalar && NumberText.TryRead(scalar, out var number) ? number : null;

    /// <summary>A text that is there and was found right.</summary>
    public string? Text(DocumentNode.Mapping? map, string key) => Scalar(map, key)?.Text.Trim();

    /// <summary>A date that is there and was found right.</summary>
    public DateOnly? Date(DocumentNode.Mapping? map, string key) =>
        Scalar(map, key) is { } scalar && DateText.TryRead(scalar, out var date) ? date : null;

    /// <summary>An instant of UTC that is there and was found right.</summary>
    public DateTimeOffset? Instant(DocumentNode.Mapping? map, string key) =>
        Scalar(map, key) is { } scalar && DateText.TryReadInstant(scalar, out var instant) ? instant : null;

    /// <summary>A group of keys that is there.</summary>
    public static DocumentNode.Mapping? Group(DocumentNode.Mapping? map, string key) =>
        map?.Find(key) is DocumentNode.Mapping group ? group : null;

    /// <summary>The entries of a list; none when it is not there.</summary>
    public static IEnumerable<DocumentNode> List(DocumentNode.Mapping? map, string key) =>
        map?.Find(key) is DocumentNode.Sequence list ? list.Items : [];

    /// <summary>A number with its unit, as messages show it.</summary>
    public static string Show(double value, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{value} {unit}").TrimEnd();

    /// <summary>A single value that is there and was found right.</summary>
    protected DocumentNode.Scalar? Scalar(DocumentNode.Mapping? map, string key) =>
        map?.Find(key) is DocumentNode.Scalar scalar && !scalar.IsNull && !errors.IsBad(scalar) ? scalar : null;
}
