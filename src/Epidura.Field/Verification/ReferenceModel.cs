using System.Text.Json;
using Epidura.Anatomy;
using Epidura.Anatomy.Placement;
using Epidura.Anatomy.Sections;
using Epidura.Quantities;
using Epidura.Stimulation.Leads;

namespace Epidura.Field.Verification;

/// <summary>A model of the reference format: parameters in mm and S/m, contact 0 the most caudal.</summary>
internal sealed class ReferenceModel
{
    private const double Millimetre = 1e-3;
    private readonly JsonElement _parameters;
    private readonly CordCurve _curve;

    public ReferenceModel(JsonElement parameters)
    {
        _parameters = parameters;
        Contacts = parameters.GetProperty("n_contacts").GetInt32();
        Yaw = Number("lead_yaw_deg");
        _curve = parameters.TryGetProperty("curvature_radius_mm", out var radius)
            ? CordCurve.Constant(1 / (radius.GetDouble() * Millimetre)) : CordCurve.Straight;
    }

    public int Contacts { get; }

    /// <summary>Of the lead against the cord, degrees.</summary>
    public double Yaw { get; }

    public FieldProblem Problem(FieldQuality quality)
    {
        var box = _parameters.GetProperty("box").EnumerateArray().Select(v => v.GetDouble() * Millimetre).ToArray();
        return new FieldProblem(
            new PrismaticBody(Section(), _curve), Preset(), [Lead()],
            new FieldBox(box[0], box[1], box[2], box[3], box[4], box[5]), quality);
    }

    /// <summary>Index in <see cref="LeadFields.Contacts"/> of a contact of the file.</summary>
    public int Index(int contact) => Contacts - 1 - contact;

    private double Number(string name) => _parameters.GetProperty(name).GetDouble();

    private CrossSection Section()
    {
        var shapes = _parameters.GetProperty("ellipses");
        Ellipse Shape(string name)
        {
            var v = shapes.GetProperty(name).EnumerateArray().Select(item => item.GetDouble() * Millimetre).ToArray();
            return new Ellipse(v[0], v[1], v[2], v[3]);
        }

        List<Ellipse> grey = [];
        foreach (var item in _parameters.GetProperty("gm").EnumerateArray())
        {
            var v = item.EnumerateArray().Select(value => value.GetDouble()).ToArray();
            grey.Add(new Ellipse(
                v[0] * Millimetre, v[1] * Millimetre, v[2] * Millimetre, v[3] * Millimetre, v[4] * Math.PI / 180));
        }

        return new CrossSection(
            Shape("cord"), grey, Shape("sac"), Shape("dura"), Shape("canal"), Shape("bone"), Tissue.Bone, Tissue.Bone, 0);
    }

    private ConductivityPreset Preset()
    {
        var sigma = _parameters.GetProperty("sigma");
        TissueConductivity Same(string name) => new(sigma.GetProperty(name).GetDouble(), sigma.GetProperty(name).GetDouble());
        return new ConductivityPreset(
            "reference",
            new Dictionary<Tissue, TissueConductivity>
            {
                [Tissue.WhiteMatter] = new(sigma.GetProperty("wm_trans").GetDouble(), sigma.GetProperty("wm_long").GetDouble()),
                [Tissue.GreyMatter] = Same("gm"),
                [Tissue.CerebrospinalFluid] = Same("csf"),
                [Tissue.Dura] = Same("dura"),
                [Tissue.EpiduralFat] = Same("fat"),
                [Tissue.Bone] = Same("bone"),
                [Tissue.Thorax] = Same("thorax"),
                [Tissue.Encapsulation] = Same("encap"),
            },
            "reference file");
    }

    /// <summary>The tip is the rostral end; contact numbers run from it, so the file's contact 0 has the highest number. Places along the
    /// lead are true lengths: on a bent cord (a radius in the parameters) the lead follows it and takes less of z.</summary>
    private PlacedLead Lead()
    {
        double low = Number("lead_s0"), high = Number("lead_s1"), diameter = 2 * Number("lead_r");
        var direction = _parameters.GetProperty("lead_dir").EnumerateArray().Select(v => v.GetDouble()).ToArray();
        var stretch = _curve.Stretch(Number("lead_y") * Millimetre, 0);
        Position At(double s) => Position.FromMillimetres(
            Number("lead_x") + (s * direction[0]), Number("lead_y") + (s * direction[1]), s * direction[2] / stretch);
        var centres = _parameters.GetProperty("contact_s").EnumerateArray().Select(v => v.GetDouble()).ToArray();
        var shape = new ContactShape.Band(Length.FromMillimetres(Number("contact_len")), Length.FromMillimetres(diameter));
        var contacts = Enumerable.Range(0, Contacts)
            .Select(n => new Contact(n + 1, Length.FromMillimetres(high - centres[Contacts - 1 - n]), Length.FromMillimetres(0), shape));
        var model = new LeadModel(
            "reference", "Lead of the reference file", new LeadBody.Rod(Length.FromMillimetres(diameter)),
            [.. contacts], "reference file", true);
        return new PlacedLead("lead", model, [At(high), At(low)], Number("encap_t") * Millimetre, _curve);
    }
}
