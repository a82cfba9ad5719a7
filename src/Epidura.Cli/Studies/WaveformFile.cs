using Epidura.Cli.Output;
using Epidura.Stimulation;
using Epidura.Stimulation.Waveforms;

namespace Epidura.Cli.Studies;

/// <summary>Reads a waveform that a person wrote: each current holds from its time to the next, the last row ends it.</summary>
internal static class WaveformFile
{
    private static readonly string[] Columns = ["time_us", "current_fraction"];

    /// <summary>A word of <c>--waveform</c> that names a file.</summary>
    public static bool IsFile(string word) => word.EndsWith(".csv", StringComparison.OrdinalIgnoreCase);

    public static Waveform.Steps Read(string path)
    {
        var limit = Limits.Of("study_duration_ms");
        var table = CsvFile.Read(path, Columns, Columns);
        List<double> times = [], values = [];
        foreach (var row in table.Rows)
        {
            var time = row.Number("time_us") ?? throw row.Missing("time_us");
            var value = row.Number("current_fraction") ?? throw row.Missing("current_fraction");
            if (times.Count == 0 && time != 0)
                throw row.Refuse("time_us", "0 in the first row");
            if (times.Count > 0 && !(time * 1e-6 > times[^1]))
                throw row.Refuse("time_us", "a time above the one before");
            if (time * 1e-3 > limit.Max)
                throw row.Refuse("time_us", FormattableString.Invariant($"up to {limit.Max * 1e3:G6}"));
            if (Math.Abs(value) > 1)
                throw row.Refuse("current_fraction", "-1 to 1, as a share of the amplitude");
            times.Add(time * 1e-6);
            values.Add(value);
        }

        if (times.Count < 2)
            throw new WrongInputException($"{path}:1:1: the waveform has {times.Count} rows; allowed is 2 or more.");
        if (values[^1] != 0)
            throw table.Rows[^1].Refuse("current_fraction", "0 in the last row, which ends the waveform");
        return values.TrueForAll(value => value == 0)
            ? throw new WrongInputException($"{path}:1:1: current_fraction is 0 in every row; allowed is a waveform with current.")
            : new Waveform.Steps(times, values);
    }
}
