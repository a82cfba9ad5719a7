namespace Epidura.Generator.Link.Budget;

/// <summary>Charge that unauthenticated records may cost the battery. Records of a live session never wait for it.</summary>
/// <remarks>
/// Charges are integers in pC. 6.5 µC/s and 20 mC at once are 0.58 C in 24 hours: 0.075 % of the 774 C of the reference rechargeable
/// generator (215 mAh). The charges per byte and operation are assumptions, stated in docs/protocol/scs-link-v1.md.
/// When less than a tenth is left, a connection is served only inside its own eighth of the refill, of which it may have saved one
/// handshake
/// and its repeat: a flood on the other seven does not keep a stop waiting.
/// </remarks>
public sealed class RadioBudget
{
    /// <summary>Receiving one byte, pC: 8 µs at 5 mA.</summary>
    public const long ReceivePicocoulombPerByte = 40_000;

    /// <summary>Sending one byte, pC: 8 µs at 5.5 mA.</summary>
    public const long SendPicocoulombPerByte = 44_000;

    /// <summary>One HMAC of the gate, pC.</summary>
    public const long GatePicocoulomb = 300_000;

    /// <summary>One agreement or key generation on P-256, pC: 5 ms at 3 mA.</summary>
    public const long PublicKeyPicocoulomb = 15_000_000;

    /// <summary>Opening or sealing one record, pC.</summary>
    public const long CipherPicocoulomb = 100_000;

    private const long CapacityPicocoulomb = 20_000_000_000;
    private const long RefillPicocoulombPerMillisecond = 6_500;
    private const long ReservePicocoulomb = CapacityPicocoulomb / 10;
    private const long ShareMillisecond = RefillPicocoulombPerMillisecond / DeviceLink.ConnectionsMax;

    /// <summary>What a peer may have spent and still be served from the reserve, pC: HELLO, HS1 and one repeat of both.</summary>
    private const long AllowancePicocoulomb = 25_000_000;

    private long _at;

    /// <summary>Charge left for unauthenticated records, pC.</summary>
    public long LeftPicocoulomb { get; private set; } = CapacityPicocoulomb;

    /// <summary>Charge spent since the start on everything the link did, pC.</summary>
    public long SpentPicocoulomb { get; private set; }

    /// <summary>Takes the charge of an unauthenticated record, or says that it must be dropped.</summary>
    /// <param name="cost">pC.</param>
    /// <param name="share">What the connection spent lately.</param>
    /// <param name="now">Device time, ms.</param>
    internal bool TryTake(long cost, ref PeerShare share, long now)
    {
        LeftPicocoulomb = Math.Min(
            CapacityPicocoulomb, LeftPicocoulomb + (RefillPicocoulombPerMillisecond * Math.Clamp(now - _at, 0, 100_000_000)));
        _at = Math.Max(_at, now);
        var spent = Math.Max(0, share.SpentPicocoulomb - (ShareMillisecond * Math.Clamp(now - share.At, 0, 100_000_000)));
        share = new PeerShare(spent, now);
        var reserved = spent + cost <= AllowancePicocoulomb ? 0 : ReservePicocoulomb;
        if (LeftPicocoulomb - cost < reserved)
            return false;
        LeftPicocoulomb -= cost;
        share = new PeerShare(spent + cost, now);
        SpentPicocoulomb += cost;
        return true;
    }

    /// <summary>What a connection spent, less its share of the refill since then.</summary>
    internal readonly record struct PeerShare(long SpentPicocoulomb, long At);

    /// <summary>Counts charge that is limited elsewhere.</summary>
    internal void Count(long cost) => SpentPicocoulomb += cost;
}
