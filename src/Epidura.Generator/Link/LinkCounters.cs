namespace Epidura.Generator.Link;

/// <summary>What the link took in, dropped and did. Dropped records are counted, never stored one by one.</summary>
public sealed class LinkCounters
{
    /// <summary>Records handed in.</summary>
    public long Received { get; internal set; }

    /// <summary>Not a record of version 1, not its exact length, or not for a device.</summary>
    public long BadShape { get; internal set; }

    /// <summary>No session of this id, or no HELLO before.</summary>
    public long NoSession { get; internal set; }

    /// <summary>A counter that was used already, or far ahead.</summary>
    public long OldCounter { get; internal set; }

    /// <summary>A wrong tag.</summary>
    public long BadTag { get; internal set; }

    /// <summary>Counters skipped by accepted records.</summary>
    public long CounterGaps { get; internal set; }

    /// <summary>HS1 whose bond tag or MAC1 is wrong.</summary>
    public long GateFailed { get; internal set; }

    /// <summary>HS1 dropped unread while its peer backs off.</summary>
    public long BackedOff { get; internal set; }

    /// <summary>Dropped because unauthenticated records had spent their charge.</summary>
    public long OverBudget { get; internal set; }

    /// <summary>HS1 that knew the bond's secret.</summary>
    public long Mac1Passed { get; internal set; }

    /// <summary>HS1 that passed MAC1 but found no handshake left in this hour, or another one half open.</summary>
    public long HandshakesLimited { get; internal set; }

    /// <summary>Handshakes that did public-key work; never more than <see cref="Mac1Passed"/>.</summary>
    public long PublicKeyWork { get; internal set; }

    /// <summary>Handshakes that ended after public-key work: off the curve or wrongly sealed.</summary>
    public long HandshakesRefused { get; internal set; }

    /// <summary>Sessions confirmed.</summary>
    public long SessionsOpened { get; internal set; }

    /// <summary>Commands handed to the device.</summary>
    public long CommandsExecuted { get; internal set; }

    /// <summary>Repeated commands answered from the ledger.</summary>
    public long CommandsRepeated { get; internal set; }

    /// <summary>Authentic commands that the link refused.</summary>
    public long CommandsRefused { get; internal set; }
}
