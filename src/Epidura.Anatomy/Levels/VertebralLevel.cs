namespace Epidura.Anatomy.Levels;

/// <summary>Vertebrae from the second cervical to the first sacral, rostral to caudal.</summary>
public enum VertebralLevel
{
#pragma warning disable CS1591 // the names are the documentation
    C1, C2, C3, C4, C5, C6, C7,
    T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12,
    L1, L2, L3, L4, L5, S1,
}

/// <summary>Segments of the cord, rostral to caudal; a dermatome has the name of its segment.</summary>
public enum SpinalSegment
{
    C1, C2, C3, C4, C5, C6, C7, C8,
    T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12,
    L1, L2, L3, L4, L5,
    S1, S2, S3, S4, S5,
#pragma warning restore CS1591
}

/// <summary>Side of the body.</summary>
public enum Side
{
    /// <summary>The patient's left, x below zero.</summary>
    Left,

    /// <summary>The patient's right, x above zero.</summary>
    Right,
}
