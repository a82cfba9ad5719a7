namespace Epidura.Anatomy.Images;

/// <summary>A voxel that is not zero.</summary>
/// <param name="I">Index along the first axis.</param>
/// <param name="J">Index along the second axis.</param>
/// <param name="K">Index along the third axis.</param>
/// <param name="Value">After slope and intercept.</param>
public readonly record struct LabelVoxel(int I, int J, int K, double Value);

/// <summary>A segmentation: the voxels that are not zero.</summary>
/// <param name="Name">File, for messages.</param>
/// <param name="Size">Voxels along the three axes.</param>
/// <param name="Affine">From indices to the scanner's frame.</param>
/// <param name="Voxels">In the order of the file: the first index is fastest.</param>
/// <param name="Notes">What was taken because the header does not say it.</param>
public sealed record LabelImage(
    string Name, (int I, int J, int K) Size, ImageAffine Affine, IReadOnlyList<LabelVoxel> Voxels, IReadOnlyList<string> Notes);

/// <summary>An image, or why it cannot be used; exactly one is set.</summary>
/// <param name="Image">What was read.</param>
/// <param name="Refusal">One sentence with what is allowed.</param>
public sealed record ImageReadResult(LabelImage? Image, string? Refusal);

/// <summary>Bounds on images; a file that passes them cannot ask for more memory than its own voxels need.</summary>
public static class ImageLimits
{
    /// <summary>Largest file as it lies on the disk, bytes.</summary>
    public const long FileBytesMax = 256L << 20;

    /// <summary>Most voxels along an axis.</summary>
    public const int SideMax = 4096;

    /// <summary>Most voxels of an image.</summary>
    public const long VoxelsMax = 1L << 28;

    /// <summary>Most voxels that are not zero.</summary>
    public const int LabelledMax = 1 << 24;

    /// <summary>Smallest distance between voxels, m.</summary>
    public const double SpacingMin = 0.05e-3;

    /// <summary>Largest distance between voxels, m.</summary>
    public const double SpacingMax = 20e-3;
}

/// <summary>Why an image cannot be used, as the rest of a sentence that starts with its name; never leaves this folder.</summary>
internal sealed class ImageFault(string message) : Exception(message);
