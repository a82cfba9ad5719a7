using System.Text;
using Epidura.Field.Files;

namespace Epidura.Field.Tests;

public class VtkFileTests
{
    private static readonly FieldVolume Small = new(
        [0, 1e-3, 3e-3], [-1e-3, 2e-3], [0.5, 0.6], ["left & right.1", "b.2"],
        [[.. Enumerable.Range(0, 12).Select(n => n * 0.25f)], [.. Enumerable.Range(0, 12).Select(n => -n * 1e-3f)]]);

    [Fact]
    public void What_was_written_is_read_back_bit_by_bit()
    {
        using var stream = new MemoryStream();
        VtkFile.Write(Small, stream);
        stream.Position = 0;
        var read = VtkFile.Read(stream);
        Assert.Equal(Small.X, read.X);
        Assert.Equal(Small.Y, read.Y);
        Assert.Equal(Small.Z, read.Z);
        Assert.Equal(Small.Names, read.Names);
        Assert.Equal(Small.Values[0], read.Values[0]);
        Assert.Equal(Small.Values[1], read.Values[1]);
    }

    [Fact]
    public void A_volume_of_a_field_holds_the_resistance_inside_the_metal()
    {
        var fields = SmallProblem.Solve(SmallProblem.Of(SmallProblem.Rod()));
        var volume = FieldVolume.Of(fields);
        var array = volume.ToArray();
        Assert.Equal([3, volume.Z.Count, volume.Y.Count, volume.X.Count], array.Shape);
        Assert.Equal(fields.AccessResistance[1, 1], volume.Values[1].Max(), fields.AccessResistance[1, 1] * 1e-5);
        Assert.Equal(volume.Values[2][17], (float)array.Values[(2 * volume.Values[0].Length) + 17]);
    }

    [Theory]
    [InlineData("<a/>", "the file has 0 coordinates")]
    [InlineData("<VTKFile type=\"ImageData\"/>", "type is ImageData; allowed is RectilinearGrid")]
    [InlineData("not XML", "not a VTK file")]
    public void What_is_no_such_file_is_refused(string text, string says)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        Assert.Contains(says, Assert.Throws<InvalidDataException>(() => VtkFile.Read(stream)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_array_of_another_length_than_it_states_is_refused()
    {
        using var stream = new MemoryStream();
        VtkFile.Write(Small, stream);
        var text = Encoding.UTF8.GetString(stream.ToArray()).Replace("\">MAAAAAAAAAA", "\">MQAAAAAAAAA", StringComparison.Ordinal);
        using var changed = new MemoryStream(Encoding.UTF8.GetBytes(text));
        Assert.Contains(
            "not the length it states", Assert.Throws<InvalidDataException>(() => VtkFile.Read(changed)).Message, StringComparison.Ordinal);
    }
}
