using System.Buffers.Binary;
using System.Security.Cryptography;
using Epidura.Generator.Commands;
using Epidura.Generator.Link.Commands;
using Epidura.Generator.Link.Handshake;
using Epidura.Generator.Memory;

namespace Epidura.Generator.Link.Bonds;

/// <summary>Keys, bonds and command marks over a loss of power: two copies on the part of a block store that is free for the
/// link.</summary>
/// <remarks>
/// A copy is magic, sequence, length, body, SHA-256. The older copy is overwritten and flushed, so one whole copy always stands; the newest
/// whole one wins. Checked by LinkMemoryTests at every byte of a torn write.
/// </remarks>
public sealed class LinkMemory
{
    private const uint Magic = 0x314C_5045;
    private const int CopyLength = MemoryMap.LinkLength / 2;
    private const int HeaderLength = 10;
    private const int BondLength = 2 + LinkFormat.PointLength + LinkFormat.KeyLength + 1 + ClinicianCertificate.Length;
    private const int FixedLength = 8 + LinkFormat.KeyLength + DeviceLinkOptions.PairingSecretLength + (8 * BondTable.Capacity) + 2
        + LinkFormat.PointLength;

    private readonly IBlockStore _store;
    private readonly byte[] _scalar;
    private readonly byte[] _card;
    private uint _sequence;
    private int _copy;

    private LinkMemory(IBlockStore store, ulong deviceId, ReadOnlySpan<byte> scalar, ReadOnlySpan<byte> card)
    {
        _store = store;
        DeviceId = deviceId;
        _scalar = scalar.ToArray();
        _card = card.ToArray();
        Bonds = new BondTable();
    }

    /// <summary>Identity of the device.</summary>
    public ulong DeviceId { get; }

    /// <summary>Scalar of the device's static key, 32 bytes.</summary>
    public ReadOnlySpan<byte> Scalar => _scalar;

    /// <summary>Secret of the implant card, 16 bytes.</summary>
    public ReadOnlyMemory<byte> Card => _card;

    /// <summary>Peers as they were stored; the same object is saved again.</summary>
    public BondTable Bonds { get; private set; }

    /// <summary>Gives blank memory its keys; null when the medium failed.</summary>
    /// <param name="store">Memory.</param>
    /// <param name="entropy">Source of identity, static key and card secret.</param>
    public static LinkMemory? Create(IBlockStore store, ILinkEntropy entropy)
    {
        ArgumentNullException.ThrowIfNull(entropy);
        Span<byte> id = stackalloc byte[8];
        Span<byte> card = stackalloc byte[DeviceLinkOptions.PairingSecretLength];
        entropy.Fill(id);
        entropy.Fill(card);
        using var key = KeyPair.Draw(entropy);
        var memory = new LinkMemory(store, BinaryPrimitives.ReadUInt64LittleEndian(id), key.ExportScalar(), card);
        return memory.Save() && memory.Save() ? memory : null;
    }

    /// <summary>Reads the newest whole copy; null when there is none.</summary>
    public static LinkMemory? Open(IBlockStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        LinkMemory? newest = null;
        for (var copy = 0; copy < 2; copy++)
        {
            var bytes = new byte[CopyLength];
            if (!store.Read(Address(copy), bytes) || Body(bytes, out var sequence) is not { IsEmpty: false } body)
                continue;
            if (newest is not null && newest._sequence >= sequence)
                continue;
            if (Read(store, body) is not { } memory)
                continue;
            memory._sequence = sequence;
            memory._copy = copy;
            newest = memory;
        }
        return newest;
    }

