using Epidura.Quantities;
using Epidura.Stimulation.Programs;

namespace Epidura.Planning.Recruitment;

/// <summary>Samples the potential of every contact along a path.</summary>
/// <param name="path">Points, m.</param>
/// <param name="voltsPerAmpere">Contacts × points, point fastest, V/A; overwritten.</param>
public delegate void SampleContacts(IReadOnlyList<Position> path, Span<double> voltsPerAmpere);

/// <summary>Potential of each contact for 1 A through it, back through the body's outer boundary.</summary>
/// <param name="Contacts">Order of the rows.</param>
/// <param name="AccessResistance">Potential of contact i for 1 A through contact j, ohm.</param>
/// <param name="Sample">Samples along a path.</param>
/// <param name="Covers">True where the field is known.</param>
public sealed record ContactFields(
    IReadOnlyList<ContactId> Contacts, double[,] AccessResistance, SampleContacts Sample, Func<Position, bool> Covers)
{
    /// <summary>Fractions of a pattern in the order of the contacts; the case has no row, its current leaves through the
    /// boundary.</summary>
    /// <exception cref="ArgumentException">A contact is not among <see cref="Contacts"/>.</exception>
    public double[] Fractions(IReadOnlyList<ContactFraction> pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        var fractions = new double[Contacts.Count];
        foreach (var (contact, perMille) in pattern)
        {
            if (contact.IsCase)
                continue;
            var row = Contacts.IndexOf(contact);
            if (row < 0)
                throw new ArgumentException($"The field has no contact {contact}.", nameof(pattern));
            fractions[row] += perMille / 1000.0;
        }

        return fractions;
    }

    /// <summary>Resistance between the cathodes and the anodes of a pattern: dissipated power over amplitude squared, ohm.</summary>
    /// <remarks>Tissue only: electrode interface and cable are not in it.</remarks>
    public double Impedance(IReadOnlyList<ContactFraction> pattern)
    {
        var fractions = Fractions(pattern);
        double power = 0;
        for (var i = 0; i < fractions.Length; i++)
            for (var j = 0; j < fractions.Length; j++)
                power += fractions[i] * AccessResistance[i, j] * fractions[j];
        return power;
    }
}

/// <summary>Look-up in read-only lists.</summary>
internal static class ContactOrder
{
    public static int IndexOf(this IReadOnlyList<ContactId> contacts, ContactId contact)
    {
        for (var i = 0; i < contacts.Count; i++)
            if (contacts[i] == contact)
                return i;
        return -1;
    }
}
