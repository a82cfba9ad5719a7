using System.Buffers.Binary;

namespace Epidura.Generator.Link;

/// <summary>What a record is for.</summary>
public enum RecordType : byte
{
    /// <summary>Programmer: versions and suites; names nobody.</summary>
    Hello = 0x01,

    /// <summary>Device: eight random bytes and the suite it takes.</summary>
    Challenge = 0x02,

    /// <summary>Programmer: bond tag, ephemeral point, MAC1 and the first sealed bytes.</summary>
    Handshake1 = 0x03,

    /// <summary>Device: its ephemeral point, session id and who it is, sealed.</summary>
    Handshake2 = 0x04,

    /// <summary>Sealed command, reply or notice.</summary>
    Data = 0x10,

    /// <summary>Sealed end of a session.</summary>
    Close = 0x11,

    /// <summary>Device: why a handshake cannot go on; a hint that nobody relies on.</summary>
    PreAuthenticationError = 0x7F,
}

/// <summary>Cipher suite, the lower four bits of the second byte.</summary>
public enum LinkSuite : byte
{
    /// <summary>Not chosen yet: HELLO and PRE-AUTH ERROR.</summary>
    None = 0,

    /// <summary>P-256, AES-256-GCM, SHA-256.</summary>
    AesGcm = 1,

    /// <summary>P-256, ChaCha20-Poly1305, SHA-256.</summary>
    ChaCha = 2,
}

/// <summary>The twelve bytes before every body, little-endian.</summary>
/// <param name="Type">Kind of record.</param>
/// <param name="Suite">Cipher suite.</param>
/// <param name="BodyLength">Bytes after the header.</param>
/// <param name="Session">Session id chosen by the device; 0 before HS2.</param>
/// <param name="Counter">Number of the record in its direction; the upper 16 bits are the key epoch of a session.</param>
public readonly record struct RecordHeader(RecordType Type, LinkSuite Suite, int BodyLength, uint Session, uint Counter)
{
    /// <summary>Bytes of the whole record.</summary>
    public int RecordLength => LinkFormat.HeaderLength + BodyLength;

    /// <summary>Writes the header.</summary>
    /// <param name="destination">At least twelve bytes; the first twelve are overwritten.</param>
    public void Write(Span<byte> destination)
    {
        destination[0] = (byte)Type;
        destination[1] = (byte)((LinkFormat.Version << 4) | (int)Suite);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[2..], (ushort)BodyLength);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[4..], Session);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[8..], Counter);
    }

    /// <summary>Reads a header and checks everything that its type fixes: version, suite, length, session id and counter.</summary>
    /// <param name="source">Any bytes, also fewer than twelve.</param>
    /// <param name="header">The header, when the shape is right.</param>
    /// <returns>False for anything that is not exactly a version 1 header; reads nothing beyond twelve bytes.</returns>
    public static bool TryRead(ReadOnlySpan<byte> source, out RecordHeader header)
    {
        header = default;
        if (source.Length < LinkFormat.HeaderLength || source[1] >> 4 != LinkFormat.Version)
            return false;
        header = new RecordHeader(
            (RecordType)source[0],
            (LinkSuite)(source[1] & 15),
            BinaryPrimitives.ReadUInt16LittleEndian(source[2..]),
            BinaryPrimitives.ReadUInt32LittleEndian(source[4..]),
            BinaryPrimitives.ReadUInt32LittleEndian(source[8..]));
        return header.HasRightShape;
    }

    /// <summary>Reads the header of a whole record: the shape is right and the length is exactly the record's.</summary>
    public static bool TryReadRecord(ReadOnlySpan<byte> record, out RecordHeader header) =>
        TryRead(record, out header) && header.RecordLength == record.Length;

    private bool HasRightShape => Type switch
    {
        RecordType.Hello => Opening(0) && Suite == LinkSuite.None && BodyLength == HelloBody,
        RecordType.Challenge => Opening(0) && HasSuite && BodyLength == ChallengeBody,
        RecordType.Handshake1 => Opening(1) && HasSuite && BodyLength == Handshake1Body,
        RecordType.Handshake2 => Session != 0 && Counter == 1 && HasSuite && BodyLength == Handshake2Body,
        RecordType.Data => Session != 0 && HasSuite && BodyLength is > LinkFormat.TagLength and <= LinkFormat.BodyMax,
        RecordType.Close => Session != 0 && HasSuite && BodyLength == LinkFormat.TagLength + 1,
        RecordType.PreAuthenticationError => Opening(0) && Suite == LinkSuite.None && BodyLength == 1,
        _ => false,
    };

    private bool HasSuite => Suite is LinkSuite.AesGcm or LinkSuite.ChaCha;

    private bool Opening(uint counter) => Session == 0 && Counter == counter;

    /// <summary>Offered suites and purpose.</summary>
    internal const int HelloBody = 2;

    /// <summary>Random bytes and suite.</summary>
    internal const int ChallengeBody = LinkFormat.GateLength + 1;

    /// <summary>Tag, point, MAC1, sealed certificate id and nonce.</summary>
    internal const int Handshake1Body = (2 * LinkFormat.GateLength) + LinkFormat.PointLength + 16 + LinkFormat.TagLength;

    /// <summary>Point, sealed identity.</summary>
    internal const int Handshake2Body = LinkFormat.PointLength + DeviceIdentity.Length + LinkFormat.TagLength;
}
