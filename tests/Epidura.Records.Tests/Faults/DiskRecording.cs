namespace Epidura.Records.Tests.Faults;

/// <summary>Everything a workload wrote, in order, with the moments at which an entry was acknowledged.</summary>
internal sealed class DiskRecording : IFileWatcher
{
    private readonly Lock _gate = new();

    public List<DiskStep> Steps { get; } = [];

    public int Before(FileCall call, string path, long offset, ReadOnlySpan<byte> bytes)
    {
        if (call is FileCall.Read or FileCall.Open)
            return 0;
        Add(new DiskStep(call, Path.GetFileName(path), offset, bytes.ToArray(), -1));
        return 0;
    }

    /// <summary>Notes that so many events have been acknowledged.</summary>
    public void Acknowledge(int events) => Add(new DiskStep(FileCall.Read, "", 0, [], events));

    public void Add(DiskStep step)
    {
        lock (_gate)
            Steps.Add(step);
    }
}

/// <summary>One step of a recording: a call, or an acknowledgement.</summary>
internal sealed record DiskStep(FileCall Call, string File, long Offset, byte[] Bytes, int Acknowledged);

/// <summary>A head that is recorded with the database's files.</summary>
internal sealed class RecordedHead(Chains.IHeadMedium inner, DiskRecording recording) : Chains.IHeadMedium
{
    public const string File = "records.head";

    public byte[] Read() => inner.Read();

    public void Write(int offset, ReadOnlySpan<byte> bytes)
    {
        recording.Add(new DiskStep(FileCall.Write, File, offset, bytes.ToArray(), -1));
        inner.Write(offset, bytes);
    }

    public void Flush()
    {
        recording.Add(new DiskStep(FileCall.Sync, File, 0, [], -1));
        inner.Flush();
    }
}

/// <summary>What happens to writes that were not yet synced when the power went.</summary>
internal enum Unsynced
{
    None,
    All,
    Prefix,
    Random,
    Torn,
}

/// <summary>
/// Disks as a power cut may leave them: what was synced is there; of the rest nothing, everything, a prefix, any subset, or any subset with
/// writes torn at 512 bytes. Making, deleting and naming of files are taken as ordered and durable (a limit of the model).
/// </summary>
internal sealed class PowerCuts(IReadOnlyList<DiskStep> steps)
{
    private const int Sector = 512;

    /// <summary>The files after a cut before a step, and how many events were acknowledged before it.</summary>
    public (Dictionary<string, byte[]> Files, int Acknowledged) Cut(int at, Unsynced keep, Random random)
    {
        Dictionary<string, Image> files = [];
        var acknowledged = 0;
        for (var index = 0; index < at; index++)
        {
            var step = steps[index];
            if (step.Acknowledged >= 0)
            {
                acknowledged = step.Acknowledged;
                continue;
            }

            if (step.Call == FileCall.Delete)
            {
                files.Remove(step.File);
                continue;
            }

            if (!files.TryGetValue(step.File, out var image))
                files[step.File] = image = new Image();
            if (step.Call == FileCall.Sync)
                image.Sync();
            else
                image.Waiting.Add(step);
        }

        foreach (var image in files.Values)
            image.Keep(keep, random);
        return (files.ToDictionary(pair => pair.Key, pair => pair.Value.Bytes()), acknowledged);
    }

    private sealed class Image
    {
        private byte[] _bytes = new byte[1 << 16];
        private long _length;

        public List<DiskStep> Waiting { get; } = [];

        public void Sync()
        {
            foreach (var step in Waiting)
                Apply(step, step.Bytes.Length, 0);
            Waiting.Clear();
        }

        public void Keep(Unsynced keep, Random random)
        {
            var prefix = random.Next(Waiting.Count + 1);
            for (var index = 0; index < Waiting.Count; index++)
            {
                var step = Waiting[index];
                var kept = keep switch
                {
                    Unsynced.None => false,
                    Unsynced.All => true,
                    Unsynced.Prefix => index < prefix,
                    _ => random.Next(2) == 0,
                };
                if (!kept)
                    continue;
                var sectors = (step.Bytes.Length + Sector - 1) / Sector;
                if (keep != Unsynced.Torn || sectors < 2)
                    Apply(step, step.Bytes.Length, 0);
                else if (random.Next(2) == 0)
                    Apply(step, random.Next(1, sectors) * Sector, 0);
                else
                    Apply(step, step.Bytes.Length, random.Next(1, sectors) * Sector);
            }
        }

        public byte[] Bytes() => _bytes[..(int)_length];

        /// <summary>Applies bytes of a write from an index up to an index.</summary>
        private void Apply(DiskStep step, int until, int from)
        {
            if (step.Call == FileCall.Truncate)
            {
                if (step.Offset < _length)
                    Array.Clear(_bytes, (int)step.Offset, (int)(_length - step.Offset));
                Grow(step.Offset);
                _length = step.Offset;
                return;
            }

            Grow(step.Offset + until);
            step.Bytes.AsSpan(from, until - from).CopyTo(_bytes.AsSpan((int)step.Offset + from));
            _length = Math.Max(_length, step.Offset + until);
        }

        private void Grow(long length)
        {
            if (length > _bytes.Length)
                Array.Resize(ref _bytes, (int)Math.Max(length, _bytes.Length * 2L));
        }
    }
}
