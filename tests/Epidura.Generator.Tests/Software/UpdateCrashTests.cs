using Epidura.Generator.Commands;
using Epidura.Generator.Engine;
using Epidura.Generator.Memory;
using Epidura.Generator.Software;
using Epidura.Generator.Tests.Memory;
using Xunit.Abstractions;

namespace Epidura.Generator.Tests.Software;

/// <summary>Power lost anywhere in an update: afterwards one whole software runs, the old one or the new one, and no setting is
/// touched.</summary>
[Trait("Requirement", "I-40")]
[Trait("Requirement", "H-20")]
public class UpdateCrashTests(ITestOutputHelper output)
{
    private const string Old = "1.1", New = "1.2";
    private static readonly byte[] Fit = UpdateBench.Image(New, 60);
    private static readonly byte[] Unfit = UpdateBench.UnfitImage(New);
    private static readonly (byte[] Memory, byte[] Banks) Before = Prepared();

    /// <summary>What a client knows when power fails.</summary>
    private enum Known
    {
        NotActivated,
        Asked,
        Acknowledged,
    }

    private static (byte[] Memory, byte[] Banks) Prepared()
    {
        var bench = new UpdateBench().Updated("1.0").Updated(Old);
        return (((MemoryBlockStore)bench.Memory).Bytes.ToArray(), ((MemoryBlockStore)bench.Software).Bytes.ToArray());
    }

    /// <summary>Start, update, start again on one power; the stores afterwards and what was acknowledged.</summary>
    private static (byte[] Memory, byte[] Banks, Known Known, long Written) Play(
        byte[] memory, byte[] banks, byte[] image, long cut, int seed, int steps = int.MaxValue)
    {
        var power = new Power(cut);
        var stores = (Memory: new CrashingBlockStore(memory, power, seed),
            Banks: new CrashingBlockStore(banks, power, unchecked(seed + 1)));
        var bench = new UpdateBench(stores.Memory, stores.Banks);
        var known = Known.NotActivated;
        foreach (var command in bench.Commands(image))
        {
            if (steps-- <= 0)
            {
                power.Cut();
                break;
            }

            var isLast = command is Command.UpdateActivate;
            known = isLast ? Known.Asked : known;
            if (!bench.Ask(command).IsAccepted)
                break;
            known = isLast ? Known.Acknowledged : known;
        }

        if (known == Known.Acknowledged && steps > 0)
            bench.Restart();
        return (stores.Memory.AfterPowerLoss(), stores.Banks.AfterPowerLoss(), known, power.Written);
    }

