using Epidura.Cli.Output;

namespace Epidura.Cli.Tests;

public class OutputTests
{
    [Fact]
    public void Files_appear_together_when_all_are_complete()
    {
        using var folder = new ScratchFolder();
        using var files = new OutputFiles();
        files.Add(folder.File("sub/a.txt"), "first");
        files.Add(folder.File("b.txt"), "second");
        Assert.False(File.Exists(folder.File("b.txt")));
        files.Commit();
        Assert.Equal("first", File.ReadAllText(folder.File("sub/a.txt")));
        Assert.Equal("second", File.ReadAllText(folder.File("b.txt")));
        Assert.DoesNotContain(Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories), path => path.EndsWith(".part"));
    }

    [Fact]
    public void A_write_that_fails_half_way_leaves_the_old_file_and_nothing_else()
    {
        using var folder = new ScratchFolder();
        folder.Write("a.txt", "old");
        Assert.Throws<InvalidDataException>(() =>
        {
            using var files = new OutputFiles();
            files.Add(folder.File("a.txt"), stream =>
            {
                stream.WriteByte(1);
                throw new InvalidDataException("half way");
            });
            files.Commit();
        });
        Assert.Equal("old", File.ReadAllText(folder.File("a.txt")));
        Assert.Single(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_store_gives_back_what_it_was_given_and_nothing_else()
    {
        using var folder = new ScratchFolder();
        var store = new FileFieldStore(folder.File("cache"), TimeProvider.System);
        Assert.False(store.TryRead("abc", _ => true));
        store.Write("abc", stream => stream.Write([1, 2, 3]));
        byte[] found = [];
        Assert.True(store.TryRead("abc", stream =>
        {
            found = new byte[stream.Length];
            stream.ReadExactly(found);
            return true;
        }));
        Assert.Equal([1, 2, 3], found);
        Assert.False(store.TryRead("abc", _ => false));
        Assert.Throws<ArgumentException>(() => store.TryRead("../abc", _ => true));
    }

    [Fact]
    public void A_store_over_its_bound_drops_what_was_not_used_for_longest()
    {
        using var folder = new ScratchFolder();
        var time = new StepClock();
        var store = new FileFieldStore(folder.Path, time, bytesMax: 250);
        store.Write("a", stream => stream.Write(new byte[100]));
        File.SetLastWriteTimeUtc(folder.File("a.field"), time.GetUtcNow().UtcDateTime);
        store.Write("b", stream => stream.Write(new byte[100]));
        File.SetLastWriteTimeUtc(folder.File("b.field"), time.GetUtcNow().UtcDateTime);
        Assert.True(store.TryRead("a", _ => true));
        store.Write("c", stream => stream.Write(new byte[100]));
        Assert.Equal(["a.field", "c.field"], Directory.EnumerateFiles(folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_reported_and_stops_nothing()
    {
        using var folder = new ScratchFolder();
        folder.Write("file", "in the way");
        var store = new FileFieldStore(Path.Combine(folder.File("file"), "cache"), TimeProvider.System);
        store.Write("abc", stream => stream.WriteByte(1));
        Assert.NotNull(store.Problem);
    }

    /// <summary>One minute later at every look, long ago.</summary>
    private sealed class StepClock : TimeProvider
    {
        private DateTimeOffset _now = new(2001, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => _now += TimeSpan.FromMinutes(1);
    }
}
