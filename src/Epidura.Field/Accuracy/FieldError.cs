namespace Epidura.Field.Accuracy;

/// <summary>Largest differences of a field along fibres in the dorsal columns, each a ratio.</summary>
/// <param name="Potential">Of the potential, over the line's largest.</param>
/// <param name="SecondDifference">Of the second difference at nodes 1 mm apart, over the line's largest.</param>
/// <param name="Threshold">Of the threshold of a linear cable of 10 µm, over the threshold.</param>
public sealed record FieldError(double Potential, double SecondDifference, double Threshold)
{
    internal FieldError With(FieldError other, Func<double, double, double> join) => new(
        join(Potential, other.Potential), join(SecondDifference, other.SecondDifference), join(Threshold, other.Threshold));
}

/// <summary>Error of a field by the discretisation, estimated from coarser grids of the same problem.</summary>
/// <param name="Change">From the grid of twice the spacing to that of the field.</param>
/// <param name="ChangeBefore">From four times the spacing to twice.</param>
/// <param name="Order">At which the error falls with the spacing: measured, held between 0.5 and 2.</param>
/// <param name="Error">1.25 × change / (2^p - 1) with p the order or 1, whichever is less: Richardson's estimate with Roache's factor of
/// safety.</param>
public sealed record FieldErrorEstimate(FieldError Change, FieldError ChangeBefore, FieldError Order, FieldError Error);
