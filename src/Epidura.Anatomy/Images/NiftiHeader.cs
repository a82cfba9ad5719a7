using System.Buffers.Binary;

namespace Epidura.Anatomy.Images;

/// <summary>Kinds of number that voxels are stored as; the value is NIfTI's code.</summary>
public enum VoxelType : short
{
#pragma warning disable CS1591 // the names are the documentation
    UInt8 = 2,
    Int16 = 4,
    Int32 = 8,
    Float32 = 16,
    Float64 = 64,
    Int8 = 256,
    UInt16 = 512,
    UInt32 = 768,
    Int64 = 1024,
    UInt64 = 1280,
#pragma warning restore CS1591
}

/// <summary>What of a header matters for a segmentation. NIfTI-1 (348 bytes) and NIfTI-2 (540 bytes), either byte order.</summary>
/// <param name="IsLittle">Byte order of header and voxels.</param>
/// <param name="Size">Voxels along the three axes.</param>
/// <param name="Type">Of the voxels.</param>
/// <param name="DataOffset">Start of the voxels, bytes from the start of the file.</param>
/// <param name="Slope">Of the stored numbers.</param>
/// <param name="Intercept">Of the stored numbers.</param>
/// <param name="Affine">From indices to the scanner's frame.</param>
/// <param name="Notes">What was taken because the header does not say it.</param>
internal sealed record NiftiHeader(
    bool IsLittle, (int I, int J, int K) Size, VoxelType Type, long DataOffset, double Slope, double Intercept, ImageAffine Affine,
    IReadOnlyList<string> Notes)
{
    /// <summary>Length of a header of version 1, bytes.</summary>
    public const int Length1 = 348;

    /// <summary>Length of a header of version 2, bytes.</summary>
    public const int Length2 = 540;

    private const long DataOffsetMax = 16 << 20;

    /// <summary>Bytes per voxel.</summary>
    public int VoxelBytes => BytesOf(Type);

    public static int BytesOf(VoxelType type) => type switch
    {
        VoxelType.UInt8 or VoxelType.Int8 => 1,
        VoxelType.Int16 or VoxelType.UInt16 => 2,
        VoxelType.Float64 or VoxelType.Int64 or VoxelType.UInt64 => 8,
        _ => 4,
    };

    /// <summary>Reads and checks a header.</summary>
    /// <param name="stream">At the start of the file, unpacked; left behind the header.</param>
    /// <param name="read">Bytes taken from the stream.</param>
    /// <exception cref="ImageFault">One sentence on what is wrong.</exception>
    public static NiftiHeader Read(Stream stream, out int read)
    {
        var bytes = new byte[Length2];
        if (stream.ReadAtLeast(bytes.AsSpan(0, Length1), Length1, throwOnEndOfStream: false) < Length1)
            throw new ImageFault("is shorter than a NIfTI header; allowed is 348 bytes and the voxels, packed with gzip or not");
        read = Length1;
        int little = BinaryPrimitives.ReadInt32LittleEndian(bytes), big = BinaryPrimitives.ReadInt32BigEndian(bytes);
        var isLittle = little is Length1 or Length2;
        if (!isLittle && big is not (Length1 or Length2))
            throw new ImageFault("is not a NIfTI file: its first number is neither 348 nor 540");
        var isSecond = (isLittle ? little : big) == Length2;
        if (isSecond)
        {
            read = Length2;
            if (stream.ReadAtLeast(bytes.AsSpan(Length1), Length2 - Length1, throwOnEndOfStream: false) < Length2 - Length1)
                throw new ImageFault("ends within its header; allowed is 540 bytes and the voxels");
        }

        CheckMagic(bytes, isSecond);
        return new HeaderFields(bytes, isLittle, isSecond).Build();
    }

    private static void CheckMagic(byte[] bytes, bool isSecond)
    {
        var magic = bytes.AsSpan(isSecond ? 4 : 344, 4);
        if (magic.SequenceEqual(isSecond ? "n+2\0"u8 : "n+1\0"u8))
            return;
        throw new ImageFault(magic.SequenceEqual("ni1\0"u8) || magic.SequenceEqual("ni2\0"u8)
            ? "is one half of a pair of files (.hdr and .img); allowed is one .nii or .nii.gz"
            : "has no NIfTI mark in its header; allowed is n+1 or n+2");
    }

    /// <summary>The numbers of a header at the places of its version.</summary>
    private sealed class HeaderFields(byte[] bytes, bool isLittle, bool isSecond)
    {
        private readonly List<string> _notes = [];

        public NiftiHeader Build()
        {
            var size = Size();
            var type = Type();
            var offset = isSecond ? Long(168) : (long)Single(108);
            if ((!isSecond && !float.IsFinite(Single(108))) || offset < (isSecond ? Length2 : Length1) || offset > DataOffsetMax)
            {
                throw new ImageFault(
                    FormattableString.Invariant($"says that its voxels start at byte {(isSecond ? offset : Single(108))}; ")
                    + $"allowed is {(isSecond ? Length2 : Length1)} to {DataOffsetMax}");
            }

            double slope = isSecond ? Double(176) : Single(112), intercept = isSecond ? Double(184) : Single(116);
            if (!double.IsFinite(slope) || slope == 0)
                (slope, intercept) = (1, 0);
            if (!double.IsFinite(intercept))
                throw new ImageFault("has a scaling that is not a number (scl_inter)");
            return new NiftiHeader(isLittle, size, type, offset, slope, intercept, Affine(), _notes);
        }

        private (int, int, int) Size()
        {
            var rank = Dimension(0);
            if (rank is < 1 or > 7)
                throw new ImageFault($"has {rank} dimensions; allowed is 3");
            long voxels = 1;
            for (var n = 1; n <= rank; n++)
            {
                var side = Dimension(n);
                if (n <= 3 && (side < 1 || side > ImageLimits.SideMax))
                    throw new ImageFault($"has {side} voxels along axis {n}; allowed is 1 to {ImageLimits.SideMax}");
                if (n > 3 && side > 1)
                    throw new ImageFault($"holds {side} volumes; allowed is one");
                voxels *= n <= 3 ? side : 1;
            }

            if (rank < 3)
                throw new ImageFault($"has {rank} dimensions; allowed is 3");
            if (voxels > ImageLimits.VoxelsMax)
                throw new ImageFault($"has {voxels} voxels; allowed is {ImageLimits.VoxelsMax} or fewer");
            return ((int)Dimension(1), (int)Dimension(2), (int)Dimension(3));
        }

        private VoxelType Type()
        {
            short code = Short(isSecond ? 12 : 70), bits = Short(isSecond ? 14 : 72);
            var type = (VoxelType)code;
            if (!Enum.IsDefined(type))
            {
                throw new ImageFault(
                    $"stores its voxels as type {code} of NIfTI; allowed is {string.Join(", ", Enum.GetNames<VoxelType>())}");
            }

            if (bits != 8 * BytesOf(type))
                throw new ImageFault($"says {bits} bits per voxel, but {type} has {8 * BytesOf(type)}");
            return type;
        }

        private ImageAffine Affine()
        {
            var scale = Scale();
            int quaternion = isSecond ? Int(344) : Short(252), matrix = isSecond ? Int(348) : Short(254);
            ImageAffine affine;
            if (matrix > 0)
            {
                var rows = new double[12];
                for (var n = 0; n < 12; n++)
                    rows[n] = scale * (isSecond ? Double(400 + (8 * n)) : Single(280 + (4 * n)));
                affine = new ImageAffine(rows);
            }
            else if (quaternion > 0)
            {
                double Part(int n) => isSecond ? Double(352 + (8 * n)) : Single(256 + (4 * n));
                double Pixel(int n) => isSecond ? Double(104 + (8 * n)) : Single(76 + (4 * n));
                affine = ImageAffine.FromQuaternion(
                    Part(0), Part(1), Part(2), [scale * Pixel(1), scale * Pixel(2), scale * Pixel(3)],
                    [scale * Part(3), scale * Part(4), scale * Part(5)], Pixel(0) < 0 ? -1 : 1);
            }
            else
            {
                throw new ImageFault(
                    "does not say how it lies in space (sform_code and qform_code are 0), so left, right, up and down are not known");
            }

            Check(affine);
            return affine;
        }

        private double Scale()
        {
            var unit = (isSecond ? Int(500) : bytes[123]) & 7;
            if (unit == 0)
                _notes.Add("the header names no unit of length; mm was taken");
            return unit switch
            {
                1 => 1,
                0 or 2 => 1e-3,
                3 => 1e-6,
                _ => throw new ImageFault($"names a unit of length with code {unit}; allowed is 1 (m), 2 (mm) or 3 (µm)"),
            };
        }

        private static void Check(ImageAffine affine)
        {
            if (affine.Rows.Any(value => !double.IsFinite(value) || Math.Abs(value) > 10))
                throw new ImageFault("has a place in space that is not a number or lies more than 10 m away");
            var product = 1.0;
            for (var axis = 0; axis < 3; axis++)
            {
                var spacing = affine.Spacing(axis);
                product *= spacing;
                if (!(spacing >= ImageLimits.SpacingMin && spacing <= ImageLimits.SpacingMax))
                {
                    throw new ImageFault(
                        FormattableString.Invariant($"has voxels of {spacing * 1e3:0.####} mm along axis {axis + 1}; allowed is ")
                        + FormattableString.Invariant($"{ImageLimits.SpacingMin * 1e3} to {ImageLimits.SpacingMax * 1e3} mm"));
                }
            }

            if (Math.Abs(affine.Determinant) < 0.2 * product)
                throw new ImageFault("has axes that lie (almost) in one plane, so its voxels have no volume");
        }

        private long Dimension(int n) => isSecond ? Long(16 + (8 * n)) : Short(40 + (2 * n));

        private short Short(int at) => isLittle
            ? BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(at)) : BinaryPrimitives.ReadInt16BigEndian(bytes.AsSpan(at));

        private int Int(int at) => isLittle
            ? BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at)) : BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at));

        private long Long(int at) => isLittle
            ? BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(at)) : BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(at));

        private float Single(int at) => isLittle
            ? BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(at)) : BinaryPrimitives.ReadSingleBigEndian(bytes.AsSpan(at));

        private double Double(int at) => isLittle
            ? BinaryPrimitives.ReadDoubleLittleEndian(bytes.AsSpan(at)) : BinaryPrimitives.ReadDoubleBigEndian(bytes.AsSpan(at));
    }
}
