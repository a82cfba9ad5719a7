using Epidura.Cli.Output;
using Epidura.Fibers;
using Epidura.Numerics.Files;

namespace Epidura.Cli.Studies;

/// <summary>Potential along a fibre from a file.</summary>
internal abstract record FibrePotential
{
    /// <summary>V/A at every compartment; refuses what does not fit the fibre.</summary>
    public abstract double[] Along(FibreGeometry geometry);

    /// <summary>The fibre in the words of a refusal.</summary>
    protected static string Describe(FibreGeometry geometry) => FormattableString.Invariant(
        $"a fibre of {geometry.Diameter * 1e6:G6} µm with {geometry.Nodes} {(geometry.IsMyelinated ? "nodes" : "compartments")}");
}

/// <summary>Points along a fibre, straight lines between them.</summary>
/// <param name="Place">File, line and column of the last point.</param>
/// <param name="Positions">From the middle node, m, rising.</param>
/// <param name="Values">V/A.</param>
internal sealed record PotentialProfile(string Place, double[] Positions, double[] Values) : FibrePotential
{
    public override double[] Along(FibreGeometry geometry)
    {
        if (geometry.Branches.Count > 0)
            throw new WrongInputException(
                $"{Place}: position_mm tells places along a straight fibre; allowed is one value at each of the {geometry.Compartments} "
                + "compartments of a fibre with branches.");
        var middle = FibreStudy.MiddleOf(geometry);
        var (first, last) = (geometry.ArcPositions[0] - middle, geometry.ArcPositions[^1] - middle);
        if (first < Positions[0] - 1e-9 || last > Positions[^1] + 1e-9)
            throw new WrongInputException(FormattableString.Invariant(
                $"{Place}: position_mm covers {Positions[0] * 1e3:G6} to {Positions[^1] * 1e3:G6}; allowed is a range that holds ")
                + FormattableString.Invariant($"{first * 1e3:G6} to {last * 1e3:G6}, {Describe(geometry)}."));
        return [.. geometry.ArcPositions.ToArray().Select(position => At(position - middle))];
    }

    private double At(double position)
    {
        if (position <= Positions[0])
            return Values[0];
        if (position >= Positions[^1])
            return Values[^1];
        var high = Array.BinarySearch(Positions, position);
        if (high >= 0)
            return Values[high];
        high = ~high;
        var t = (position - Positions[high - 1]) / (Positions[high] - Positions[high - 1]);
        return Values[high - 1] + (t * (Values[high] - Values[high - 1]));
    }
}

/// <summary>One value at every compartment.</summary>
/// <param name="Place">File, line and column.</param>
/// <param name="Values">V/A.</param>
internal sealed record CompartmentPotential(string Place, double[] Values) : FibrePotential
{
    public override double[] Along(FibreGeometry geometry) => Values.Length == geometry.Compartments
        ? Values
        : throw new WrongInputException(
            $"{Place}: the fibre has {Values.Length} values; allowed is {geometry.Compartments}, one at each compartment of "
            + $"{Describe(geometry)} (./epidura fibre positions lists them).");
}

/// <summary>Reads potentials of one or more fibres: CSV, or NPY.</summary>
internal static class PotentialFile
{
    private static readonly string[] Columns = ["fibre", "position_mm", "potential_v_per_a"];

    public static List<FibrePotential> Read(string path) =>
        path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase) ? ReadNpy(path) : ReadCsv(path);

    private static List<FibrePotential> ReadNpy(string path)
    {
        NpyArray array;
        try
        {
            using var stream = InputText.Open(path, "a NumPy array");
            array = NpyArray.Read(stream);
        }
        catch (InvalidDataException refusal)
        {
            throw new WrongInputException($"{path}: {refusal.Message}.");
        }

        if (array.Shape.Count is not (1 or 2) || array.Values.Length == 0)
            throw new WrongInputException(
                $"{path}: the array has the shape {array.ShapeInWords}; allowed is (compartments,) or (fibres, compartments).");
        var length = array.Shape[^1];
        var bad = Array.FindIndex(array.Values, value => !double.IsFinite(value));
        if (bad >= 0)
        {
            var place = array.Shape.Count == 1 ? $"[{bad}]" : $"[{bad / length}, {bad % length}]";
            throw new WrongInputException(FormattableString.Invariant(
                $"{path}: the value at {place} is {array.Values[bad]}; allowed is a finite number."));
        }

        return
        [
            .. array.Values.Chunk(length).Select((values, i) => new CompartmentPotential(
                array.Shape.Count == 1 ? path : $"{path}: row {i}", values)),
        ];
    }

    private static List<FibrePotential> ReadCsv(string path)
    {
        var table = CsvFile.Read(path, Columns, ["potential_v_per_a"]);
        List<FibrePotential> fibres = [];
        foreach (var group in table.Rows.GroupBy(row => row.Text("fibre") ?? ""))
        {
            List<double> positions = [], values = [];
            foreach (var row in group)
            {
                values.Add(row.Number("potential_v_per_a") ?? throw row.Missing("potential_v_per_a"));
                if (!row.Has("position_mm"))
                    continue;
                var position = (row.Number("position_mm") ?? throw row.Missing("position_mm")) * 1e-3;
                if (positions.Count > 0 && position <= positions[^1])
                    throw row.Refuse("position_mm", "a position above the one before");
                positions.Add(position);
            }

            var place = $"{path}:{group.Last().Line}:1";
            if (values.Count < 2)
                throw new WrongInputException($"{place}: the fibre has {values.Count} points; allowed is 2 or more.");
            fibres.Add(positions.Count > 0
                ? new PotentialProfile(place, [.. positions], [.. values])
                : new CompartmentPotential(place, [.. values]));
        }

        return fibres.Count == 0
            ? throw new WrongInputException($"{path}:1:1: the file has 0 points; allowed is 2 or more.")
            : fibres;
    }
}
