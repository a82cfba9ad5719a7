using Epidura.Fibers.Runs;

namespace Epidura.Fibers;

/// <summary>Resting states of the fibres of one call; each kind of fibre is settled once.</summary>
internal sealed class RestStates
{
    private readonly Dictionary<(FibreModel, double, int, double, int), FibreRest> _known = [];

    public FibreRest Of(FibreGeometry geometry)
    {
        var key = (geometry.Model, geometry.Diameter, geometry.Nodes, geometry.TemperatureCelsius, geometry.PassiveEndNodes);
        if (!_known.TryGetValue(key, out var rest))
        {
            rest = FibreRest.Of(geometry);
            _known.Add(key, rest);
        }

        return rest;
    }
}
