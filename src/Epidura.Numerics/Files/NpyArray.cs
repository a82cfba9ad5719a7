using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Epidura.Numerics.Files;

/// <summary>Number type of a NumPy file.</summary>
public enum NpyType
{
    /// <summary>32-bit floating point, little endian: <c>&lt;f4</c>.</summary>
    Float32,

    /// <summary>64-bit floating point, little endian: <c>&lt;f8</c>.</summary>
    Float64,
}

/// <summary>An array of numbers as NumPy keeps it in a file.</summary>
/// <remarks>
/// Format 1.0 and 2.0 of NumPy's own description (numpy.lib.format): magic, version, length of the header, a header that is a Python
/// dictionary with descr, fortran_order and shape, then the numbers. Read are little and big endian floats of 32 and 64 bits in C and
/// Fortran order; nothing else, above all no pickled objects. Checked by NpyArrayTests.
/// </remarks>
public sealed class NpyArray
{
    /// <summary>Largest number of dimensions.</summary>
    public const int DimensionsMax = 8;

    private const int HeaderMax = 1 << 16;
    private const int Alignment = 64;
    private static readonly byte[] Magic = [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    private readonly int[] _shape;

    /// <summary>Puts a shape on values.</summary>
    /// <param name="shape">Lengths, 0 or more each; none for a single number; at most <see cref="DimensionsMax"/>.</param>
    /// <param name="values">As many as the product of the lengths, last dimension fastest; kept, not copied.</param>
    /// <exception cref="ArgumentException">The number of values is not the product of the lengths.</exception>
    public NpyArray(IReadOnlyList<int> shape, double[] values)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(shape.Count, DimensionsMax, nameof(shape));
        _shape = [.. shape];
        if (_shape.Any(length => length < 0) || Count(_shape) != values.Length)
            throw new ArgumentException($"{values.Length} values do not fill the shape {ShapeText(_shape)}.", nameof(values));
        Values = values;
    }

    /// <summary>Lengths of the dimensions.</summary>
    public IReadOnlyList<int> Shape => _shape;

    /// <summary>All values, last dimension fastest.</summary>
    public double[] Values { get; }

    /// <summary>The shape as Python writes it: <c>(3, 221)</c>.</summary>
    public string ShapeInWords => ShapeText(_shape);

