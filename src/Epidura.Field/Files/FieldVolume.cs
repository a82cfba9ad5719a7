using Epidura.Numerics.Files;

namespace Epidura.Field.Files;

/// <summary>Lead fields at every stored place of the grid, as other programs want them.</summary>
/// <param name="X">Places to the right, m, rising.</param>
/// <param name="Y">Places to the back, m, rising.</param>
/// <param name="Z">Places upwards, m, rising.</param>
/// <param name="Names">One for each array; XML-safe.</param>
/// <param name="Values">V/A; arrays over z × y × x, x fastest.</param>
public sealed record FieldVolume(
    IReadOnlyList<double> X, IReadOnlyList<double> Y, IReadOnlyList<double> Z, IReadOnlyList<string> Names,
    IReadOnlyList<float[]> Values)
{
    /// <summary>The stored part of a solution: canal and leads at every height; inside the metal the contact's own potential.</summary>
    /// <param name="fields">The solution; its arrays are shared, not copied.</param>
    public static FieldVolume Of(LeadFields fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        var block = fields.Block;
        return new FieldVolume(
            fields.Grid.X.Centres[block.I0..block.I1], fields.Grid.Y.Centres[block.J0..block.J1],
            fields.Grid.Z.Centres[block.K0..block.K1], [.. fields.Contacts.Select(contact => contact.ToString())], fields.Potentials);
    }

    /// <summary>Every array in one, contacts × z × y × x.</summary>
    public NpyArray ToArray()
    {
        var count = X.Count * Y.Count * Z.Count;
        var all = new double[count * Values.Count];
        for (var n = 0; n < Values.Count; n++)
            for (var c = 0; c < count; c++)
                all[(n * count) + c] = Values[n][c];
        return new NpyArray([Values.Count, Z.Count, Y.Count, X.Count], all);
    }
}
