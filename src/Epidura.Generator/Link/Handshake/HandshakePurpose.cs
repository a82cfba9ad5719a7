namespace Epidura.Generator.Link.Handshake;

/// <summary>What a HELLO asks for.</summary>
public enum HandshakePurpose : byte
{
    /// <summary>A session of a bond.</summary>
    Session = 0,

    /// <summary>To become a bond, inside the window that the magnet opens.</summary>
    Pairing = 1,
}
