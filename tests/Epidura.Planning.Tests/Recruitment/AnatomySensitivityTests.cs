using Epidura.Anatomy;
using Epidura.Anatomy.Levels;
using Epidura.Field;
using Epidura.Planning.Verification;

namespace Epidura.Planning.Tests.Recruitment;

public class AnatomySensitivityTests
{
    private static AssumedRange Number(string name) => AssumedRange.All.Single(n => n.Name == name);

    [Fact]
    public void A_number_of_the_roots_moves_thresholds_without_another_field_and_one_of_the_paddle_is_left_out()
    {
        var store = new CountingStore();
        var rows = AnatomySensitivity.Run(
            [Number("root_column_depth_max_mm"), Number("paddle_plate_mm"), Number("lead_gap_mm")], [VertebralLevel.T9],
            FieldQuality.Draft, store, 0, null, CancellationToken.None);
        Assert.Equal(["root_column_depth_max_mm", "lead_gap_mm"], rows.Select(r => r.Number.Name));

        // One field for the base and both ends of the root's depth, one for the lead off the dura; its low end is the value in use.
        Assert.Equal(2, store.Writes);
        Assert.True(rows[0].Low != rows[0].Base || rows[0].High != rows[0].Base);
        Assert.Equal(rows[1].Base, rows[1].Low);
        Assert.InRange(rows[1].High.Perception / rows[1].Base.Perception, 1.01, 1.5);
        Assert.InRange(rows[1].Base.Perception, 0.5e-3, 15e-3);

        // The depth at which roots run inside the column is nothing to the column's own fibres.
        Assert.Equal(rows[0].Base.Column, rows[0].High.Column);
        Assert.NotEqual(rows[0].Base.Perception, rows[0].High.Perception);
        Assert.True(rows[0].Base.Column >= rows[0].Base.Perception);
    }

    private sealed class CountingStore : IFieldStore
    {
        private readonly Dictionary<string, byte[]> _kept = [];

        public int Writes => _kept.Count;

        public bool TryRead(string key, Func<Stream, bool> read) =>
            _kept.TryGetValue(key, out var bytes) && read(new MemoryStream(bytes, false));

        public void Write(string key, Action<Stream> write)
        {
            using var stream = new MemoryStream();
            write(stream);
            _kept[key] = stream.ToArray();
        }
    }
}
