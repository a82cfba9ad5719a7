using System.Buffers.Binary;
using Epidura.Generator.Memory;

namespace Epidura.Generator.Software;

/// <summary>Where the software that runs comes from.</summary>
public enum SoftwareBank : byte
{
    /// <summary>Compiled in: what the device runs before its first update, and when neither bank is whole.</summary>
    Factory,

    /// <summary>First bank.</summary>
    A,

    /// <summary>Second bank.</summary>
    B,
}

/// <summary>How the last update, or the last look at the banks, ended.</summary>
public enum UpdateOutcome : byte
{
    /// <summary>There was none.</summary>
    None,

    /// <summary>The self-test passed: the new software stays.</summary>
    Confirmed,

    /// <summary>The self-test failed: the software before it is back.</summary>
    SelfTestFailed,

    /// <summary>Three starts went by without an end of the self-test: the software before it is back.</summary>
    NotConfirmed,

    /// <summary>The bank in force was damaged: the software before it is back.</summary>
    BankDamaged,

    /// <summary>Both control records were damaged: the latest signed bank is on trial again.</summary>
    ControlRebuilt,
}

/// <summary>Which bank is in force, and how far a trial has come: one record of 64 bytes, in two copies that take turns.</summary>
/// <param name="Sequence">Rises by one; the newest whole copy counts.</param>
/// <param name="Active">In force.</param>
/// <param name="Version">Of the one in force.</param>
/// <param name="Previous">To go back to.</param>
/// <param name="PreviousVersion">Of that.</param>
/// <param name="IsTrial">The self-test has not ended yet.</param>
/// <param name="Boots">Starts of the trial.</param>
/// <param name="Floor">No older version is taken.</param>
/// <param name="Outcome">Of the last update.</param>
/// <param name="Check">What the self-test found.</param>
/// <param name="OutcomeVersion">Version that the outcome speaks of.</param>
internal sealed record SoftwareControl(
    uint Sequence, SoftwareBank Active, SoftwareVersion Version, SoftwareBank Previous, SoftwareVersion PreviousVersion, bool IsTrial,
    byte Boots, SoftwareVersion Floor, UpdateOutcome Outcome, SelfTestCheck Check, SoftwareVersion OutcomeVersion)
{
    public const int Length = 64;
    private const uint Magic = 0x4353_5045;

    /// <summary>A device without any update.</summary>
    public static SoftwareControl Factory { get; } = new(
        0, SoftwareBank.Factory, SoftwareVersion.Factory, SoftwareBank.Factory, SoftwareVersion.Factory, false, 0, SoftwareVersion.Factory,
        UpdateOutcome.None, SelfTestCheck.None, default);

    public byte[] ToBytes()
    {
        var bytes = new byte[Length];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4), Sequence);
        bytes[8] = (byte)Active;
        bytes[9] = (byte)Previous;
        bytes[10] = IsTrial ? (byte)1 : (byte)0;
        bytes[11] = Boots;
        bytes[12] = (byte)Outcome;
        bytes[13] = (byte)Check;
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(16), Version.Value);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(20), PreviousVersion.Value);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(24), Floor.Value);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(28), OutcomeVersion.Value);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(60), Crc.Of(bytes.AsSpan(0, 60)));
        return bytes;
    }

    /// <summary>Null when the checksum is wrong or a field has no meaning.</summary>
    public static SoftwareControl? Read(ReadOnlySpan<byte> bytes)
    {
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes[60..]) != Crc.Of(bytes[..60])
            || bytes[8] > (byte)SoftwareBank.B || bytes[9] > (byte)SoftwareBank.B || bytes[10] > 1
            || bytes[12] > (byte)UpdateOutcome.ControlRebuilt || bytes[13] > (byte)SelfTestCheck.Settings)
            return null;
        SoftwareVersion Version(ReadOnlySpan<byte> at) => new(BinaryPrimitives.ReadUInt32LittleEndian(at));
        return new SoftwareControl(
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]), (SoftwareBank)bytes[8], Version(bytes[16..]), (SoftwareBank)bytes[9],
            Version(bytes[20..]), bytes[10] == 1, bytes[11], Version(bytes[24..]), (UpdateOutcome)bytes[12], (SelfTestCheck)bytes[13],
            Version(bytes[28..]));
    }
}