    /// <summary>After the next start: exactly one whole software, which is the old or the new one, as it was acknowledged.</summary>
    private static UpdateBench Judge(byte[] memory, byte[] banks, byte[] image, Known known, string where)
    {
        var bench = new UpdateBench(new MemoryBlockStore(memory), new MemoryBlockStore(banks));
        var now = bench.Now;
        var version = now.Version.ToString();
        Assert.True(version is Old or New, $"{where}: software {version}");
        Assert.False(now.IsTrial, where);
        var active = banks.AsSpan(SoftwareMap.Bank(now.Bank), SoftwareImage.LengthMax);

        // Power that fails in three starts in a row ends the trial too.
        var isOver = now.Outcome == UpdateOutcome.NotConfirmed;
        var length = SoftwareImage.HeaderLength + BitConverter.ToInt32(active[16..]) + SoftwareImage.SignatureLength;
        Assert.True(SoftwareImage.IsSigned(active[..length], UpdateBench.Configuration.MakerKey.Span), $"{where}: not whole");
        Assert.True(SoftwareImage.Read(active[..length])!.Version == now.Version, $"{where}: another version than said");
        if (ReferenceEquals(image, Unfit))
        {
            Assert.True(version == Old, $"{where}: unfit software stays");
            Assert.True(known != Known.Acknowledged || isOver || now.Outcome == UpdateOutcome.SelfTestFailed, $"{where}: {now.Outcome}");
        }
        else
        {
            Assert.True(known != Known.Acknowledged || version == New || isOver, $"{where}: an acknowledged activation is lost");
            Assert.True(known != Known.NotActivated || version == Old, $"{where}: activated without being asked");
        }

        Assert.True(
            UpdateBench.Settings(memory).AsSpan().SequenceEqual(UpdateBench.Settings(Before.Memory)), $"{where}: a setting changed");
        var status = bench.Device.Status();
        Assert.True(status.State == TherapyState.Off && bench.Device.State.AmplitudeNanoampere(0) == 0, $"{where}: {status.Reason}");
        Assert.True(
            status is { SelectedProgram: 3, StoredPrograms: 9 } && status.Latches.HasFlag(Latches.AutoResume), $"{where}: {status}");
        return bench;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Requirement", "T7")]
    public void Power_lost_at_every_byte_of_an_update_leaves_one_whole_software(bool isFit)
    {
        var image = isFit ? Fit : Unfit;
        var whole = Play(Before.Memory, Before.Banks, image, long.MaxValue, 0).Written;
        var counts = new int[3];
        for (long cut = 0; cut <= whole; cut++)
        {
            var (memory, banks, known, _) = Play(Before.Memory, Before.Banks, image, cut, (int)cut);
            Judge(memory, banks, image, known, $"byte {cut} of {whole}");
            counts[(int)known]++;
        }

        var line = FormattableString.Invariant($"power cut at every byte of an update ({(isFit ? "fit" : "unfit")} image): ")
            + FormattableString.Invariant($"{whole + 1} cuts, ")
            + FormattableString.Invariant($"{counts[0]} before the activation, {counts[1]} in it, {counts[2]} after its acknowledgement: ")
            + "0 without a whole software, 0 acknowledged lost, 0 settings changed";
        output.WriteLine(line);
        Ledger.Write(isFit ? "generator-update-cuts" : "generator-update-cuts-unfit", line);
        Assert.All(counts, count => Assert.True(count > 0));
    }

    [Fact]
    public void Power_lost_at_each_percent_of_the_transfer_leaves_the_old_software_and_the_update_can_be_sent_again()
    {
        var image = UpdateBench.Image(New, 12_000);
        var commands = new UpdateBench().Commands(image).Count();
        for (var percent = 0; percent <= 100; percent++)
        {
            var steps = commands * percent / 100;
            var (memory, banks, known, _) = Play(Before.Memory, Before.Banks, image, long.MaxValue, percent, steps);
            var bench = Judge(memory, banks, image, known, $"{percent} %");
            bench.Updated(New);
        }
    }

    [Fact]
    public void Two_power_losses_one_after_the_other_leave_one_whole_software() => DoubleCuts(31, 500, "short");

    [Fact]
    [Trait("Category", "Campaign")]
    public void Fifty_thousand_double_power_losses_leave_one_whole_software() => DoubleCuts(1_000_031, 50_000, "long");

    /// <summary>The second cut falls into the start after the first, or into the update sent again.</summary>
    private void DoubleCuts(int seed, int count, string name)
    {
        long acknowledged = 0, interrupted = 0;
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = 2 }, n =>
        {
            var random = new Random(unchecked(seed + (n * 2)));
            var image = random.Next(2) == 0 ? Fit : Unfit;
            var first = Play(Before.Memory, Before.Banks, image, random.Next(1600), random.Next());
            var power = new Power(random.Next(400));
            var stores = (Memory: new CrashingBlockStore(first.Memory, power, random.Next()),
                Banks: new CrashingBlockStore(first.Banks, power, random.Next()));
            UpdateBench.Start(stores.Memory, stores.Banks);
            var where = $"seed {seed}, draw {n}";
            Judge(stores.Memory.AfterPowerLoss(), stores.Banks.AfterPowerLoss(), image, first.Known, where + ", cut in the start");
            Judge((byte[])first.Memory.Clone(), (byte[])first.Banks.Clone(), image, first.Known, where + ", first cut");
            var second = Play(stores.Memory.AfterPowerLoss(), stores.Banks.AfterPowerLoss(), Fit, random.Next(1600), random.Next());
            var known = (Known)Math.Max((int)second.Known, ReferenceEquals(image, Fit) ? (int)first.Known : 0);
            Judge(second.Memory, second.Banks, Fit, known, where + ", second cut");
            Interlocked.Add(ref acknowledged, (first.Known == Known.Acknowledged ? 1 : 0) + (second.Known == Known.Acknowledged ? 1 : 0));
            Interlocked.Add(ref interrupted, (first.Known == Known.Asked ? 1 : 0) + (second.Known == Known.Asked ? 1 : 0));
        });
        var line = FormattableString.Invariant($"double power losses in an update ({name}): {count} draws of seed {seed}, ")
            + FormattableString.Invariant($"{acknowledged} acknowledged activations, {interrupted} under way at a cut: ")
            + "0 without a whole software, "
            + "0 acknowledged lost, 0 settings changed";
        output.WriteLine(line);
        Ledger.Write("generator-update-double-cuts-" + name, line);
        Assert.True(acknowledged > count / 10 && interrupted > count / 50, line);
    }

    /// <summary>The control: on a medium that reports flushes it does not do, the same judge finds a loss.</summary>
    [Fact]
    public void A_medium_that_lies_about_its_flushes_is_found()
    {
        var found = 0;
        for (var seed = 0; seed < 40 && found == 0; seed++)
        {
            var bench = new UpdateBench(new MemoryBlockStore((byte[])Before.Memory.Clone()), new LyingStore(Before.Banks, seed));
            var known = bench.Send(Fit).IsAccepted ? Known.Acknowledged : Known.Asked;
            var banks = ((LyingStore)bench.Software).AfterPowerLoss();
            try
            {
                Judge(((MemoryBlockStore)bench.Memory).Bytes.ToArray(), banks, Fit, known, "lying store");
            }
            catch (Xunit.Sdk.XunitException)
            {
                found++;
            }
        }

        Assert.True(found > 0, "the harness cannot fail");
    }

    private sealed class LyingStore(byte[] durable, int seed) : IBlockStore
    {
        private readonly CrashingBlockStore _inner = new(durable, long.MaxValue, seed);

        public int Length => _inner.Length;

        public byte[] AfterPowerLoss() => _inner.AfterPowerLoss();

        public bool Read(int address, Span<byte> destination) => _inner.Read(address, destination);

        public bool Write(int address, ReadOnlySpan<byte> bytes) => _inner.Write(address, bytes);

        public bool Flush() => true;
    }
}
