using System.Buffers.Binary;
using System.IO.Compression;

namespace Epidura.Anatomy.Images;

/// <summary>Reads segmentations in NIfTI-1 and NIfTI-2, one file, packed with gzip or not.</summary>
/// <remarks>
/// Written from the standard (nifti1.h and nifti2.h, NIfTI Data Format Working Group). The voxels are read in pieces and only those that
/// are not zero are kept, so that neither a header's numbers nor a packed file decide how much memory is taken. Orientation from sform,
/// else from qform, else refused. docs/science/anatomy.md; checked by NiftiReaderTests.
/// </remarks>
public static class NiftiReader
{
    private const int PieceBytes = 1 << 16;

    /// <summary>Reads an image.</summary>
    /// <param name="stream">At the start of the file.</param>
    /// <param name="name">For messages.</param>
    /// <returns>The image, or one sentence that says what is wrong.</returns>
    public static ImageReadResult Read(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        try
        {
            return new ImageReadResult(ReadOrThrow(stream, name), null);
        }
        catch (ImageFault fault)
        {
            return new ImageReadResult(null, $"The image {name} {fault.Message}.");
        }
        catch (InvalidDataException)
        {
            return new ImageReadResult(null, $"The image {name} is damaged: its packed data cannot be unpacked.");
        }
        catch (EndOfStreamException)
        {
            return new ImageReadResult(null, $"The image {name} ends before its packed data do; it may have been copied in part.");
        }
    }

    private static LabelImage ReadOrThrow(Stream file, string name)
    {
        Span<byte> two = stackalloc byte[2];
        var found = file.ReadAtLeast(two, 2, throwOnEndOfStream: false);
        if (found == 0)
            throw new ImageFault("is empty");
        var joined = new StartedStream(two[..found].ToArray(), file);
        if (found == 2 && two[0] == 0x1f && two[1] == 0x8b)
        {
            using var unpacked = new GZipStream(joined, CompressionMode.Decompress);
            return ReadPlain(unpacked, name);
        }

        return ReadPlain(joined, name);
    }

    private static LabelImage ReadPlain(Stream stream, string name)
    {
        var header = NiftiHeader.Read(stream, out var read);
        var piece = new byte[PieceBytes];
        for (var left = header.DataOffset - read; left > 0;)
        {
            var part = (int)Math.Min(left, piece.Length);
            if (stream.ReadAtLeast(piece.AsSpan(0, part), part, throwOnEndOfStream: false) < part)
                throw new ImageFault("ends before its voxels start");
            left -= part;
        }

        return new LabelImage(name, header.Size, header.Affine, ReadVoxels(stream, header, piece), header.Notes);
    }

    private static List<LabelVoxel> ReadVoxels(Stream stream, NiftiHeader header, byte[] piece)
    {
        List<LabelVoxel> voxels = [];
        var (ni, nj, nk) = header.Size;
        long total = (long)ni * nj * nk, at = 0;
        var width = header.VoxelBytes;
        while (at < total)
        {
            var count = (int)Math.Min(total - at, piece.Length / width);
            var got = stream.ReadAtLeast(piece.AsSpan(0, count * width), count * width, throwOnEndOfStream: false);
            if (got < count * width)
                throw new ImageFault($"ends after {at + (got / width)} of {total} voxels");
            for (var n = 0; n < count; n++, at++)
            {
                var value = (Number(piece.AsSpan(n * width, width), header) * header.Slope) + header.Intercept;
                if (value == 0)
                    continue;
                int i = (int)(at % ni), j = (int)(at / ni % nj), k = (int)(at / ((long)ni * nj));
                if (!double.IsFinite(value))
                    throw new ImageFault($"holds a value that is not a number in voxel ({i}, {j}, {k})");
                if (voxels.Count == ImageLimits.LabelledMax)
                    throw new ImageFault(
                        $"has more than {ImageLimits.LabelledMax} voxels that are not zero; a segmentation is wanted, not the scan itself");
                voxels.Add(new LabelVoxel(i, j, k, value));
            }
        }

        return voxels;
    }

    private static double Number(ReadOnlySpan<byte> bytes, NiftiHeader header)
    {
        var little = header.IsLittle;
        return header.Type switch
        {
            VoxelType.UInt8 => bytes[0],
            VoxelType.Int8 => (sbyte)bytes[0],
            VoxelType.Int16 => little ? BinaryPrimitives.ReadInt16LittleEndian(bytes) : BinaryPrimitives.ReadInt16BigEndian(bytes),
            VoxelType.UInt16 => little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes),
            VoxelType.Int32 => little ? BinaryPrimitives.ReadInt32LittleEndian(bytes) : BinaryPrimitives.ReadInt32BigEndian(bytes),
            VoxelType.UInt32 => little ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes),
            VoxelType.Int64 => little ? BinaryPrimitives.ReadInt64LittleEndian(bytes) : BinaryPrimitives.ReadInt64BigEndian(bytes),
            VoxelType.UInt64 => little ? BinaryPrimitives.ReadUInt64LittleEndian(bytes) : BinaryPrimitives.ReadUInt64BigEndian(bytes),
            VoxelType.Float32 => little ? BinaryPrimitives.ReadSingleLittleEndian(bytes) : BinaryPrimitives.ReadSingleBigEndian(bytes),
            _ => little ? BinaryPrimitives.ReadDoubleLittleEndian(bytes) : BinaryPrimitives.ReadDoubleBigEndian(bytes),
        };
    }

    /// <summary>Gives back the bytes that were looked at before the rest of a stream.</summary>
    private sealed class StartedStream(byte[] start, Stream rest) : Stream
    {
        private int _at;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            if (_at == start.Length)
                return rest.Read(buffer);
            var part = Math.Min(buffer.Length, start.Length - _at);
            start.AsSpan(_at, part).CopyTo(buffer);
            _at += part;
            return part;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
