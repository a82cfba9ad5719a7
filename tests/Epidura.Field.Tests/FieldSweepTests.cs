using Epidura.Anatomy.Placement;
using Epidura.Field.Accuracy;
using Epidura.Field.Sweeps;

namespace Epidura.Field.Tests;

public class FieldSweepTests
{
    [Fact]
    public void A_sweep_agrees_with_fresh_solves_in_fewer_iterations()
    {
        var sweep = new FieldSweep(0);
        foreach (var shift in new[] { 0, 0.5e-3, 1e-3 })
        {
            var problem = Moved(shift);
            var swept = sweep.Next(problem, SmallProblem.Sizes, null, CancellationToken.None);
            var fresh = SmallProblem.Solve(problem, 0);
            var difference = FieldAccuracy.Compare(problem, swept, fresh);
            Assert.True(swept.Diagnostics.Converged);
            Assert.True(difference.Threshold < 0.005, $"threshold differs by {difference.Threshold}");
            Assert.True(difference.SecondDifference < 0.01, $"second difference differs by {difference.SecondDifference}");
            Assert.True(swept.Diagnostics.Iterations < fresh.Diagnostics.Iterations);
        }
    }

    [Fact]
    public void Bits_of_a_sweep_do_not_depend_on_the_number_of_threads()
    {
        LeadFields Last(int threads)
        {
            var sweep = new FieldSweep(threads);
            sweep.Next(Moved(0), SmallProblem.Sizes, null, CancellationToken.None);
            return sweep.Next(Moved(1e-3), SmallProblem.Sizes, null, CancellationToken.None);
        }

        var (one, three) = (Last(1), Last(3));
        for (var n = 0; n < 3; n++)
            Assert.True(one.Potentials[n].AsSpan().SequenceEqual(three.Potentials[n]));
    }

    [Fact]
    public void A_store_gives_the_bits_of_a_sweep_again_and_the_sweep_goes_on_from_there()
    {
        LeadFields[] Run(IFieldStore? store, params double[] shifts)
        {
            var sweep = new FieldSweep(0, store);
            return [.. shifts.Select(shift => sweep.Next(Moved(shift), SmallProblem.Sizes, null, CancellationToken.None))];
        }

        var store = new Memory();
        var plain = Run(null, 0, 0.5e-3, 1e-3);
        var first = Run(store, 0, 0.5e-3);
        Assert.Equal(2, store.Written);
        var longer = Run(store, 0, 0.5e-3, 1e-3);
        Assert.Equal(3, store.Written);
        for (var n = 0; n < 3; n++)
        {
            Assert.True(plain[2].Potentials[n].AsSpan().SequenceEqual(longer[2].Potentials[n]));
            Assert.True(first[1].Potentials[n].AsSpan().SequenceEqual(longer[1].Potentials[n]));
        }
    }

    [Fact]
    public void Other_contacts_than_before_are_refused()
    {
        var sweep = new FieldSweep(0);
        sweep.Next(Moved(0), SmallProblem.Sizes, null, CancellationToken.None);
        Assert.Throws<ArgumentException>(
            () => sweep.Next(SmallProblem.Of(SmallProblem.Rod(contacts: 2)), SmallProblem.Sizes, null, CancellationToken.None));
    }

    private static FieldProblem Moved(double shift)
    {
        var rod = SmallProblem.Rod();
        return SmallProblem.Of(new PlacedLead(rod.Id, rod.Model, [.. rod.Axis.Select(p => p with { Z = p.Z + shift })], rod.Encapsulation));
    }

    private sealed class Memory : IFieldStore
    {
        private readonly Dictionary<string, byte[]> _values = [];

        public int Written { get; private set; }

        public bool TryRead(string key, Func<Stream, bool> read) =>
            _values.TryGetValue(key, out var bytes) && read(new MemoryStream(bytes));

        public void Write(string key, Action<Stream> write)
        {
            using var stream = new MemoryStream();
            write(stream);
            _values[key] = stream.ToArray();
            Written++;
        }
    }
}
