using Epidura.Anatomy.Images;
using Epidura.Planning.Cases;

namespace Epidura.Cli.Output;

/// <summary>Opens the images that a case file names; their paths are relative to that file.</summary>
internal static class CaseImages
{
    /// <summary>An opener for the images of a case file.</summary>
    public static Func<string, ImageFile> Beside(string caseFile)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(caseFile))!;
        return path => Open(folder, path);
    }

    private static ImageFile Open(string folder, string path)
    {
        if (path.Length == 0 || path.Contains('\0'))
            return new ImageFile(null, "The path of the image is empty.");
        var full = Path.GetFullPath(path, folder);
        if (Directory.Exists(full))
            return new ImageFile(null, "This is a folder, not an image.");
        if (!File.Exists(full))
            return new ImageFile(null, "The image does not exist; paths are relative to the case file.");
        try
        {
            var stream = new FileStream(full, FileMode.Open, FileAccess.Read);
            if (stream.Length <= ImageLimits.FileBytesMax)
                return new ImageFile(stream, null);
            var length = stream.Length;
            stream.Dispose();
            return new ImageFile(null, $"The image has {length} bytes; allowed is {ImageLimits.FileBytesMax} or fewer.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new ImageFile(null, $"The image cannot be opened: {exception.Message}");
        }
    }
}
