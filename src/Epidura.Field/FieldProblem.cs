using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Epidura.Anatomy;
using Epidura.Anatomy.Placement;
using Epidura.Anatomy.Sections;
using Epidura.Stimulation.Leads;

namespace Epidura.Field;

/// <summary>How fine the grid is.</summary>
public enum FieldQuality
{
    /// <summary>For previews and fast tests.</summary>
    Draft,

    /// <summary>For plans.</summary>
    Standard,

    /// <summary>For convergence checks.</summary>
    Fine,
}

/// <summary>The block of body that is modelled, m. Potential zero on its four lateral faces, no current through its two ends.</summary>
/// <param name="XMin">Left.</param>
/// <param name="XMax">Right.</param>
/// <param name="YMin">Ventral.</param>
/// <param name="YMax">Dorsal.</param>
/// <param name="ZMin">Caudal.</param>
/// <param name="ZMax">Rostral.</param>
public sealed record FieldBox(double XMin, double XMax, double YMin, double YMax, double ZMin, double ZMax)
{
    /// <summary>A trunk-sized block whose ends lie 55 mm beyond the outermost contacts.</summary>
    /// <param name="leads">One or more.</param>
    public static FieldBox Around(IReadOnlyList<PlacedLead> leads)
    {
        ArgumentNullException.ThrowIfNull(leads);
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (var lead in leads)
        {
            var solid = new Geometry.LeadSolid(lead);
            foreach (var contact in lead.Model.Contacts)
            {
                var z = solid.PointAt(contact.Along.Metres).Z;
                low = Math.Min(low, z);
                high = Math.Max(high, z);
            }
        }

        return new FieldBox(-50e-3, 50e-3, -60e-3, 45e-3, low - 55e-3, high + 55e-3);
    }

    internal bool Contains(double x, double y, double z) =>
        x >= XMin && x <= XMax && y >= YMin && y <= YMax && z >= ZMin && z <= ZMax;
}

/// <summary>A volume conductor to solve.</summary>
/// <param name="Body">Tissue surfaces.</param>
/// <param name="Conductivities">Of every tissue that occurs.</param>
/// <param name="Leads">One or more, with at least one contact together.</param>
/// <param name="Box">What is modelled.</param>
/// <param name="Quality">Grid.</param>
public sealed record FieldProblem(
    BodyModel Body, ConductivityPreset Conductivities, IReadOnlyList<PlacedLead> Leads, FieldBox Box, FieldQuality Quality)
{
    /// <summary>Changes whenever the discretisation does, so that stored fields of an older one are not used.</summary>
    public const int DiscretisationVersion = 2;

    /// <summary>Multiplies every spacing of the quality's grid, 0.5 to 4: halving the grid at 2 gives that of the quality.</summary>
    public double SpacingFactor { get; init; } = 1;

    /// <summary>SHA-256 in hexadecimal over everything the lead fields depend on.</summary>
    public string ContentHash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Canonical())));

    /// <summary>Every contact, lead by lead in order of number.</summary>
    public IReadOnlyList<Stimulation.Programs.ContactId> Contacts =>
        [.. Leads.SelectMany(lead => lead.Model.Contacts.Select(c => new Stimulation.Programs.ContactId(lead.Id, c.Number)))];

    private string Canonical()
    {
        var text = new StringBuilder();
        void Add(params object[] values)
        {
            foreach (var value in values)
                text.Append(value is double number ? number.ToString("R", CultureInfo.InvariantCulture) : value.ToString()).Append('|');
            text.Append('\n');
        }

        Add("epidura-field", DiscretisationVersion, Quality);
        if (SpacingFactor != 1)
            Add("spacing", SpacingFactor);
        Add(Box.XMin, Box.XMax, Box.YMin, Box.YMax, Box.ZMin, Box.ZMax);
        Add(Body.Fingerprint);
        foreach (var (tissue, value) in Conductivities.Values.OrderBy(pair => pair.Key))
            Add(tissue, value.Transverse, value.Axial);
        foreach (var lead in Leads)
        {
            Add("lead", lead.Id, lead.Encapsulation);
            foreach (var point in lead.Axis)
                Add(point.X, point.Y, point.Z);
            Add(Describe(lead.Model.Body));
            foreach (var contact in lead.Model.Contacts)
                Add(contact.Number, contact.Along.Metres, contact.Across.Metres, contact.Shape.Length.Metres, Width(contact.Shape));
        }

        return text.ToString();
    }

    private static string Describe(LeadBody body) => body switch
    {
        LeadBody.Rod rod => FormattableString.Invariant($"rod {rod.Diameter.Metres:R}"),
        LeadBody.Paddle paddle => FormattableString.Invariant(
            $"paddle {paddle.Width.Metres:R} {paddle.Thickness.Metres:R} {paddle.Length.Metres:R}"),
        _ => throw new ArgumentException($"A lead body of kind {body.GetType().Name} has no volume."),
    };

    private static double Width(ContactShape shape) => shape is ContactShape.Plate plate ? plate.Width.Metres : 0;
}

/// <summary>How far a solve has come.</summary>
/// <param name="Stage">For people.</param>
/// <param name="Fraction">From 0 to 1 over the whole solve.</param>
public sealed record FieldProgress(string Stage, double Fraction);

/// <summary>How good a solve was.</summary>
/// <param name="Cells">Of the grid.</param>
/// <param name="GridSize">Cells along x, y and z.</param>
/// <param name="SpacingMin">Smallest spacing, m.</param>
/// <param name="Iterations">Largest number over the right-hand sides.</param>
/// <param name="Residual">Largest norm of the residual over that of the right-hand side.</param>
/// <param name="Converged">False when the bound on iterations came first; the fields are then not to be trusted.</param>
/// <param name="CurrentSumError">Largest difference between 1 A and the current through the outer boundary, ratio.</param>
/// <param name="SymmetryError">Largest asymmetry of the contact conductance matrix over its largest entry.</param>
public sealed record FieldDiagnostics(
    int Cells,
    (int X, int Y, int Z) GridSize,
    double SpacingMin,
    int Iterations,
    double Residual,
    bool Converged,
    double CurrentSumError,
    double SymmetryError);
