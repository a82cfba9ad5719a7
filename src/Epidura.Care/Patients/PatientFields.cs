using Epidura.Documents;

namespace Epidura.Care.Patients;

/// <summary>Reads exact numbers, yes and no, and lists of a patient file.</summary>
internal sealed class PatientFields(DocumentErrors errors) : DocumentFields(errors)
{
    /// <summary>A number, exactly as its decimal text stands in the file.</summary>
    public Ratio? Exact(DocumentNode.Mapping? map, string key) => Number(map, key) is { } number ? Ratio.OfText(number) : null;

    public int? Whole(DocumentNode.Mapping? map, string key) => (int?)Number(map, key);

    public bool? Flag(DocumentNode.Mapping? map, string key) => Text(map, key) switch
    {
        "yes" => true,
        "no" => false,
        _ => null,
    };

    /// <summary>The groups of a list; null when the list is not there.</summary>
    public static IReadOnlyList<T>? Each<T>(DocumentNode.Mapping? map, string key, Func<DocumentNode.Mapping, T?> read)
        where T : class =>
        map?.Find(key) is DocumentNode.Sequence
            ? [.. List(map, key).OfType<DocumentNode.Mapping>().Select(read).OfType<T>()]
            : null;

    /// <summary>The words of a list; null when the list is not there.</summary>
    public IReadOnlyList<string>? Words(DocumentNode.Mapping? map, string key) =>
        map?.Find(key) is DocumentNode.Sequence
            ? [.. Scalars(map, key).Select(item => item.Text.Trim())]
            : null;

    /// <summary>The dates of a list; null when the list is not there.</summary>
    public IReadOnlyList<DateOnly>? Dates(DocumentNode.Mapping? map, string key) =>
        map?.Find(key) is DocumentNode.Sequence
            ? [.. Scalars(map, key).Select(item => DateText.TryRead(item, out var date) ? date : default)]
            : null;

    /// <summary>The answers of a list, null for a missing one.</summary>
    public static IReadOnlyList<Ratio?> Answers(DocumentNode.Mapping map, string key) =>
    [
        .. List(map, key).OfType<DocumentNode.Scalar>().Select(item =>
            !item.IsNull && NumberText.TryRead(item, out var number) ? (Ratio?)Ratio.OfText(number) : null),
    ];

    private IEnumerable<DocumentNode.Scalar> Scalars(DocumentNode.Mapping map, string key) =>
        List(map, key).OfType<DocumentNode.Scalar>().Where(item => !Errors.IsBad(item));
}
