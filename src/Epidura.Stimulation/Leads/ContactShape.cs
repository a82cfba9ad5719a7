using Epidura.Quantities;

namespace Epidura.Stimulation.Leads;

/// <summary>What the tissue sees of one contact.</summary>
public abstract record ContactShape
{
    private ContactShape()
    {
    }

    /// <summary>Length along the lead, m.</summary>
    public abstract Length Length { get; init; }

    /// <summary>Metal surface that faces tissue.</summary>
    public abstract Area Area { get; }

    /// <summary>A full band around a rod.</summary>
    /// <param name="Length">Along the rod.</param>
    /// <param name="Diameter">Outer diameter of the band and the rod.</param>
    public sealed record Band(Length Length, Length Diameter) : ContactShape
    {
        /// <inheritdoc/>
        public override Length Length { get; init; } = Length;

        /// <inheritdoc/>
        public override Area Area => Area.FromSquareMetres(Math.PI * Diameter.Metres * Length.Metres);
    }

    /// <summary>A flat plate on the side of a paddle that looks at the dura.</summary>
    /// <param name="Length">Along the paddle.</param>
    /// <param name="Width">Across the paddle.</param>
    public sealed record Plate(Length Length, Length Width) : ContactShape
    {
        /// <inheritdoc/>
        public override Length Length { get; init; } = Length;

        /// <inheritdoc/>
        public override Area Area => Length * Width;
    }
}
