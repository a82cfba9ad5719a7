using Epidura.Documents;

namespace Epidura.Planning.Cases;

/// <summary>Reads case files, schema <c>epidura-case/1</c>: guards, then the published schema, then what only the whole case can
/// tell.</summary>
/// <remarks>docs/guide/case-file.md; docs/adr/0006-case-file-and-yaml-package.md.</remarks>
public static class CaseReader
{
    /// <summary>Largest case file, bytes.</summary>
    public const int BytesMax = 1 << 20;

    private static readonly DocumentKind Kind =
        new("case", "case files", "the smallest case has schema, pain and leads", BytesMax, NodesMax: 5000);

    /// <summary>Reads a case from a stream of at most <see cref="BytesMax"/> bytes; a longer one is refused after that many.</summary>
    /// <param name="stream">At the start of the file; UTF-8.</param>
    /// <param name="fileName">Shown in errors as it stands; the case keeps its last part.</param>
    /// <param name="openImage">Opens an image by its path in the case; null when images are not to be had.</param>
    public static CaseReadResult Read(Stream stream, string fileName, Func<string, ImageFile>? openImage = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var errors = new DocumentErrors(fileName);
        var text = DocumentReader.ReadText(stream, Kind, errors);
        return text is null ? new CaseReadResult(null, errors.Errors, [], []) : Read(text, fileName, openImage);
    }

    /// <summary>Reads a case from text.</summary>
    /// <param name="text">The whole file.</param>
    /// <param name="fileName">Shown in errors as it stands; the case keeps its last part.</param>
    /// <param name="openImage">Opens an image by its path in the case; null when images are not to be had.</param>
    public static CaseReadResult Read(string text, string fileName, Func<string, ImageFile>? openImage = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(fileName);
        var errors = new DocumentErrors(fileName);
        if (DocumentReader.ReadTree(text, Kind, CaseSchema.Root, errors) is not { } top)
            return new CaseReadResult(null, errors.Errors, [], []);
        var builder = new CaseBuilder(errors, openImage);
        var found = builder.Build(top, text, Path.GetFileName(fileName));
        return new CaseReadResult(errors.HasErrors ? null : found, errors.Errors, builder.Assumed, errors.Notes);
    }
}
