using System.Globalization;
using Epidura.Care.Patients;

namespace Epidura.Care.Rules;

/// <summary>What a rule function sees: the patient, the numbers of its profile, other findings; it writes down what was used and what is
/// missing.</summary>
internal sealed class Trail(RuleRun run, string rule)
{
    private readonly List<RuleInput> _used = [];
    private readonly List<string> _missing = [];

    public Patient Patient => run.Patient;

    public string Profile => run.Profile;

    public IReadOnlyList<RuleInput> Used => _used;

    public IReadOnlyList<string> Missing => _missing;

    /// <summary>A number of this rule.</summary>
    public Ratio Limit(string name) => RuleBook.Limit(run.Profile, rule, name);

    public int WholeLimit(string name) => (int)Limit(name).Numerator;

    /// <summary>What another rule found in the same profile.</summary>
    public RuleFinding Of(string other)
    {
        var found = run.Find(other);
        Use($"rule {other}", found.Answer.ToString());
        return found;
    }

    /// <summary>An input that the rule needs: written down as used, or as missing.</summary>
    public T? Need<T>(string name, T? value)
        where T : struct
    {
        if (value is null)
            Lack(name);
        return See(name, value);
    }

    /// <inheritdoc cref="Need{T}(string, T?)"/>
    public T? Need<T>(string name, T? value)
        where T : class
    {
        if (value is null)
            Lack(name);
        return See(name, value);
    }

    /// <summary>An input that the rule can do without.</summary>
    public T? See<T>(string name, T? value)
        where T : struct
    {
        if (value is { } given)
            Use(name, Text(given));
        return value;
    }

    /// <inheritdoc cref="See{T}(string, T?)"/>
    public T? See<T>(string name, T? value)
        where T : class
    {
        if (value is not null)
            Use(name, Text(value));
        return value;
    }

    public void Lack(string name)
    {
        if (!_missing.Contains(name))
            _missing.Add(name);
    }

    private void Use(string name, string value)
    {
        if (!_used.Exists(input => input.Name == name))
            _used.Add(new RuleInput(name, value));
    }

    private static string Text(object value) => value switch
    {
        bool flag => flag ? "yes" : "no",
        string text => text,
        Ratio ratio => ratio.ToText(3),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset instant => instant.ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture),
        System.Collections.ICollection list => $"{list.Count} listed",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
