namespace Epidura.Field.Tests;

public class LeadFieldCacheTests
{
    [Fact]
    public void Stored_fields_have_the_bits_of_fresh_ones()
    {
        var problem = SmallProblem.Of(SmallProblem.Rod(contacts: 1));
        var fresh = SmallProblem.Solve(problem);
        using var stream = new MemoryStream();
        LeadFieldCache.Write(fresh, stream);
        stream.Position = 0;
        var read = LeadFieldCache.Read(problem, stream);
        Assert.NotNull(read);
        Assert.Equal(fresh.Diagnostics, read.Diagnostics);
        double[] a = new double[41], b = new double[41];
        fresh.Sample(SmallProblem.Fibre(), a);
        read.Sample(SmallProblem.Fibre(), b);
        Assert.Equal(a, b);
        Assert.Equal(fresh.AccessResistance[0, 0], read.AccessResistance[0, 0]);
    }

    [Fact]
    public void A_cut_or_foreign_stream_is_not_used()
    {
        var problem = SmallProblem.Of(SmallProblem.Rod(contacts: 1));
        using var stream = new MemoryStream();
        LeadFieldCache.Write(SmallProblem.Solve(problem), stream);
        Assert.Null(LeadFieldCache.Read(problem, new MemoryStream(stream.ToArray()[..(int)(stream.Length / 2)])));
        Assert.Null(LeadFieldCache.Read(problem, new MemoryStream(new byte[400])));
        Assert.Null(LeadFieldCache.Read(SmallProblem.Of(SmallProblem.Rod()), new MemoryStream(stream.ToArray())));
    }

    [Fact]
    public void The_hash_changes_with_everything_the_field_depends_on()
    {
        var problem = SmallProblem.Of(SmallProblem.Rod());
        FieldProblem[] others =
        [
            problem with { Quality = FieldQuality.Fine },
            problem with { Conductivities = SmallProblem.Preset(0.031) },
            problem with { Box = problem.Box with { XMax = 31e-3 } },
            SmallProblem.Of(SmallProblem.Rod(yaw: 0.01)),
            SmallProblem.Of(SmallProblem.Rod(scar: 0.2e-3)),
            SmallProblem.Of(SmallProblem.Rod(contacts: 2)),
            SmallProblem.Of(SmallProblem.Paddle()),
        ];
        Assert.Equal(problem.ContentHash, SmallProblem.Of(SmallProblem.Rod()).ContentHash);
        Assert.Equal(others.Length + 1, others.Append(problem).Select(p => p.ContentHash).Distinct().Count());
    }

    [Fact]
    public void A_second_request_is_read_from_the_store()
    {
        var store = new MemoryStore();
        var problem = SmallProblem.Of(SmallProblem.Rod(contacts: 1));
        store.Write(problem.ContentHash, stream => LeadFieldCache.Write(SmallProblem.Solve(problem), stream));
        var stages = new List<string>();
        var fields = LeadFieldCache.GetOrSolve(problem, store, 1, new Stages(stages), CancellationToken.None);
        Assert.Equal(["field: from the store"], stages);
        Assert.True(fields.AccessResistance[0, 0] > 0);
    }

    private sealed class Stages(List<string> into) : IProgress<FieldProgress>
    {
        public void Report(FieldProgress value) => into.Add(value.Stage);
    }

    private sealed class MemoryStore : IFieldStore
    {
        private readonly Dictionary<string, byte[]> _items = [];

        public bool TryRead(string key, Func<Stream, bool> read) => _items.TryGetValue(key, out var bytes) && read(new MemoryStream(bytes));

        public void Write(string key, Action<Stream> write)
        {
            using var stream = new MemoryStream();
            write(stream);
            _items[key] = stream.ToArray();
        }
    }
}
