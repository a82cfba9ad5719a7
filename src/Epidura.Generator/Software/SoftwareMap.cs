namespace Epidura.Generator.Software;

/// <summary>Where things lie in the block store of the software: two control records, two banks. Blank means: never updated.</summary>
public static class SoftwareMap
{
    /// <summary>First control record; the second lies one sector further.</summary>
    public const int ControlAddress = 0;

    /// <summary>Bytes from one control record to the next.</summary>
    public const int ControlSector = 512;

    /// <summary>First bank.</summary>
    public const int BankAddress = 2 * ControlSector;

    /// <summary>Bytes of a bank.</summary>
    public const int BankLength = SoftwareImage.LengthMax;

    /// <summary>Bytes in all.</summary>
    public const int Size = BankAddress + (2 * BankLength);

    /// <summary>Address of a bank.</summary>
    /// <param name="bank">A or B.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factory software has no bank.</exception>
    public static int Bank(SoftwareBank bank) => bank switch
    {
        SoftwareBank.A => BankAddress,
        SoftwareBank.B => BankAddress + BankLength,
        _ => throw new ArgumentOutOfRangeException(nameof(bank), bank, "Bank A or B."),
    };
}
