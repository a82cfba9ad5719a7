namespace Epidura.Generator.Link;

/// <summary>What the host hands to the device's end of the link.</summary>
/// <param name="Identity">Who the device is.</param>
/// <param name="PairingSecret">The 128-bit value of the implant card, 16 bytes.</param>
/// <param name="Transport">Number of the transport, part of the prologue: 1 is a local byte stream.</param>
/// <param name="Suites">Bit mask of suites the device takes: bit 0 AES-GCM, bit 1 ChaCha20-Poly1305.</param>
public sealed record DeviceLinkOptions(
    DeviceIdentity Identity, ReadOnlyMemory<byte> PairingSecret, byte Transport = DeviceLinkOptions.LocalStream, byte Suites = 3)
{
    /// <summary>A Unix socket or TCP on loopback.</summary>
    public const byte LocalStream = 1;

    /// <summary>Bytes of the pairing secret.</summary>
    public const int PairingSecretLength = 16;
}

/// <summary>Why a session ended.</summary>
public enum CloseReason : byte
{
    /// <summary>The peer is done.</summary>
    Done = 0,

    /// <summary>Idle or too long.</summary>
    TimedOut = 1,

    /// <summary>A newer session took its place.</summary>
    Replaced = 2,

    /// <summary>The bond was removed.</summary>
    BondRemoved = 3,

    /// <summary>Paired: open a session with the new bond.</summary>
    Paired = 4,

    /// <summary>The device starts again.</summary>
    DeviceReset = 5,
}

/// <summary>Why a handshake cannot go on. Sent in clear, so a client only uses it to explain.</summary>
public enum PreAuthenticationReason : byte
{
    /// <summary>No suite in common.</summary>
    NoCommonSuite = 1,

    /// <summary>No handshake left for now, or another one is half open: try again.</summary>
    TryLater = 2,

    /// <summary>The magnet has not opened the pairing window.</summary>
    WindowClosed = 3,
}
