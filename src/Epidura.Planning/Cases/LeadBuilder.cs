using Epidura.Anatomy;
using Epidura.Anatomy.Levels;
using Epidura.Anatomy.Placement;
using Epidura.Documents;
using Epidura.Stimulation.Leads;

namespace Epidura.Planning.Cases;

/// <summary>Reads the leads of a case and where they lie.</summary>
internal sealed class LeadBuilder(CaseFields fields)
{
    private readonly List<(LeadPlacement Placement, DocumentNode.Mapping Node)> _leads = [];
    private readonly Dictionary<string, int> _lines = [];

    /// <summary>True when every lead of the file could be read, so that its contacts are known.</summary>
    public bool IsComplete { get; private set; } = true;

    public IReadOnlyList<LeadPlacement> Read(DocumentNode.Mapping top, Spine spine)
    {
        var anatomy = spine.Description;
        var number = 0;
        foreach (var item in CaseFields.List(top, "leads"))
        {
            number++;
            var before = _leads.Count;
            if (item is DocumentNode.Mapping map)
                ReadLead(map, number, anatomy);
            IsComplete &= _leads.Count > before;
        }

        var placements = _leads.Select(lead => lead.Placement).ToList();
        foreach (var refusal in LeadPlacer.PlaceAll(spine, placements).Refusals)
            AddRefusal(top, refusal, _leads.First(lead => lead.Placement.Id == refusal.LeadId).Node);
        return placements;
    }

    /// <summary>Points at the key to change; at the lead when the key was left out.</summary>
    private void AddRefusal(DocumentNode.Mapping top, PlacementRefusal refusal, DocumentNode.Mapping map)
    {
        var tip = CaseFields.Group(map, "tip");
        var (path, node) = refusal.Field switch
        {
            "tip_level" => ($"{map.Path}.tip.level", tip?.Find("level")),
            "tip_fraction" => ($"{map.Path}.tip.fraction", tip?.Find("fraction") ?? tip?.Find("level")),
            "encapsulation_mm" => ("anatomy.scar_mm", CaseFields.Group(top, "anatomy")?.Find("scar_mm")),
            "lateral_mm" => ($"{map.Path}.lateral_mm", map.Find("lateral_mm") ?? map.Find("pair_separation_mm")),
            var key => ($"{map.Path}.{key}", map.Find(key)),
        };
        var place = node ?? map;
        var unit = refusal.Field.Split('_')[^1] switch { "mm" => " mm", "deg" => " °", _ => "" };
        var allowed = double.IsNaN(refusal.Min)
            ? "another place of the tip, or a smaller lead"
            : FormattableString.Invariant($"{refusal.Min:0.##} to {refusal.Max:0.##}{unit}");
        fields.Errors.Add(
            path, place.Line, place.Column, FormattableString.Invariant($"{refusal.Value:0.###}{unit}"), allowed, refusal.Message);
    }

    private void ReadLead(DocumentNode.Mapping map, int number, AnatomyDescription anatomy)
    {
        var id = fields.TextOr(map, map.Path, "id", $"lead{number}", "place in the list");
        var model = ReadModel(map, id);
        var tip = CaseFields.Group(map, "tip");
        var fraction = tip is null ? 0 : fields.NumberOr(tip, tip.Path, "fraction", "tip_fraction");
        var lateral = 1e-3 * fields.NumberOr(map, map.Path, "lateral_mm", "lateral_mm");
        var angle = fields.NumberOr(map, map.Path, "angle_deg", "angle_deg") * Math.PI / 180;
        var gap = fields.NumberOr(map, map.Path, "depth_gap_mm", "depth_gap_mm") * 1e-3;
        if (model is null || fields.Text(tip, "level") is not { } level)
            return;
        var placement = new LeadPlacement(
            id, model, Enum.Parse<VertebralLevel>(level), fraction, lateral, angle, gap, anatomy.EncapsulationThickness);
        if (map.Find("pair_separation_mm") is null)
            AddLead(placement, map);
        else if (fields.Number(map, "pair_separation_mm") is { } separationMm)
            AddPair(placement, map, separationMm);
    }

    private void AddPair(LeadPlacement middle, DocumentNode.Mapping map, double separationMm)
    {
        var node = map.Find("pair_separation_mm")!;
        if (middle.Model.Body is not LeadBody.Rod rod)
        {
            fields.Errors.Add(
                node, node.Show(), "a percutaneous lead", "Only percutaneous leads can lie as a pair; a paddle has its columns already.");
            return;
        }

        if (separationMm <= rod.Diameter.Millimetres)
        {
            fields.Errors.Add(
                node, CaseFields.Show(separationMm, "mm"), FormattableString.Invariant($"more than {rod.Diameter.Millimetres:0.##} mm"),
                "The two leads of the pair would overlap.");
            return;
        }

        var half = 0.5e-3 * separationMm;
        AddLead(middle with { Id = $"{middle.Id}-left", Lateral = middle.Lateral - half }, map);
        AddLead(middle with { Id = $"{middle.Id}-right", Lateral = middle.Lateral + half }, map);
    }

    private void AddLead(LeadPlacement placement, DocumentNode.Mapping map)
    {
        if (!_lines.TryAdd(placement.Id, map.Line))
        {
            fields.Errors.Add(
                map.Find("id") ?? map, placement.Id, "a name that no other lead has",
                $"The lead in line {_lines[placement.Id]} is called {placement.Id} too.");
            return;
        }

        _leads.Add((placement, map));
    }

    private LeadModel? ReadModel(DocumentNode.Mapping map, string id)
    {
        DocumentNode? model = map.Find("model"), geometry = map.Find("geometry");
        if (model is not null && geometry is not null)
        {
            fields.Errors.Add(
                geometry, geometry.Show(), "model or geometry", "The lead has both a model and its own geometry; keep one of the two.");
            return null;
        }

        if (model is null && geometry is null)
        {
            fields.Errors.Add(
                $"{map.Path}.model", map.Line, map.Column, "nothing", "model or geometry",
                "The lead has neither a model nor its own geometry; epidura leads lists the models.");
            return null;
        }

        if (geometry is DocumentNode.Mapping own)
            return new GeometryBuilder(fields, own).Read(id);
        return fields.Text(map, "model") is { } name && LeadCatalogue.TryGet(name, out var found) ? found : null;
    }
}
