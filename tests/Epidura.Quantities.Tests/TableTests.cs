namespace Epidura.Quantities.Tests;

public class TableTests
{
    [Fact]
    public void Fields_may_hold_commas_and_quotes_and_remarks_are_left_out()
    {
        var table = Table.Parse("# remark\na,b\r\n1.5,\"x, \"\"y\"\"\"\n\n2,\n", "t.csv");
        Assert.Equal(2, table.Rows.Count);
        Assert.Equal(1.5, table.Rows[0].Number("a"));
        Assert.Equal("x, \"y\"", table.Rows[0].Text("b"));
        Assert.Null(table.Rows[1].NumberOrNull("b"));
        Assert.Equal(["a", "b"], table.Columns);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a,a\n")]
    [InlineData("a,b\n1\n")]
    [InlineData("a,b\n1,\"2\n")]
    public void Anything_else_is_refused(string text) => Assert.Throws<FormatException>(() => Table.Parse(text, "t.csv"));

    [Fact]
    public void Numbers_and_flags_are_checked()
    {
        var row = Table.Parse("a,b,c\nNaN,maybe,\n", "t.csv").Rows[0];
        Assert.Throws<FormatException>(() => row.Number("a"));
        Assert.Throws<FormatException>(() => row.Flag("b"));
        Assert.Throws<FormatException>(() => row.Number("c"));
        Assert.Throws<FormatException>(() => row.Text("d"));
        Assert.True(Table.Parse("a\nyes\n", "t.csv").Rows[0].Flag("a"));
    }
}
