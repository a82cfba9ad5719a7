namespace Epidura.Generator.Link;

/// <summary>Where challenges, session ids and ephemeral keys come from. The host hands it in; the link itself draws nothing.</summary>
public interface ILinkEntropy
{
    /// <summary>Fills the span with bytes nobody can guess.</summary>
    void Fill(Span<byte> bytes);
}
