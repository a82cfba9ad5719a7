using Epidura.Quantities;
using Epidura.Stimulation.Programs;

namespace Epidura.Field;

/// <summary>Potentials per ampere through each contact at any place: of a solved field, or of one carried to another lead
/// position.</summary>
public interface IFieldSampler
{
    /// <summary>Order of every array over contacts.</summary>
    IReadOnlyList<ContactId> Contacts { get; }

    /// <summary>True where <see cref="Sample"/> has a value.</summary>
    bool Covers(Position p);

    /// <summary>Potentials along a path.</summary>
    /// <param name="path">Points, m, each covered.</param>
    /// <param name="voltsPerAmpere">V/A; contacts × points, point fastest; overwritten.</param>
    void Sample(IReadOnlyList<Position> path, Span<double> voltsPerAmpere);
}
