using Epidura.Fibers.Runs;

namespace Epidura.Fibers;

/// <summary>Resting states of the fibres of one call; each kind of fibre is settled once.</summary>
internal sealed class RestStates
{
    private readonly Dictionary<(FibreModel, double, int, double, int, IReadOnlyList<FibreBranch>?), FibreRest> _known = [];

    public FibreRest Of(FibreGeometry geometry)
    {
        // Branches by their list: fibres of one geometry share it, and an equal list elsewhere only settles once more.
        var branches = geometry.Branches.Count > 0 ? geometry.Branches : null;
        var key = (geometry.Model, geometry.Diameter, geometry.Nodes, geometry.TemperatureCelsius, geometry.PassiveEndNodes, branches);
        if (!_known.TryGetValue(key, out var rest))
        {
            rest = FibreRest.Of(geometry);
            _known.Add(key, rest);
        }

        return rest;
    }
}
