using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Xml;

namespace Epidura.Field.Files;

/// <summary>Lead fields as a rectilinear grid in the XML format of the Visualization Toolkit (extension .vtr), which ParaView
/// opens.</summary>
/// <remarks>
/// Version 1.0, little endian, 64-bit headers, arrays in line as base64 of their length in bytes and their bytes. Coordinates in m as
/// 64-bit, potentials in V/A as 32-bit point data.
/// Checked by VtkFileTests against the reader below and by <c>bench/peers/vtk/run.sh</c> against the toolkit itself.
/// </remarks>
public static class VtkFile
{
    private const long BytesMax = 1L << 31;

    /// <summary>Writes a volume.</summary>
    /// <param name="volume">What to write.</param>
    /// <param name="stream">Where to; left open.</param>
    public static void Write(FieldVolume volume, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(volume);
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        var extent = $"0 {volume.X.Count - 1} 0 {volume.Y.Count - 1} 0 {volume.Z.Count - 1}";
        writer.WriteLine("<?xml version=\"1.0\"?>");
        writer.WriteLine("<VTKFile type=\"RectilinearGrid\" version=\"1.0\" byte_order=\"LittleEndian\" header_type=\"UInt64\">");
        writer.WriteLine($"<RectilinearGrid WholeExtent=\"{extent}\">\n<Piece Extent=\"{extent}\">\n<PointData>");
        for (var n = 0; n < volume.Values.Count; n++)
            WriteArray(writer, "Float32", $"{volume.Names[n]} V/A", MemoryMarshal.AsBytes(volume.Values[n].AsSpan()));
        writer.WriteLine("</PointData>\n<Coordinates>");
        WriteAxis(writer, "x", volume.X);
        WriteAxis(writer, "y", volume.Y);
        WriteAxis(writer, "z", volume.Z);
        writer.WriteLine("</Coordinates>\n</Piece>\n</RectilinearGrid>\n</VTKFile>");
    }

    /// <summary>Reads what <see cref="Write"/> writes.</summary>
    /// <param name="stream">From the first byte.</param>
    /// <exception cref="InvalidDataException">Not such a file; the message says what is wrong.</exception>
    public static FieldVolume Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, MaxCharactersInDocument = BytesMax };
        List<double[]> axes = [];
        List<string> names = [];
        List<float[]> values = [];
        try
        {
            using var reader = XmlReader.Create(stream, settings);
            while (reader.Read())
            {
                if (reader.NodeType != XmlNodeType.Element)
                    continue;
                if (reader.Name == "VTKFile")
                    CheckHead(reader);
                else if (reader.Name == "DataArray")
                    ReadArray(reader, axes, names, values);
            }
        }
        catch (Exception exception) when (exception is XmlException or FormatException)
        {
            throw new InvalidDataException($"not a VTK file: {exception.Message}", exception);
        }

        if (axes.Count != 3)
            throw new InvalidDataException($"the file has {axes.Count} coordinates; allowed is 3");
        var count = axes[0].Length * axes[1].Length * axes[2].Length;
        return values.Find(array => array.Length != count) is { } odd
            ? throw new InvalidDataException($"an array has {odd.Length} values; the grid has {count} points")
            : new FieldVolume(axes[0], axes[1], axes[2], names, values);
    }

    private static void WriteAxis(StreamWriter writer, string name, IReadOnlyList<double> places) =>
        WriteArray(writer, "Float64", name, MemoryMarshal.AsBytes<double>(places.ToArray()));

    private static void WriteArray(StreamWriter writer, string type, string name, ReadOnlySpan<byte> bytes)
    {
        var block = new byte[sizeof(ulong) + bytes.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(block, (ulong)bytes.Length);
        bytes.CopyTo(block.AsSpan(sizeof(ulong)));
        writer.Write(string.Create(
            CultureInfo.InvariantCulture,
            $"<DataArray type=\"{type}\" Name=\"{System.Security.SecurityElement.Escape(name)}\" format=\"binary\">"));
        writer.Write(Convert.ToBase64String(block));
        writer.WriteLine("</DataArray>");
    }

    private static void CheckHead(XmlReader reader)
    {
        foreach (var (name, wanted) in new[] { ("type", "RectilinearGrid"), ("byte_order", "LittleEndian"), ("header_type", "UInt64") })
            if (reader.GetAttribute(name) is var found && found != wanted)
                throw new InvalidDataException($"{name} is {found ?? "missing"}; allowed is {wanted}");
    }

    private static void ReadArray(XmlReader reader, List<double[]> axes, List<string> names, List<float[]> values)
    {
        string type = reader.GetAttribute("type") ?? "", name = reader.GetAttribute("Name") ?? "";
        if (reader.GetAttribute("format") != "binary")
            throw new InvalidDataException($"the array {name} is not binary");
        var block = Convert.FromBase64String(reader.ReadElementContentAsString());
        if (block.Length < sizeof(ulong) || BinaryPrimitives.ReadUInt64LittleEndian(block) != (ulong)(block.Length - sizeof(ulong)))
            throw new InvalidDataException($"the array {name} has not the length it states");
        var bytes = block.AsSpan(sizeof(ulong));
        if (type == "Float64")
            axes.Add(MemoryMarshal.Cast<byte, double>(bytes).ToArray());
        else if (type == "Float32")
        {
            names.Add(name.EndsWith(" V/A", StringComparison.Ordinal) ? name[..^4] : name);
            values.Add(MemoryMarshal.Cast<byte, float>(bytes).ToArray());
        }
        else
            throw new InvalidDataException($"the array {name} is {type}; allowed is Float32 or Float64");
    }
}
