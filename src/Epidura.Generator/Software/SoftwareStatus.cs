using System.Buffers.Binary;

namespace Epidura.Generator.Software;

/// <summary>Answer to GET_SOFTWARE: which software runs, and how the last update ended.</summary>
/// <param name="Version">In force.</param>
/// <param name="Bank">Where it comes from.</param>
/// <param name="IsTrial">An update is activated; its self-test runs at the next start.</param>
/// <param name="Previous">To go back to.</param>
/// <param name="Floor">No older version is taken.</param>
/// <param name="Hardware">Number of this kind of device.</param>
/// <param name="Outcome">Of the last update.</param>
/// <param name="Check">What the self-test found.</param>
/// <param name="OutcomeVersion">Version that the outcome speaks of.</param>
/// <param name="CanUpdate">A maker's key is pinned and there is memory for updates.</param>
public sealed record SoftwareStatus(
    SoftwareVersion Version,
    SoftwareBank Bank,
    bool IsTrial,
    SoftwareVersion Previous,
    SoftwareVersion Floor,
    uint Hardware,
    UpdateOutcome Outcome,
    SelfTestCheck Check,
    SoftwareVersion OutcomeVersion,
    bool CanUpdate)
{
    /// <summary>Bytes of the answer.</summary>
    public const int Length = 5 + (5 * 4);

    private const byte Format = 1;

    /// <summary>Encodes the answer: format, bank, flags (bit 0 trial, bit 1 can update), outcome, check, then version, previous, floor,
    /// version of the outcome, hardware, u32 each.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[Length];
        bytes[0] = Format;
        bytes[1] = (byte)Bank;
        bytes[2] = (byte)((IsTrial ? 1 : 0) | (CanUpdate ? 2 : 0));
        bytes[3] = (byte)Outcome;
        bytes[4] = (byte)Check;
        uint[] numbers = [Version.Value, Previous.Value, Floor.Value, OutcomeVersion.Value, Hardware];
        for (var i = 0; i < numbers.Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(5 + (4 * i)), numbers[i]);
        return bytes;
    }

    /// <summary>Reads the answer; null when the bytes are not one.</summary>
    public static SoftwareStatus? FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length || bytes[0] != Format || bytes[1] > (byte)SoftwareBank.B || bytes[2] > 3
            || bytes[3] > (byte)UpdateOutcome.ControlRebuilt || bytes[4] > (byte)SelfTestCheck.Settings)
            return null;
        var numbers = new uint[5];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(5 + (4 * i))..]);
        return new SoftwareStatus(
            new SoftwareVersion(numbers[0]), (SoftwareBank)bytes[1], (bytes[2] & 1) != 0, new SoftwareVersion(numbers[1]),
            new SoftwareVersion(numbers[2]), numbers[4], (UpdateOutcome)bytes[3], (SelfTestCheck)bytes[4], new SoftwareVersion(numbers[3]),
            (bytes[2] & 2) != 0);
    }
}
