using Epidura.Anatomy;
using Epidura.Anatomy.Placement;
using Epidura.Anatomy.Sections;
using Epidura.Field.Grids;
using Epidura.Quantities;
using Epidura.Stimulation.Leads;

namespace Epidura.Field.Tests;

/// <summary>A short lead in a small body on a grid of some hundred thousand cells.</summary>
internal static class SmallProblem
{
    public static readonly GridSizes Sizes = new(0.35e-3, 0.05, 0.8e-3, 0.5e-3, 0.5, 1.3, 8e-3, 1_000_000);

    public static ConductivityPreset Preset(double dura = 0.03) => new(
        "test",
        new Dictionary<Tissue, TissueConductivity>
        {
            [Tissue.WhiteMatter] = new(0.083, 0.6),
            [Tissue.GreyMatter] = new(0.23, 0.23),
            [Tissue.CerebrospinalFluid] = new(1.7, 1.7),
            [Tissue.Dura] = new(dura, dura),
            [Tissue.EpiduralFat] = new(0.04, 0.04),
            [Tissue.Bone] = new(0.02, 0.02),
            [Tissue.Thorax] = new(0.25, 0.25),
            [Tissue.Encapsulation] = new(0.17, 0.17),
        },
        "test");

    public static CrossSection Section() => new(
        new Ellipse(0, 0, 4.4e-3, 3.2e-3),
        [new Ellipse(1.2e-3, 0, 0.6e-3, 1.4e-3, 0.3), new Ellipse(-1.2e-3, 0, 0.6e-3, 1.4e-3, -0.3)],
        new Ellipse(0, 0.8e-3, 7.5e-3, 5.6e-3),
        new Ellipse(0, 0.8e-3, 7.8e-3, 5.9e-3),
        new Ellipse(0, 2e-3, 9.3e-3, 8.1e-3),
        new Ellipse(0, -5e-3, 17.3e-3, 21.1e-3),
        Tissue.Bone,
        Tissue.Bone,
        0);

    public static PlacedLead Rod(double yaw = 0, int contacts = 3, double scar = 0.3e-3)
    {
        var band = new ContactShape.Band(Length.FromMillimetres(3), Length.FromMillimetres(1.3));
        var model = new LeadModel(
            "short", "Short lead", new LeadBody.Rod(Length.FromMillimetres(1.3)),
            [
                .. Enumerable.Range(0, contacts).Select(n =>
                    new Contact(n + 1, Length.FromMillimetres(4 + (4 * n)), Length.FromMillimetres(0), band)),
            ],
            "test", true);
        Position At(double s) => new(s * Math.Sin(yaw), 7.85e-3, s * Math.Cos(yaw));
        return new PlacedLead("lead", model, [At(8e-3), At(-14e-3)], scar);
    }

    public static PlacedLead Paddle()
    {
        var plate = new ContactShape.Plate(Length.FromMillimetres(3), Length.FromMillimetres(1.5));
        var model = new LeadModel(
            "plate", "Small paddle",
            new LeadBody.Paddle(Length.FromMillimetres(6), Length.FromMillimetres(1.6), Length.FromMillimetres(14)),
            [
                new Contact(1, Length.FromMillimetres(3), Length.FromMillimetres(-1.5), plate),
                new Contact(2, Length.FromMillimetres(3), Length.FromMillimetres(1.5), plate),
            ],
            "test", true);
        return new PlacedLead("paddle", model, [new(0, 8.3e-3, 7e-3), new(0, 8.3e-3, -7e-3)], 0.3e-3);
    }

    public static FieldProblem Of(params PlacedLead[] leads) => new(
        new PrismaticBody(Section()), Preset(), leads, new FieldBox(-30e-3, 30e-3, -30e-3, 30e-3, -40e-3, 40e-3), FieldQuality.Draft);

    public static LeadFields Solve(FieldProblem problem, int threads = 1) =>
        FieldSolver.Solve(problem, Sizes, threads, null, CancellationToken.None);

    /// <summary>Points along the dorsal columns.</summary>
    public static Position[] Fibre(double x = 0.3e-3, double y = 2.7e-3) =>
        [.. Enumerable.Range(-20, 41).Select(n => new Position(x, y, n * 1e-3))];
}
