using Epidura.Stimulation.Waveforms;

namespace Epidura.Fibers.Sources;

/// <summary>One of several sources that act on a fibre at once, each with a waveform of its own.</summary>
/// <param name="UnitPotential">Potential outside each compartment's midpoint per ampere of this source, V/A; length is
/// <see cref="FibreGeometry.Compartments"/>; finite.</param>
/// <param name="Waveform">Relative current.</param>
/// <param name="Amplitude">Of a fixed source its current, A; otherwise its share of the searched amplitude. May be negative.</param>
/// <param name="IsFixed">Keeps its current while the amplitude of the others is searched.</param>
/// <param name="Delay">From the start of the simulation to the start of the waveform, s; 0 or more.</param>
public sealed record FibreSource(
    double[] UnitPotential, Waveform Waveform, double Amplitude = 1, bool IsFixed = false, double Delay = 0);

/// <summary>A fibre under several sources.</summary>
/// <param name="Geometry">The fibre.</param>
/// <param name="Sources">1 to 256 sources.</param>
public sealed record SourcedFibre(FibreGeometry Geometry, IReadOnlyList<FibreSource> Sources);
