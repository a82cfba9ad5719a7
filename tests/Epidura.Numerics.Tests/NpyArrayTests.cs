using System.Text;
using Epidura.Numerics.Files;

namespace Epidura.Numerics.Tests;

public class NpyArrayTests
{
    [Fact]
    public void What_is_written_is_read_back_in_both_types_and_orders()
    {
        var random = new Random(6);
        for (var i = 0; i < 40; i++)
        {
            int[] shape = [.. Enumerable.Range(0, random.Next(0, 5)).Select(_ => random.Next(i % 7 == 0 ? 0 : 1, 5))];
            double[] values = [.. Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b)).Select(_ => (float)(random.NextDouble() - 0.5))];
            foreach (var type in Enum.GetValues<NpyType>())
            {
                foreach (var isFortran in (bool[])[false, true])
                {
                    var back = NpyArray.Read(Written(new NpyArray(shape, values), type, isFortran));
                    Assert.Equal(shape, back.Shape);
                    Assert.Equal(values, back.Values);
                }
            }
        }
    }

    [Fact]
    public void The_bytes_are_those_of_numpy()
    {
        // numpy.save of array([[1., 2., 3.], [4., 5., 6.]]): header padded to 128 bytes, then six little-endian doubles.
        var bytes = Written(new NpyArray([2, 3], [1, 2, 3, 4, 5, 6]), NpyType.Float64, false).ToArray();
        Assert.Equal(128 + 48, bytes.Length);
        Assert.Equal([0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0, 0x76, 0], bytes[..10]);
        var header = "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }";
        Assert.Equal(header.PadRight(117) + "\n", Encoding.ASCII.GetString(bytes[10..128]));
        Assert.Equal([0, 0, 0, 0, 0, 0, 0xF0, 0x3F, 0, 0, 0, 0, 0, 0, 0, 0x40], bytes[128..144]);
    }

    [Fact]
    public void Fortran_order_big_endian_and_format_2_are_read()
    {
        var header = "{'descr': '>f4', 'fortran_order': True, 'shape': (2, 3), }\n";
        byte[] bytes =
        [
            0x93, .. "NUMPY"u8, 2, 0, (byte)header.Length, 0, 0, 0, .. Encoding.ASCII.GetBytes(header),
            .. ((float[])[1, 4, 2, 5, 3, 6]).SelectMany(v => BitConverter.GetBytes(v).Reverse()),
        ];
        var array = NpyArray.Read(new MemoryStream(bytes));
        Assert.Equal("(2, 3)", array.ShapeInWords);
        Assert.Equal([1, 2, 3, 4, 5, 6], array.Values);
    }

    [Theory]
    [InlineData("not a numpy file", "byte 0: the file does not begin as a NumPy file does")]
    [InlineData("", "byte 0")]
    [InlineData("\u0093NUMPY\u0003\u0000", "byte 6: the format is 3.0; allowed is 1.0 or 2.0")]
    [InlineData("\u0093NUMPY\u0001\u0000\u00FF", "byte 8: the file ends in the length of its header")]
    [InlineData("\u0093NUMPY\u0001\u0000\u00FF\u0000{'descr'", "byte 10: the file ends in its header")]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", "the numbers are |O; allowed is <f8")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }", "the file ends after 0 values; the shape (2,) needs 2")]
    [InlineData("{'descr': '<f8', 'fortran_order': maybe, 'shape': (2,), }", "fortran_order is maybe")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, }", "the header has no shape")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (-1,), }", "the shape holds -1")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (99999, 99999), }", "too many values")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (9999, 9999), }", "allowed is 1000 or fewer")]
    public void What_is_no_array_of_numbers_is_refused_with_its_place(string text, string says)
    {
        var body = Encoding.Latin1.GetBytes(text);
        byte[] bytes = text.StartsWith('{') ? [0x93, .. "NUMPY"u8, 1, 0, (byte)body.Length, 0, .. body] : body;
        var refusal = Assert.Throws<InvalidDataException>(() => NpyArray.Read(new MemoryStream(bytes), 1000));
        Assert.Contains(says, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Random_bytes_after_the_magic_never_do_worse_than_a_refusal()
    {
        var random = new Random(12);
        var good = Written(new NpyArray([3], [1, 2, 3]), NpyType.Float64, false).ToArray();
        for (var i = 0; i < 2000; i++)
        {
            var bytes = good[..random.Next(1, good.Length)];
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                Assert.InRange(NpyArray.Read(new MemoryStream(bytes), 1000).Values.Length, 0, 1000);
            }
            catch (InvalidDataException refusal)
            {
                Assert.StartsWith("byte ", refusal.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void A_shape_that_the_values_do_not_fill_is_a_bug() =>
        Assert.Throws<ArgumentException>(() => new NpyArray([2, 2], [1, 2, 3]));

    private static MemoryStream Written(NpyArray array, NpyType type, bool isFortran)
    {
        var stream = new MemoryStream();
        array.Write(stream, type, isFortran);
        stream.Position = 0;
        return stream;
    }
}
