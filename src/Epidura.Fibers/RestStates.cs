using Epidura.Fibers.Cables;

namespace Epidura.Fibers;

/// <summary>Resting states of the fibres of one call; each kind of fibre is settled once.</summary>
internal sealed class RestStates
{
    private readonly Dictionary<(FibreModel, double, int, double, int), CableRest> _known = [];

    public CableRest Of(FibreGeometry geometry)
    {
        var key = (geometry.Model, geometry.Diameter, geometry.Nodes, geometry.TemperatureCelsius, geometry.PassiveEndNodes);
        if (!_known.TryGetValue(key, out var rest))
        {
            rest = CableRest.Of(geometry);
            _known.Add(key, rest);
        }

        return rest;
    }
}
