using System.Globalization;
using Epidura.Generator.Engine;
using Epidura.Stimulation.Programs;

namespace Epidura.Generator.Host.Serving;

/// <summary>Lines that stand for what happens to the body and the device: the hand with the magnet, a broken lead, a spent
/// battery.</summary>
public sealed class World
{
    /// <summary>What can be written.</summary>
    public const string Usage =
        "magnet on | magnet off | impedance CONTACT OHM | short CONTACT CONTACT OHM | short none | battery MILLIVOLT | "
        + "charger MILLIVOLT | temperature DEVICE_MILLICELSIUS BODY_MILLICELSIUS | clock MILLISECONDS | watchdog";

    private readonly GeneratorConfiguration _configuration;
    private readonly int[] _ohm;
    private Bridge? _short;

    /// <summary>A body at rest.</summary>
    /// <param name="configuration">Contacts.</param>
    /// <param name="ohm">True impedances, the case last; null for 800 everywhere.</param>
    public World(GeneratorConfiguration configuration, IReadOnlyList<int>? ohm)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        _configuration = configuration;
        _ohm = ohm is null ? [.. Enumerable.Repeat(800, configuration.CaseIndex + 1)] : [.. ohm];
        if (_ohm.Length != configuration.CaseIndex + 1)
            throw new ArgumentException($"{_ohm.Length} impedances for {configuration.CaseIndex + 1} contacts.", nameof(ohm));
    }

    /// <summary>What the leads meet now.</summary>
    public Input Impedances() => new Input.Impedances([.. _ohm], _short);

    /// <summary>Reads a line; null when it is not one of <see cref="Usage"/>.</summary>
    /// <param name="line">Words.</param>
    public Input? Read(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return line.Split(' ', StringSplitOptions.RemoveEmptyEntries) switch
        {
            ["magnet", "on"] => new Input.Magnet(true),
            ["magnet", "off"] => new Input.Magnet(false),
            ["watchdog"] => new Input.WatchdogFailed(),
            ["short", "none"] => Leads(() => _short = null),
            ["short", var first, var second, var ohm] when Contact(first) is { } one && Contact(second) is { } other && one != other
                && Number(ohm, 1_000_000) is { } value => Leads(() => _short = new Bridge(one, other, value)),
            ["impedance", var contact, var ohm] when Contact(contact) is { } index && Number(ohm, 1_000_000) is >= 1 and var value =>
                Leads(() => _ohm[index] = value),
            ["battery", var millivolt] when Number(millivolt, 10_000) is { } value => new Input.Battery(value),
            ["charger", var millivolt] when Number(millivolt, 10_000) is { } value => new Input.Battery(value, IsCharging: true),
            ["temperature", var device, var body] when Number(device, 100_000) is { } one && Number(body, 100_000) is { } other =>
                new Input.Temperature(one, other),
            ["clock", var millisecond] when long.TryParse(millisecond, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture,
                out var value) && Math.Abs(value) < 1L << 50 => new Input.ClockJump(value),
            _ => null,
        };
    }

    private Input Leads(Action change)
    {
        change();
        return Impedances();
    }

    /// <summary>A contact by name, <c>left.3</c> or <c>case</c>, or by index.</summary>
    private int? Contact(string word)
    {
        if (Number(word, _configuration.CaseIndex) is { } index)
            return index;
        if (word == "case")
            return _configuration.CaseIndex;
        var dot = word.LastIndexOf('.');
        if (dot < 1 || Number(word[(dot + 1)..], GeneratorConfiguration.ContactsMax) is not { } number)
            return null;
        return _configuration.IndexOf(new ContactId(word[..dot], number)) is >= 0 and var found ? found : null;
    }

    private static int? Number(string word, int max) =>
        int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value <= max ? value : null;
}
