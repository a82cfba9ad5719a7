using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace Epidura.Cli.Output;

/// <summary>Shows stage, share and time left while work runs: a bar for a person, now and then a line for a log.</summary>
internal static class ProgressDisplay
{
    private const double QuietSeconds = 2;
    private const double LineSeconds = 10;

    /// <summary>Runs the work; it reports a stage and the share of that stage, 0 to 1, from any thread.</summary>
    public static T Run<T>(Terminal terminal, Func<Action<string, double>, T> work)
    {
        if (!terminal.IsErrorTerminal)
            return work(new LineProgress(terminal.Error).Report);
        return terminal.ErrorConsole().Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context => work(new BarProgress(context).Report));
    }

    /// <summary>The stage without what changes while it runs, which follows a colon.</summary>
    private static string Name(string stage) => stage.Split(':')[0];

    private sealed class BarProgress(ProgressContext context)
    {
        private readonly Lock _gate = new();
        private readonly Dictionary<string, ProgressTask> _tasks = [];

        public void Report(string stage, double fraction)
        {
            lock (_gate)
            {
                var name = Name(stage);
                if (!_tasks.TryGetValue(name, out var task))
                {
                    foreach (var earlier in _tasks.Values)
                        earlier.Value = earlier.MaxValue;
                    task = context.AddTask(Markup.Escape(stage), maxValue: 1);
                    _tasks.Add(name, task);
                }

                task.Description = Markup.Escape(stage);
                task.Value = Math.Max(task.Value, Math.Clamp(fraction, 0, 1));
            }
        }
    }

    private sealed class LineProgress(TextWriter writer)
    {
        private readonly Lock _gate = new();
        private readonly long _started = Stopwatch.GetTimestamp();
        private string _stage = "";
        private long _stageStarted = Stopwatch.GetTimestamp();
        private long _lastLine = Stopwatch.GetTimestamp();

        public void Report(string stage, double fraction)
        {
            lock (_gate)
            {
                var isNew = Name(stage) != _stage;
                if (isNew)
                    (_stage, _stageStarted) = (Name(stage), Stopwatch.GetTimestamp());
                if (Stopwatch.GetElapsedTime(_started).TotalSeconds < QuietSeconds)
                    return;
                if (!isNew && Stopwatch.GetElapsedTime(_lastLine).TotalSeconds < LineSeconds)
                    return;
                _lastLine = Stopwatch.GetTimestamp();
                writer.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"{stage}: {100 * Math.Clamp(fraction, 0, 1):0} %{Left(fraction)}"));
            }
        }

        private string Left(double fraction)
        {
            var spent = Stopwatch.GetElapsedTime(_stageStarted).TotalSeconds;
            return fraction > 0.02 && spent > 1
                ? string.Create(CultureInfo.InvariantCulture, $", about {spent * (1 - fraction) / fraction:0} s left")
                : "";
        }
    }
}

/// <summary>Passes progress on at once, on the thread that reports it.</summary>
internal sealed class ProgressSink<T>(Action<T> report) : IProgress<T>
{
    public void Report(T value) => report(value);
}
