using System.Globalization;

namespace Epidura.Generator.Software;

/// <summary>Version of the device's software, as HS2 carries it: major × 65536 + minor.</summary>
/// <param name="Value">Both in one number; a later version is larger.</param>
public readonly record struct SoftwareVersion(uint Value) : IComparable<SoftwareVersion>
{
    /// <summary>Version of the software that is compiled in, which a device runs before its first update.</summary>
    public static SoftwareVersion Factory { get; } = new(0x0001_0000);

    /// <summary>Before the point.</summary>
    public int Major => (int)(Value >> 16);

    /// <summary>After the point.</summary>
    public int Minor => (int)(Value & 0xFFFF);

    /// <summary>Reads <c>1.2</c>: two numbers up to 65535.</summary>
    /// <param name="text">Text.</param>
    /// <param name="version">Version.</param>
    /// <returns>False for anything else.</returns>
    public static bool TryParse(string text, out SoftwareVersion version)
    {
        ArgumentNullException.ThrowIfNull(text);
        version = default;
        var parts = text.Split('.');
        if (parts.Length != 2 || !ushort.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major)
            || !ushort.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var minor))
            return false;
        version = new SoftwareVersion(((uint)major << 16) | minor);
        return true;
    }

    /// <summary>Which is later.</summary>
    /// <param name="one">One.</param>
    /// <param name="other">Other.</param>
    public static bool operator <(SoftwareVersion one, SoftwareVersion other) => one.Value < other.Value;

    /// <summary>Which is later.</summary>
    /// <param name="one">One.</param>
    /// <param name="other">Other.</param>
    public static bool operator >(SoftwareVersion one, SoftwareVersion other) => one.Value > other.Value;

    /// <summary>Which is later.</summary>
    /// <param name="one">One.</param>
    /// <param name="other">Other.</param>
    public static bool operator <=(SoftwareVersion one, SoftwareVersion other) => one.Value <= other.Value;

    /// <summary>Which is later.</summary>
    /// <param name="one">One.</param>
    /// <param name="other">Other.</param>
    public static bool operator >=(SoftwareVersion one, SoftwareVersion other) => one.Value >= other.Value;

    /// <inheritdoc/>
    public int CompareTo(SoftwareVersion other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Major}.{Minor}");
}
