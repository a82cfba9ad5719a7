using Epidura.Care.Tables;
using Epidura.Quantities;

namespace Epidura.Care.Demo;

/// <summary>What synthetic patients are drawn from, <c>data/care/priors.csv</c>.</summary>
public static class Priors
{
    /// <summary>Version of the table.</summary>
    public static string Version => CareTable.Of("priors").Version;

    /// <summary>Mean of a beta, or a share.</summary>
    /// <exception cref="ArgumentException">No such quantity.</exception>
    public static double Mean(string quantity)
    {
        var row = Row(quantity);
        var (a, b) = (row.Number("a"), row.Number("b"));
        return row.Text("kind") == "beta" ? a / (a + b) : a / b;
    }

    /// <summary>Share that has met the event by a time, for a Weibull.</summary>
    /// <param name="quantity">Row of the table.</param>
    /// <param name="years">Time, years.</param>
    public static double ShareBy(string quantity, double years) => 1 - Math.Exp(-Hazard(quantity, years));

    /// <summary>Publication of a row, and whether it has still to be checked.</summary>
    public static string SourceOf(string quantity) =>
        Row(quantity).Text("source") + (Row(quantity).Flag("verified") ? "" : " (not verified)");

    /// <summary>Cumulative hazard of a Weibull.</summary>
    internal static double Hazard(string quantity, double years)
    {
        var row = Row(quantity);
        return Math.Pow(years / row.Number("b"), row.Number("a"));
    }

    private static TableRow Row(string quantity) => CareTable.Of("priors").Find("quantity", quantity)
        ?? throw new ArgumentException($"There is no prior '{quantity}'.", nameof(quantity));
}
