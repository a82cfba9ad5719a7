using Epidura.Care.Patients;
using Epidura.Care.Surgery;

namespace Epidura.Care.Tests.Surgery;

public class ConcordanceTests
{
    [Theory]
    [InlineData("herniation", "L4/5", "paracentral", "L5")]
    [InlineData("herniation", "L5/S1", "paracentral", "S1")]
    [InlineData("herniation", "L4/5", "far-lateral", "L4")]
    [InlineData("herniation", "L5/S1", "far-lateral", "L5")]
    [InlineData("foraminal-stenosis", "L5/S1", null, "L5")]
    [InlineData("lateral-stenosis", "L4/5", null, "L5")]
    [InlineData("herniation", "C5/6", "paracentral", "C6")]
    [InlineData("foraminal-stenosis", "C6/7", null, "C7")]
    [InlineData("foraminal-stenosis", "C7/T1", null, "C8")]
    public void A_finding_meets_the_root_of_its_level(string kind, string level, string? position, string root) =>
        Assert.Equal(root, Concordance.RootOf(new ImageFinding(kind, level, "left", position, null, null, null)));

    [Theory]
    [InlineData("left", "left", true)]
    [InlineData("right", "left", false)]
    [InlineData("both", "left", true)]
    [InlineData(null, "right", true)]
    [InlineData("left", "both", true)]
    public void Sides_must_meet(string? finding, string symptom, bool expected) =>
        Assert.Equal(
            expected,
            Concordance.Agrees(new ImageFinding("herniation", "L4/5", finding, "paracentral", null, null, null),
                [new RootSide("L5", symptom)]));
}
