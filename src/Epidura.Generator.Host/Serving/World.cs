using System.Globalization;
using Epidura.Generator.Engine;

namespace Epidura.Generator.Host.Serving;

/// <summary>Lines that stand for what happens to the body and the device: the hand with the magnet, a broken lead, a spent
/// battery.</summary>
public static class World
{
    /// <summary>What can be written.</summary>
    public const string Usage =
        "magnet on | magnet off | impedance CONTACT OHM | battery MILLIVOLT | temperature DEVICE_MILLICELSIUS BODY_MILLICELSIUS";

    /// <summary>Reads a line; null when it is not one of <see cref="Usage"/>.</summary>
    /// <param name="line">Words.</param>
    /// <param name="ohm">True impedances, the case last; one is replaced by an impedance line.</param>
    public static Input? Read(string line, int[] ohm)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        int? Number(int at) => words.Length > at && int.TryParse(words[at], NumberStyles.None, CultureInfo.InvariantCulture,
            out var value) ? value : null;
        switch (words)
        {
            case ["magnet", "on"]:
                return new Input.Magnet(true);
            case ["magnet", "off"]:
                return new Input.Magnet(false);
            case ["impedance", _, _] when Number(1) is { } contact && Number(2) is { } value && contact < ohm.Length
                && value is >= 1 and <= 1_000_000:
                ohm[contact] = value;
                return new Input.Impedances([.. ohm]);
            case ["battery", _] when Number(1) is { } millivolt and <= 10_000:
                return new Input.Battery(millivolt);
            case ["temperature", _, _] when Number(1) is { } device and <= 100_000 && Number(2) is { } body and <= 100_000:
                return new Input.Temperature(device, body);
            default:
                return null;
        }
    }
}
