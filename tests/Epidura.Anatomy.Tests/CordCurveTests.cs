using Epidura.Anatomy;
using Epidura.Anatomy.Levels;
using Epidura.Anatomy.Placement;
using Epidura.Quantities;
using Epidura.Stimulation.Leads;
using Xunit;

namespace Epidura.Anatomy.Tests;

public sealed class CordCurveTests
{
    [Fact]
    public void True_distances_are_those_in_space()
    {
        var curve = CordCurve.Constant(1 / 0.15);
        Position a = new(1e-3, 8e-3, 12e-3), b = new(1.2e-3, 8.1e-3, 12.7e-3);
        Assert.Equal(curve.Unbent(a).DistanceTo(curve.Unbent(b)), curve.Distance(a, b), 1e-8);
        Assert.Equal(1 + (8e-3 / 0.15), curve.Stretch(8e-3, 0), 1e-12);
    }

    [Fact]
    public void A_curvature_that_varies_is_held_beyond_its_ends_and_changes_smoothly()
    {
        var curve = new CordCurve([(-0.3, 2), (-0.2, 6)]);
        Assert.Equal(2, curve.At(-1));
        Assert.Equal(6, curve.At(0));
        Assert.InRange(curve.At(-0.25), 2.5, 5.5);
        Assert.NotEqual("", curve.Fingerprint);
        Assert.Equal("", CordCurve.Straight.Fingerprint);
        Assert.Throws<ArgumentException>(() => new CordCurve([(double.NaN, 1)]));
    }

    [Fact]
    public void Contacts_of_a_lead_along_a_bent_cord_keep_their_true_distances()
    {
        Assert.True(LeadCatalogue.TryGet("octrode-3-4", out var model));
        var bent = Spine.Create(AnatomyDescription.Template with { Curve = CordCurve.Constant(1 / 0.15) });
        var lead = LeadPlacer.Place(bent, new LeadPlacement("a", model!, VertebralLevel.T9, 0.5, 0, 0, null, 0.3e-3)).Lead!;
        var pitch = model!.Contacts[1].Along.Metres - model.Contacts[0].Along.Metres;
        for (var n = 1; n < 8; n++)
        {
            double a = bent.Curve.Unbent(lead.ContactCentre(n)).DistanceTo(bent.Curve.Unbent(lead.ContactCentre(n + 1)));
            Assert.Equal(pitch, a, 0.02e-3);
            Assert.True(lead.ContactCentre(n).Z - lead.ContactCentre(n + 1).Z < 0.97 * pitch);
        }
    }

    [Fact]
    public void A_straight_curve_changes_nothing()
    {
        var straight = Spine.Create(AnatomyDescription.Template);
        var same = Spine.Create(AnatomyDescription.Template with { Curve = CordCurve.Constant(0) });
        Assert.Equal(straight.Fingerprint, same.Fingerprint);
        Assert.NotEqual(straight.Fingerprint, Spine.Create(AnatomyDescription.Template with { Curve = CordCurve.Constant(3) }).Fingerprint);
    }
}