    /// <summary>Reads an array.</summary>
    /// <param name="stream">From the file's first byte; read to the array's last.</param>
    /// <param name="valuesMax">Most values that are accepted.</param>
    /// <exception cref="InvalidDataException">Not such a file, too many values, or it ends too early; the message says what and at which
    /// byte.</exception>
    public static NpyArray Read(Stream stream, long valuesMax = 1 << 27)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var (header, offset) = ReadHeader(stream);
        var (isBig, bytes) = Kind(Entry(header, "descr"));
        var isFortran = Entry(header, "fortran_order") switch
        {
            "True" => true,
            "False" => false,
            var other => throw new InvalidDataException($"byte 10: fortran_order is {other}; allowed is True or False"),
        };
        var shape = ReadShape(Entry(header, "shape"));
        var count = Count(shape);
        if (count > valuesMax)
            throw new InvalidDataException($"byte 10: the shape {ShapeText(shape)} has {count} values; allowed is {valuesMax} or fewer");
        var raw = new byte[count * bytes];
        var got = stream.ReadAtLeast(raw, raw.Length, throwOnEndOfStream: false);
        if (got < raw.Length)
            throw new InvalidDataException(
                $"byte {offset + got}: the file ends after {got / bytes} values; the shape {ShapeText(shape)} needs {count}");
        var values = new double[count];
        for (var i = 0; i < values.Length; i++)
            values[i] = Value(raw.AsSpan(i * bytes, bytes), isBig);
        return new NpyArray(shape, isFortran ? ToLastFastest(values, shape) : values);
    }

    /// <summary>Writes the array in format 1.0, little endian.</summary>
    /// <param name="stream">Where to; left open.</param>
    /// <param name="type">32 bits round to nearest.</param>
    /// <param name="isFortranOrder">Writes the first dimension fastest.</param>
    public void Write(Stream stream, NpyType type = NpyType.Float64, bool isFortranOrder = false)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var isDouble = type == NpyType.Float64;
        var text = $"{{'descr': '{(isDouble ? "<f8" : "<f4")}', 'fortran_order': {(isFortranOrder ? "True" : "False")}, "
            + $"'shape': {ShapeInWords}, }}";
        var length = Magic.Length + 4 + text.Length + 1;
        var padding = (Alignment - (length % Alignment)) % Alignment;
        stream.Write(Magic);
        stream.Write([1, 0]);
        Span<byte> size = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(size, checked((ushort)(text.Length + padding + 1)));
        stream.Write(size);
        stream.Write(Encoding.ASCII.GetBytes(text + new string(' ', padding) + '\n'));
        var ordered = isFortranOrder ? ToFirstFastest(Values, _shape) : Values;
        var raw = new byte[ordered.Length * (isDouble ? sizeof(double) : sizeof(float))];
        for (var i = 0; i < ordered.Length; i++)
        {
            if (isDouble)
                BinaryPrimitives.WriteDoubleLittleEndian(raw.AsSpan(i * sizeof(double)), ordered[i]);
            else
                BinaryPrimitives.WriteSingleLittleEndian(raw.AsSpan(i * sizeof(float)), (float)ordered[i]);
        }

        stream.Write(raw);
    }

    private static (string Header, long Offset) ReadHeader(Stream stream)
    {
        Span<byte> start = stackalloc byte[8];
        if (stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) < start.Length || !start[..6].SequenceEqual(Magic))
            throw new InvalidDataException("byte 0: the file does not begin as a NumPy file does");
        if (start[6] is not (1 or 2) || start[7] != 0)
            throw new InvalidDataException($"byte 6: the format is {start[6]}.{start[7]}; allowed is 1.0 or 2.0");
        Span<byte> size = stackalloc byte[start[6] == 1 ? 2 : 4];
        if (stream.ReadAtLeast(size, size.Length, throwOnEndOfStream: false) < size.Length)
            throw new InvalidDataException("byte 8: the file ends in the length of its header");
        var length = size.Length == 2 ? BinaryPrimitives.ReadUInt16LittleEndian(size) : BinaryPrimitives.ReadUInt32LittleEndian(size);
        if (length > HeaderMax)
            throw new InvalidDataException($"byte 8: the header has {length} bytes; allowed is {HeaderMax} or fewer");
        var header = new byte[length];
        if (stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length)
            throw new InvalidDataException($"byte {start.Length + size.Length}: the file ends in its header");
        return (Encoding.Latin1.GetString(header), start.Length + size.Length + length);
    }

    /// <summary>Value of a key of the header's dictionary, without quotes; commas inside parentheses belong to it.</summary>
    private static string Entry(string header, string key)
    {
        var at = header.IndexOf($"'{key}'", StringComparison.Ordinal);
        var colon = at < 0 ? -1 : header.IndexOf(':', at);
        if (colon < 0)
            throw new InvalidDataException($"byte 10: the header has no {key}");
        var depth = 0;
        for (var i = colon + 1; i < header.Length; i++)
        {
            depth += header[i] switch { '(' or '[' => 1, ')' or ']' => -1, _ => 0 };
            if (depth == 0 && header[i] is ',' or '}')
                return header[(colon + 1)..i].Trim().Trim('\'', '"');
        }

        throw new InvalidDataException($"byte 10: the header's {key} has no end");
    }

    private static (bool IsBig, int Bytes) Kind(string descr) => descr switch
    {
        "<f8" => (false, sizeof(double)),
        "<f4" => (false, sizeof(float)),
        ">f8" => (true, sizeof(double)),
        ">f4" => (true, sizeof(float)),
        _ => throw new InvalidDataException($"byte 10: the numbers are {descr}; allowed is <f8, <f4, >f8 or >f4"),
    };

    private static int[] ReadShape(string text)
    {
        string[] parts = text.StartsWith('(') && text.EndsWith(')')
            ? text[1..^1].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            : throw new InvalidDataException($"byte 10: the shape is {text}; allowed are lengths in parentheses");
        if (parts.Length > DimensionsMax)
            throw new InvalidDataException($"byte 10: the shape has {parts.Length} dimensions; allowed is {DimensionsMax} or fewer");
        return [.. parts.Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            ? length
            : throw new InvalidDataException($"byte 10: the shape holds {part}; allowed are whole numbers from 0"))];
    }

    private static double Value(ReadOnlySpan<byte> raw, bool isBig) => (raw.Length, isBig) switch
    {
        (sizeof(double), false) => BinaryPrimitives.ReadDoubleLittleEndian(raw),
        (sizeof(double), true) => BinaryPrimitives.ReadDoubleBigEndian(raw),
        (_, false) => BinaryPrimitives.ReadSingleLittleEndian(raw),
        (_, true) => BinaryPrimitives.ReadSingleBigEndian(raw),
    };

    private static double[] ToLastFastest(double[] values, int[] shape)
    {
        var result = new double[values.Length];
        Walk(shape, (last, first) => result[last] = values[first]);
        return result;
    }

    private static double[] ToFirstFastest(double[] values, int[] shape)
    {
        var result = new double[values.Length];
        Walk(shape, (last, first) => result[first] = values[last]);
        return result;
    }

    /// <summary>Gives every element's place with the last and with the first dimension fastest.</summary>
    private static void Walk(int[] shape, Action<int, int> visit)
    {
        var total = (int)Count(shape);
        var index = new int[shape.Length];
        for (var last = 0; last < total; last++)
        {
            var (first, stride) = (0, 1);
            for (var d = 0; d < shape.Length; d++)
            {
                first += index[d] * stride;
                stride *= shape[d];
            }

            visit(last, first);
            for (var d = shape.Length - 1; d >= 0 && ++index[d] == shape[d]; d--)
                index[d] = 0;
        }
    }

    private static long Count(int[] shape)
    {
        var count = 1L;
        foreach (var length in shape)
        {
            count *= length;
            if (count > int.MaxValue)
                throw new InvalidDataException($"byte 10: the shape {ShapeText(shape)} has too many values; allowed is {int.MaxValue}");
        }

        return count;
    }

    private static string ShapeText(int[] shape) =>
        shape.Length == 1 ? $"({shape[0]},)" : $"({string.Join(", ", shape)})";
}
