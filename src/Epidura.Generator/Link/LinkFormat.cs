namespace Epidura.Generator.Link;

/// <summary>Sizes and names of SCS-Link version 1. docs/protocol/scs-link-v1.md shows every frame byte by byte.</summary>
public static class LinkFormat
{
    /// <summary>Version of the protocol, the upper four bits of the second byte.</summary>
    public const int Version = 1;

    /// <summary>Bytes before the body; all of them are authenticated with it.</summary>
    public const int HeaderLength = 12;

    /// <summary>Longest body of a data record, bytes.</summary>
    public const int BodyMax = 512;

    /// <summary>Longest body of a handshake record, bytes.</summary>
    public const int HandshakeBodyMax = 256;

    /// <summary>Longest record, bytes.</summary>
    public const int RecordMax = HeaderLength + BodyMax;

    /// <summary>Authentication tag at the end of a sealed body, bytes.</summary>
    public const int TagLength = 16;

    /// <summary>Longest plaintext of a data record, bytes.</summary>
    public const int PlaintextMax = BodyMax - TagLength;

    /// <summary>Longest plaintext of a command that a remote control sends, bytes: four radio packets of 20 bytes.</summary>
    public const int RemotePlaintextMax = 48;

    /// <summary>An uncompressed point on P-256: 04, x, y.</summary>
    public const int PointLength = 65;

    /// <summary>Challenge, bond tag and MAC1, bytes each.</summary>
    public const int GateLength = 8;

    /// <summary>SHA-256 and every symmetric key, bytes.</summary>
    public const int KeyLength = 32;

    /// <summary>Length of a sealed data record around a plaintext.</summary>
    public static int SealedLength(int plaintextLength) => HeaderLength + plaintextLength + TagLength;
}
