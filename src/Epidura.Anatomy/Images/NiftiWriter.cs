using System.Buffers.Binary;
using System.IO.Compression;

namespace Epidura.Anatomy.Images;

/// <summary>How an image is stored.</summary>
/// <param name="Type">Of the voxels.</param>
/// <param name="IsLittle">Byte order.</param>
/// <param name="IsPacked">With gzip.</param>
/// <param name="Slope">Stored value = (value - intercept) / slope.</param>
/// <param name="Intercept">Of the scaling.</param>
public sealed record NiftiFormat(
    VoxelType Type = VoxelType.UInt8, bool IsLittle = true, bool IsPacked = true, double Slope = 1, double Intercept = 0);

/// <summary>Writes segmentations in NIfTI-1 with an sform in mm.</summary>
/// <remarks>For examples and tests: images of a modelled spine. Checked by reading back in NiftiReaderTests.</remarks>
public static class NiftiWriter
{
    private const int DataOffset = 352;

    /// <summary>Writes an image.</summary>
    /// <param name="stream">Receives the file.</param>
    /// <param name="size">Voxels along the three axes.</param>
    /// <param name="affine">From indices to the scanner's frame.</param>
    /// <param name="valueAt">Value of a voxel.</param>
    /// <param name="format">How it is stored.</param>
    public static void Write(
        Stream stream, (int I, int J, int K) size, ImageAffine affine, Func<int, int, int, double> valueAt, NiftiFormat format)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(affine);
        ArgumentNullException.ThrowIfNull(valueAt);
        ArgumentNullException.ThrowIfNull(format);
        if (format.IsPacked)
        {
            using var packed = new GZipStream(stream, CompressionLevel.SmallestSize, leaveOpen: true);
            WritePlain(packed, size, affine, valueAt, format);
            return;
        }

        WritePlain(stream, size, affine, valueAt, format);
    }

    private static void WritePlain(
        Stream stream, (int I, int J, int K) size, ImageAffine affine, Func<int, int, int, double> valueAt, NiftiFormat format)
    {
        stream.Write(Header(size, affine, format));
        var width = NiftiHeader.BytesOf(format.Type);
        var row = new byte[size.I * width];
        for (var k = 0; k < size.K; k++)
        {
            for (var j = 0; j < size.J; j++)
            {
                for (var i = 0; i < size.I; i++)
                    Store(row.AsSpan(i * width, width), (valueAt(i, j, k) - format.Intercept) / format.Slope, format);
                stream.Write(row);
            }
        }
    }

    private static byte[] Header((int I, int J, int K) size, ImageAffine affine, NiftiFormat format)
    {
        var bytes = new byte[DataOffset];
        void Short(int at, int value)
        {
            if (format.IsLittle)
                BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(at), checked((short)value));
            else
                BinaryPrimitives.WriteInt16BigEndian(bytes.AsSpan(at), checked((short)value));
        }

        void Single(int at, double value)
        {
            if (format.IsLittle)
                BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(at), (float)value);
            else
                BinaryPrimitives.WriteSingleBigEndian(bytes.AsSpan(at), (float)value);
        }

        if (format.IsLittle)
            BinaryPrimitives.WriteInt32LittleEndian(bytes, NiftiHeader.Length1);
        else
            BinaryPrimitives.WriteInt32BigEndian(bytes, NiftiHeader.Length1);
        int[] sides = [3, size.I, size.J, size.K, 1, 1, 1, 1];
        for (var n = 0; n < sides.Length; n++)
            Short(40 + (2 * n), sides[n]);
        Short(70, (short)format.Type);
        Short(72, 8 * NiftiHeader.BytesOf(format.Type));
        Single(76, 1);
        for (var axis = 0; axis < 3; axis++)
            Single(80 + (4 * axis), 1e3 * affine.Spacing(axis));
        Single(108, DataOffset);
        Single(112, format.Slope);
        Single(116, format.Intercept);
        bytes[123] = 2;
        Short(254, 1);
        for (var n = 0; n < 12; n++)
            Single(280 + (4 * n), 1e3 * affine.Rows[n]);
        "n+1\0"u8.CopyTo(bytes.AsSpan(344));
        return bytes;
    }

    private static void Store(Span<byte> into, double value, NiftiFormat format)
    {
        var whole = Math.Round(value);
        switch (format.Type)
        {
            case VoxelType.UInt8:
                into[0] = checked((byte)whole);
                break;
            case VoxelType.Int8:
                into[0] = unchecked((byte)checked((sbyte)whole));
                break;
            case VoxelType.Int16:
                BinaryPrimitives.WriteInt16LittleEndian(into, checked((short)whole));
                break;
            case VoxelType.UInt16:
                BinaryPrimitives.WriteUInt16LittleEndian(into, checked((ushort)whole));
                break;
            case VoxelType.Int32:
                BinaryPrimitives.WriteInt32LittleEndian(into, checked((int)whole));
                break;
            case VoxelType.UInt32:
                BinaryPrimitives.WriteUInt32LittleEndian(into, checked((uint)whole));
                break;
            case VoxelType.Int64:
                BinaryPrimitives.WriteInt64LittleEndian(into, checked((long)whole));
                break;
            case VoxelType.UInt64:
                BinaryPrimitives.WriteUInt64LittleEndian(into, checked((ulong)whole));
                break;
            case VoxelType.Float32:
                BinaryPrimitives.WriteSingleLittleEndian(into, (float)value);
                break;
            default:
                BinaryPrimitives.WriteDoubleLittleEndian(into, value);
                break;
        }

        if (!format.IsLittle)
            into.Reverse();
    }
}
