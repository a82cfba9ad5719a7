using System.Buffers.Binary;
using System.IO.Compression;
using Epidura.Anatomy.Images;
using Xunit;

namespace Epidura.Anatomy.Tests.Images;

public sealed class NiftiReaderTests
{
    private static readonly (int, int, int) Size = (5, 4, 3);
    private static readonly ImageAffine Plain = new([1e-3, 0, 0, -2e-3, 0, 2e-3, 0, 1e-3, 0, 0, 3e-3, -7e-3]);

    public static TheoryData<VoxelType> Types => [.. Enum.GetValues<VoxelType>()];

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_type_in_both_byte_orders_packed_and_not_reads_the_same_numbers(VoxelType type)
    {
        foreach (var isLittle in new[] { true, false })
        {
            foreach (var isPacked in new[] { true, false })
            {
                var image = Read(Write(new NiftiFormat(type, isLittle, isPacked)));

                Assert.Equal(Expected(), image.Voxels);
                Assert.Equal(Size, image.Size);
                Assert.Empty(image.Notes);
                for (var n = 0; n < 12; n++)
                    Assert.Equal(Plain.Rows[n], image.Affine.Rows[n], 1e-9);
            }
        }
    }

    [Fact]
    public void Slope_and_intercept_are_applied_and_a_slope_of_zero_or_not_a_number_means_none()
    {
        var scaled = Read(Write(new NiftiFormat(VoxelType.Int16, Slope: 0.5, Intercept: 3)));
        Assert.Equal(Expected(), scaled.Voxels);

        foreach (var slope in new[] { 0f, float.NaN })
        {
            var bytes = Write(new NiftiFormat(IsPacked: false));
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(112), slope);
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(116), float.NaN);
            Assert.Equal(Expected(), Read(bytes).Voxels);
        }
    }

    [Fact]
    public void The_quaternion_counts_when_there_is_no_matrix()
    {
        // A turn of 90° about z, voxels of 1 × 2 × 3 mm, third axis turned round.
        var bytes = Write(new NiftiFormat(IsPacked: false));
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(252), 1);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(254), 0);
        BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(76), -1);
        BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(264), MathF.Sqrt(0.5f));
        float[] offset = [10, 20, 30];
        for (var n = 0; n < 3; n++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(268 + (4 * n)), offset[n]);
        double[] expected = [0, -2, 0, 10, 1, 0, 0, 20, 0, 0, -3, 30];

        var rows = Read(bytes).Affine.Rows;

        for (var n = 0; n < 12; n++)
            Assert.Equal(expected[n] * 1e-3, rows[n], 1e-9);
    }

    [Fact]
    public void Units_are_taken_from_the_header_and_named_when_it_has_none()
    {
        foreach (var (code, scale, notes) in new[] { (1, 1000.0, 0), (3, 1e-3, 0), (0, 1.0, 1) })
        {
            var bytes = Write(new NiftiFormat(IsPacked: false));
            bytes[123] = (byte)code;
            for (var n = 0; n < 12; n++)
                BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(280 + (4 * n)), (float)(1e3 / scale * Plain.Rows[n]));

            var image = Read(bytes);

            Assert.Equal(1e-3, image.Affine.Spacing(0), 1e-9);
            Assert.Equal(notes, image.Notes.Count);
        }
    }

    [Fact]
    public void The_second_version_of_the_format_reads_the_same()
    {
        foreach (var isLittle in new[] { true, false })
        {
            var image = Read(Second(isLittle));
            Assert.Equal(Expected(), image.Voxels);
            Assert.Equal(2e-3, image.Affine.Spacing(1), 1e-12);
        }
    }

    [Fact]
    public void An_affine_and_its_inverse_meet()
    {
        foreach (var (order, sign) in Orientations.All)
        {
            var affine = Orientations.Turned(
                Orientations.Box(order, sign, [-0.02, -0.03, -0.4], [50, 60, 70], [0.5e-3, 0.7e-3, 2e-3]).Affine, 0.3, -0.2);
            var (i, j, k) = affine.IndexOf(affine.At(3, 14.5, 61));
            Assert.Equal((3, 14.5, 61), (Math.Round(i, 9), Math.Round(j, 9), Math.Round(k, 9)));
        }
    }

    public static TheoryData<string, string> Broken => new()
    {
        { "magic", "no NIfTI mark" },
        { "pair", "pair of files" },
        { "first number", "neither 348 nor 540" },
        { "short header", "shorter than a NIfTI header" },
        { "nothing", "is empty" },
        { "truncated", "ends after" },
        { "truncated packed", "ends" },
        { "not packed data", "cannot be unpacked" },
        { "two dimensions", "has 2 dimensions; allowed is 3" },
        { "zero side", "0 voxels along axis 2" },
        { "negative side", "-3 voxels along axis 1" },
        { "huge side", "32000 voxels along axis 1" },
        { "huge volume", "voxels; allowed is" },
        { "four volumes", "holds 4 volumes" },
        { "colours", "type 128" },
        { "bits", "says 16 bits" },
        { "offset", "start at byte" },
        { "offset not a number", "start at byte" },
        { "no orientation", "does not say how it lies in space" },
        { "affine not a number", "not a number" },
        { "singular", "no volume" },
        { "zero voxel", "0 mm along axis 1" },
        { "unit", "unit of length with code 5" },
        { "value not a number", "not a number in voxel (0, 0, 0)" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_broken_file_is_refused_in_one_sentence(string what, string said)
    {
        using var stream = new MemoryStream(Break(what));

        var result = NiftiReader.Read(stream, "cord.nii");

        Assert.Null(result.Image);
        Assert.StartsWith("The image cord.nii ", result.Refusal, StringComparison.Ordinal);
        Assert.Contains(said, result.Refusal, StringComparison.Ordinal);
        Assert.EndsWith(".", result.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void A_packed_file_that_promises_much_and_holds_little_takes_little_memory()
    {
        var bytes = Write(new NiftiFormat(IsPacked: false));
        for (var n = 1; n <= 3; n++)
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(40 + (2 * n)), 512);
        using var stream = new MemoryStream(bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.NotNull(NiftiReader.Read(stream, "cord.nii").Refusal);

        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
    }

    [Fact]
    public void Any_changed_byte_of_a_header_gives_an_image_or_a_sentence()
    {
        var random = new Random(7);
        for (var n = 0; n < 4000; n++)
        {
            var bytes = Write(new NiftiFormat(IsPacked: false));
            for (var changes = 0; changes < 3; changes++)
                bytes[random.Next(352)] = (byte)random.Next(256);
            using var stream = new MemoryStream(bytes);
            var result = NiftiReader.Read(stream, "cord.nii");
            Assert.True(result.Image is null != result.Refusal is null);
        }
    }

    private static double ValueAt(int i, int j, int k) => (i + j + k) % 3 == 0 ? 0 : i + (2 * j) + (5 * k);

    private static List<LabelVoxel> Expected()
    {
        List<LabelVoxel> voxels = [];
        for (var k = 0; k < 3; k++)
            for (var j = 0; j < 4; j++)
                for (var i = 0; i < 5; i++)
                    if (ValueAt(i, j, k) != 0)
                        voxels.Add(new LabelVoxel(i, j, k, ValueAt(i, j, k)));
        return voxels;
    }

    private static byte[] Write(NiftiFormat format)
    {
        using var stream = new MemoryStream();
        NiftiWriter.Write(stream, Size, Plain, ValueAt, format);
        return stream.ToArray();
    }

    private static LabelImage Read(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        var result = NiftiReader.Read(stream, "cord.nii");
        Assert.Null(result.Refusal);
        return result.Image!;
    }

    private static byte[] Second(bool isLittle)
    {
        var bytes = new byte[544 + 60];
        void Put(int at, long value, int width)
        {
            for (var n = 0; n < width; n++)
                bytes[isLittle ? at + n : at + width - 1 - n] = (byte)(value >> (8 * n));
        }

        Put(0, 540, 4);
        "n+2\0\r\n\u001a\n"u8.CopyTo(bytes.AsSpan(4));
        Put(12, 2, 2);
        Put(14, 8, 2);
        long[] sides = [3, 5, 4, 3, 1, 1, 1, 1];
        for (var n = 0; n < 8; n++)
            Put(16 + (8 * n), sides[n], 8);
        Put(168, 544, 8);
        Put(348, 1, 4);
        for (var n = 0; n < 12; n++)
            Put(400 + (8 * n), BitConverter.DoubleToInt64Bits(1e3 * Plain.Rows[n]), 8);
        Put(500, 2, 4);
        var at = 544;
        for (var k = 0; k < 3; k++)
            for (var j = 0; j < 4; j++)
                for (var i = 0; i < 5; i++)
                    bytes[at++] = (byte)ValueAt(i, j, k);
        return bytes;
    }

    private static byte[] Break(string what)
    {
        var bytes = Write(new NiftiFormat(VoxelType.Float32, IsPacked: what == "truncated packed"));
        void Short(int at, short value) => BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(at), value);
        void Single(int at, float value) => BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(at), value);
        switch (what)
        {
            case "magic": bytes[344] = (byte)'x'; break;
            case "pair": bytes[345] = (byte)'i'; break;
            case "first number": bytes[0] = 1; break;
            case "short header": return bytes[..200];
            case "nothing": return [];
            case "truncated": return bytes[..^5];
            case "truncated packed": return bytes[..(bytes.Length / 2)];
            case "not packed data": return [0x1f, 0x8b, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20];
            case "two dimensions": Short(40, 2); break;
            case "zero side": Short(44, 0); break;
            case "negative side": Short(42, -3); break;
            case "huge side": Short(42, 32000); break;
            case "huge volume": Short(42, 4000); Short(44, 4000); Short(46, 4000); break;
            case "four volumes": Short(40, 4); Short(48, 4); break;
            case "colours": Short(70, 128); break;
            case "bits": Short(72, 16); break;
            case "offset": Single(108, 1e9f); break;
            case "offset not a number": Single(108, float.NaN); break;
            case "no orientation": Short(254, 0); break;
            case "affine not a number": Single(284, float.NaN); break;
            case "singular":
                for (var row = 0; row < 3; row++)
                    Single(280 + (16 * row) + 4, BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(280 + (16 * row))));
                break;
            case "zero voxel": Single(280, 0); break;
            case "unit": bytes[123] = 5; break;
            case "value not a number": Single(352, float.NaN); break;
            default: throw new ArgumentOutOfRangeException(nameof(what));
        }

        return bytes;
    }
}
