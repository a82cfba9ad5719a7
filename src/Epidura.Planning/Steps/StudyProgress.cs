namespace Epidura.Planning.Steps;

/// <summary>Turns the progress of a step into that of the plan; never goes back.</summary>
internal sealed class StudyProgress(IProgress<PlanProgress>? sink)
{
    private readonly Lock _gate = new();
    private double _reached;

    /// <summary>Progress of one step that takes the plan from one fraction to another.</summary>
    public IProgress<double> Step(string stage, double from, double to) => new Part(this, stage, from, to);

    private void Report(string stage, double fraction)
    {
        if (sink is null)
            return;
        lock (_gate)
        {
            _reached = Math.Max(_reached, fraction);
            sink.Report(new PlanProgress(stage, _reached));
        }
    }

    private sealed class Part : IProgress<double>
    {
        private readonly StudyProgress _whole;
        private readonly string _stage;
        private readonly double _from;
        private readonly double _to;

        public Part(StudyProgress whole, string stage, double from, double to)
        {
            (_whole, _stage, _from, _to) = (whole, stage, from, to);
            Report(0);
        }

        public void Report(double value) => _whole.Report(_stage, _from + ((_to - _from) * Math.Clamp(value, 0, 1)));
    }
}
