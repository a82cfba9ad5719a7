using System.Security.Cryptography;
using Epidura.Generator.Software;

namespace Epidura.Generator.Tests.Software;

[Trait("Requirement", "I-40")]
public class SoftwareImageTests
{
    private static readonly byte[] Key = UpdateBench.Maker.ExportSubjectPublicKeyInfo();

    [Fact]
    public void An_image_reads_back_and_its_manifest_is_that_of_the_running_program()
    {
        var bytes = UpdateBench.Image("2.7");
        var image = SoftwareImage.Read(bytes)!;
        Assert.Equal("2.7", image.Version.ToString());
        Assert.Equal(bytes.Length, image.Length);
        Assert.Equal(SelfTestCheck.None, image.Manifest!.Compare(SoftwareManifest.Running));
        Assert.True(SoftwareImage.IsSigned(bytes, Key));
    }

    [Fact]
    public void Every_flipped_bit_breaks_shape_or_signature()
    {
        var bytes = UpdateBench.Image(rest: 3);
        for (var bit = 0; bit < 8 * bytes.Length; bit++)
        {
            var forged = (byte[])bytes.Clone();
            forged[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(SoftwareImage.Read(forged) is not null && SoftwareImage.IsSigned(forged, Key), $"bit {bit}");
        }
    }

    [Fact]
    public void Every_length_but_the_right_one_is_no_image()
    {
        var bytes = UpdateBench.Image(rest: 3);
        for (var length = 0; length < bytes.Length; length++)
            Assert.Null(SoftwareImage.Read(bytes.AsSpan(0, length)));
        Assert.Null(SoftwareImage.Read([.. bytes, 0]));
        Assert.Throws<ArgumentException>(() => UpdateBench.Image(rest: SoftwareImage.PayloadMax));
    }

    [Fact]
    public void Only_the_makers_key_signs()
    {
        var bytes = UpdateBench.Image(key: UpdateBench.Stranger);
        Assert.False(SoftwareImage.IsSigned(bytes, Key));
        Assert.False(SoftwareImage.IsSigned(bytes, default));
        Assert.False(SoftwareImage.IsSigned(bytes, new byte[91]));
        using var larger = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        Assert.False(SoftwareImage.IsSigned(bytes, larger.ExportSubjectPublicKeyInfo()));
    }

    [Fact]
    public void Each_difference_of_a_manifest_is_named()
    {
        var running = SoftwareManifest.Running;
        Assert.Equal(SelfTestCheck.States, (running with { States = new byte[32] }).Compare(running));
        Assert.Equal(SelfTestCheck.Limits, (running with { Limits = new byte[32] }).Compare(running));
        Assert.Equal(SelfTestCheck.Protocol, (running with { Protocol = 2 }).Compare(running));
        Assert.Equal(SelfTestCheck.Programs, (running with { ProgramFormat = 2 }).Compare(running));
        Assert.Equal(SelfTestCheck.MemoryMap, (running with { MemoryLength = 1 }).Compare(running));
        Assert.Null(SoftwareManifest.Read(running.ToBytes().AsSpan(1)));
    }

    [Theory]
    [InlineData("1.2", true)]
    [InlineData("65535.65535", true)]
    [InlineData("1", false)]
    [InlineData("1.2.3", false)]
    [InlineData("1.-2", false)]
    [InlineData("65536.0", false)]
    [InlineData("a.b", false)]
    public void A_version_is_two_numbers(string text, bool isOne) => Assert.Equal(isOne, SoftwareVersion.TryParse(text, out _));

    [Fact]
    public void A_status_reads_back_and_wrong_bytes_do_not()
    {
        var status = new UpdateBench().Updated("1.4").Now;
        Assert.Equal(status, SoftwareStatus.FromBytes(status.ToBytes()));
        Assert.Null(SoftwareStatus.FromBytes(status.ToBytes().AsSpan(1)));
        var wrong = status.ToBytes();
        wrong[2] = 4;
        Assert.Null(SoftwareStatus.FromBytes(wrong));
    }
}
