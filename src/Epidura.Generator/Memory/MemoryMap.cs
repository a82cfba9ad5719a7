namespace Epidura.Generator.Memory;

/// <summary>Where things lie in a <see cref="IBlockStore"/>. docs/science/generator.md shows the map.</summary>
public static class MemoryMap
{
    /// <summary>Stored programs.</summary>
    public const int Programs = 16;

    /// <summary>Bytes of one copy of one program.</summary>
    public const int SlotLength = 1024;

    /// <summary>The mark of a formatted device.</summary>
    public const int MarkAddress = 0;

    /// <summary>Two copies of the limit profile, 512 bytes each.</summary>
    public const int ProfileAddress = 1024;

    /// <summary>Bytes of one copy of the profile.</summary>
    public const int ProfileLength = 512;

    /// <summary>First program slot.</summary>
    public const int SlotAddress = 2048;

    /// <summary>First record of the journal.</summary>
    public const int JournalAddress = SlotAddress + (Programs * 2 * SlotLength);

    /// <summary>Records of the journal.</summary>
    public const int JournalRecords = 1024;

    /// <summary>Bytes of a record of the journal and of the log.</summary>
    public const int RecordLength = 64;

    /// <summary>First record of the therapy log.</summary>
    public const int LogAddress = JournalAddress + (JournalRecords * RecordLength);

    /// <summary>Records of the therapy log.</summary>
    public const int LogRecords = 2048;

    /// <summary>Two copies of the usage counters.</summary>
    public const int UsageAddress = LogAddress + (LogRecords * RecordLength);

    /// <summary>Bytes of one copy of the usage counters.</summary>
    public const int UsageLength = 2048;

    /// <summary>First measurement of impedance.</summary>
    public const int ImpedanceAddress = UsageAddress + (2 * UsageLength);

    /// <summary>Measurements of impedance that are kept.</summary>
    public const int ImpedanceRecords = 64;

    /// <summary>Bytes of one measurement.</summary>
    public const int ImpedanceLength = 256;

    /// <summary>Free for the link: bonds and pinned roots.</summary>
    public const int LinkAddress = ImpedanceAddress + (ImpedanceRecords * ImpedanceLength);

    /// <summary>Bytes free for the link.</summary>
    public const int LinkLength = 16_384;

    /// <summary>Bytes in all.</summary>
    public const int Size = LinkAddress + LinkLength;

    /// <summary>Address of a copy of a program.</summary>
    /// <param name="program">0 to 15.</param>
    /// <param name="copy">0 or 1.</param>
    public static int Slot(int program, int copy) => SlotAddress + (((program * 2) + copy) * SlotLength);
}
