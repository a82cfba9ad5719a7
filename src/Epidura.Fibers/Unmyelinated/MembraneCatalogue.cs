using Epidura.Fibers.Runs;

namespace Epidura.Fibers.Unmyelinated;

/// <summary>The kinetics there are, by the name in the membrane column of data/fibres/unmyelinated.csv; a new one is a line here.</summary>
internal static class MembraneCatalogue
{
    private static readonly Dictionary<string, IEntry> Entries = new()
    {
        [HodgkinHuxleyMembrane.Name] = new Entry<HodgkinHuxleyMembrane>(),
    };

    private interface IEntry
    {
        FibreRest Rest(UnmyelinatedRow row);

        LoweredFibre Lower(FibreGeometry geometry, double step, FibreRest rest, double[]? unitPotential, SolverMode mode);
    }

    /// <summary>Rest of a model's membrane.</summary>
    public static FibreRest RestOf(FibreModel model) =>
        Entries[UnmyelinatedTable.Of(model).Membrane].Rest(UnmyelinatedTable.Of(model));

    /// <summary>Lowers an unmyelinated fibre.</summary>
    public static LoweredFibre Lower(
        FibreGeometry geometry, double step, FibreRest rest, double[]? unitPotential, SolverMode mode) =>
        Entries[UnmyelinatedTable.Of(geometry.Model).Membrane].Lower(geometry, step, rest, unitPotential, mode);

    private sealed class Entry<TMembrane> : IEntry
        where TMembrane : struct, IMembrane
    {
        public FibreRest Rest(UnmyelinatedRow row) => SingleCableRest.Of<TMembrane>(row);

        public LoweredFibre Lower(FibreGeometry geometry, double step, FibreRest rest, double[]? unitPotential, SolverMode mode) =>
            new SingleCableFibre<TMembrane>(geometry, step, (SingleCableRest)rest, unitPotential, mode);
    }
}