    /// <summary>Stores the bonds and marks as they are now; durable when it returns true.</summary>
    public bool Save()
    {
        var bytes = new byte[CopyLength];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4), _sequence + 1);
        var length = Write(bytes.AsSpan(HeaderLength));
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(8), (ushort)length);
        SHA256.HashData(bytes.AsSpan(0, HeaderLength + length), bytes.AsSpan(HeaderLength + length));
        var used = bytes.AsSpan(0, HeaderLength + length + LinkFormat.KeyLength);
        var copy = 1 - _copy;
        var back = new byte[used.Length];
        var done = _store.Write(Address(copy), used) && _store.Flush() && _store.Read(Address(copy), back) && used.SequenceEqual(back);
        CryptographicOperations.ZeroMemory(bytes);
        CryptographicOperations.ZeroMemory(back);
        if (!done)
            return false;
        _sequence++;
        _copy = copy;
        return true;
    }

    private static int Address(int copy) => MemoryMap.LinkAddress + (copy * CopyLength);

    private static ReadOnlySpan<byte> Body(ReadOnlySpan<byte> bytes, out uint sequence)
    {
        sequence = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        var length = BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]);
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic || length > CopyLength - HeaderLength - LinkFormat.KeyLength)
            return default;
        Span<byte> hash = stackalloc byte[LinkFormat.KeyLength];
        SHA256.HashData(bytes[..(HeaderLength + length)], hash);
        return hash.SequenceEqual(bytes.Slice(HeaderLength + length, LinkFormat.KeyLength)) ? bytes.Slice(HeaderLength, length) : default;
    }

    private int Write(Span<byte> body)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(body, DeviceId);
        _scalar.CopyTo(body[8..]);
        _card.CopyTo(body[40..]);
        for (var slot = 0; slot < BondTable.Capacity; slot++)
            BinaryPrimitives.WriteUInt64LittleEndian(body[(56 + (8 * slot))..], Bonds.MarkOf(slot));
        var rest = body[(56 + (8 * BondTable.Capacity))..];
        rest[0] = Bonds.ClinicRoot.IsEmpty ? (byte)0 : (byte)1;
        rest[1] = (byte)Bonds.Bonds.Count;
        Bonds.ClinicRoot.Span.CopyTo(rest[2..]);
        rest = rest[(2 + LinkFormat.PointLength)..];
        foreach (var bond in Bonds.Bonds)
        {
            rest[0] = (byte)bond.Slot;
            rest[1] = (byte)bond.Role;
            bond.Point.CopyTo(rest[2..]);
            bond.Secret.CopyTo(rest[(2 + LinkFormat.PointLength)..]);
            var certificate = rest[(2 + LinkFormat.PointLength + LinkFormat.KeyLength)..];
            certificate[0] = bond.Certificate is null ? (byte)0 : (byte)1;
            bond.Certificate?.Write(certificate[1..]);
            rest = rest[BondLength..];
        }
        return FixedLength + (BondLength * Bonds.Bonds.Count);
    }

    private static LinkMemory? Read(IBlockStore store, ReadOnlySpan<byte> body)
    {
        var flags = 56 + (8 * BondTable.Capacity);
        if (body.Length < FixedLength || body[flags] > 1 || body[flags + 1] > BondTable.Capacity
            || body.Length != FixedLength + (BondLength * body[flags + 1]) || !KeyPair.TryFromScalar(body.Slice(8, 32), out var key))
            return null;
        key!.Dispose();
        var marks = new ulong[BondTable.Capacity];
        for (var slot = 0; slot < marks.Length; slot++)
            marks[slot] = BinaryPrimitives.ReadUInt64LittleEndian(body[(56 + (8 * slot))..]);
        var bonds = new List<Bond>();
        for (var index = 0; index < body[flags + 1]; index++)
        {
            if (ReadBond(body.Slice(FixedLength + (BondLength * index), BondLength), marks) is not { } bond)
                return null;
            bonds.Add(bond);
        }
        var root = body[flags] == 1 ? body.Slice(flags + 2, LinkFormat.PointLength).ToArray() : [];
        var id = BinaryPrimitives.ReadUInt64LittleEndian(body);
        return new LinkMemory(store, id, body.Slice(8, 32), body.Slice(40, 16)) { Bonds = new BondTable(bonds, marks, root) };
    }

    private static Bond? ReadBond(ReadOnlySpan<byte> row, ulong[] marks)
    {
        var point = row.Slice(2, LinkFormat.PointLength);
        var certificate = row[(2 + LinkFormat.PointLength + LinkFormat.KeyLength)..];
        if (row[0] >= BondTable.Capacity || !KeyPair.IsPoint(point) || certificate[0] > 1)
            return null;
        ClinicianCertificate? shown = null;
        if (certificate[0] == 1 && !ClinicianCertificate.TryRead(certificate[1..], out shown))
            return null;
        var secret = row.Slice(2 + LinkFormat.PointLength, LinkFormat.KeyLength);
        return new Bond(row[0], (Role)row[1], point, secret, shown, new CommandLedger(marks[row[0]]));
    }
}
