namespace Epidura.Fibers;

/// <summary>A fibre and the potential that a unit of the stimulus imposes along it.</summary>
/// <param name="Geometry">The fibre.</param>
/// <param name="UnitPotential">Potential outside each compartment's midpoint per ampere of program amplitude, V/A; length is
/// <see cref="FibreGeometry.Compartments"/>; finite.</param>
public sealed record FibreCase(FibreGeometry Geometry, double[] UnitPotential);
