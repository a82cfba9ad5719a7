namespace Epidura.Fibers.Runs;

/// <summary>One lane of a bundle with the task and the run it carries.</summary>
internal sealed class LaneSlot(LaneBundle bundle, int lane)
{
    /// <summary>Sources that may act at once.</summary>
    public const int SourcesMax = 256;

    private readonly List<double> _first = [];
    private readonly List<int> _firstSteps = [];
    private readonly List<double> _second = [];
    private LaneTask? _task;
    private LaneRun? _run;
    private int _step;
    private int _firstNode;
    private int _secondNode;
    private double _detection;
    private double _firstBefore;
    private double _secondBefore;
    private int _quietSince;
    private double[] _weights = [];
    private bool _isMixed;

    public bool IsRunning => _run is not null;

    public bool HasTask => _task is not null;

    public void Take(LaneTask task)
    {
        _task = task;
        bundle.Load(lane, task.Fibre);
    }

    public void Clear()
    {
        _task?.Release();
        _task = null;
    }

    /// <summary>Starts the task's next run.</summary>
    /// <returns>False when there is none.</returns>
    public bool StartNext()
    {
        if (_task?.Next() is not { } run)
            return false;
        var fibre = _task.Fibre;
        _run = run;
        _step = 0;
        _quietSince = 0;
        _first.Clear();
        _firstSteps.Clear();
        _second.Clear();
        _detection = run.DetectionVoltage - fibre.RestVoltage;
        _firstNode = Simulated(run.Detection.First);
        _secondNode = Simulated(run.Detection.Second);
        _weights = new double[run.Sources.Count];
        if (run.Sources.Count > 0)
        {
            FillWeights(_weights, 0);
            fibre.Mix(_weights);
            bundle.TakeNodeSources(lane, fibre);
            bundle.TakeSources(lane, fibre);
            _isMixed = false;
            bundle.Begin(lane, fibre, 1, run.DetectionVoltage);
        }
        else
        {
            bundle.Begin(lane, fibre, run.FieldSamples.Length > 0 ? run.FieldAmplitude * run.FieldSamples[0] : 0, run.DetectionVoltage);
        }

        _firstBefore = _firstNode < 0 ? 0 : bundle.Deviation(_firstNode, lane);
        _secondBefore = _secondNode < 0 ? 0 : bundle.Deviation(_secondNode, lane);
        return true;
    }

    /// <summary>Writes the stimulus of the coming steps, and their numbers, into this lane's column.</summary>
    public void FillStimulus(double[] stimulus, double[] clock, int steps)
    {
        for (var i = 0; i < steps; i++)
        {
            // A run's last block may go on beyond its end: nothing that happens there counts.
            clock[(i * bundle.LaneCount) + lane] = _run is not null && _step + i < _run.Steps ? _step + i : double.NaN;
            var samples = _run?.FieldSamples ?? [];
            var at = _step + i;
            var field = at < samples.Length ? _run!.FieldAmplitude * samples[at] : 0;
            stimulus[(i * bundle.LaneCount) + lane] = _weights.Length > 0 ? 1 : field;
        }
    }

    /// <summary>Adds the injected currents of the coming step.</summary>
    public void Inject()
    {
        if (_run is null)
            return;
        if (_isMixed)
            bundle.TakeNodeSources(lane, _task!.Fibre);
        _isMixed = false;
        foreach (var injection in _run.Injections)
        {
            if (_step < injection.Samples.Length && Simulated(injection.Node) is var node and >= 0)
                bundle.Inject(node, lane, injection.Samples[_step]);
        }
    }

    /// <summary>Counts spikes after a step.</summary>
    public void Watch()
    {
        if (_run is null || _step >= _run.Steps)
            return;
        if (_firstNode >= 0 && Crosses(_firstNode, ref _firstBefore) is { } first)
        {
            _first.Add(first);
            _firstSteps.Add(_step);
        }

        if (_secondNode >= 0 && Crosses(_secondNode, ref _secondBefore) is { } second)
            _second.Add(second);
        _run.AfterStep?.Invoke(bundle, lane, _step);
        _step++;
    }

    /// <summary>Mixes several sources anew when their currents in the coming step differ from those before.</summary>
    public void MixSources()
    {
        if (_run is null || _weights.Length == 0)
            return;
        Span<double> weights = stackalloc double[Math.Min(_weights.Length, SourcesMax)];
        FillWeights(weights, _step);
        if (weights.SequenceEqual(_weights))
            return;
        weights.CopyTo(_weights);
        _task!.Fibre.Mix(_weights);
        bundle.TakeSources(lane, _task.Fibre);
        _isMixed = true;
    }

    /// <summary>Ends the run when its outcome is settled.</summary>
    public void Decide()
    {
        if (_run is null)
            return;
        var isCounted = Math.Max(_first.Count, _second.Count) >= _run.SpikesNeeded;
        if (_step < _run.QuietFrom || !IsQuiet())
            _quietSince = _step;
        var isQuiet = (_step - _quietSince) * _task!.Fibre.Step >= _task.Fibre.QuietTime;
        if (!isCounted && _step < _run.Steps && !isQuiet)
            return;
        _run = null;
        var crossings = bundle.FirstCrossings(lane);
        for (var node = 0; node < crossings.Length; node++)
            crossings[node] = ((crossings[node] + 1) * _task.Fibre.Step) + _task.Fibre.TimeZero;
        _task.Accept(new LaneOutcome([.. _first], [.. _firstSteps], [.. _second], crossings));
    }

    private void FillWeights(Span<double> weights, int step)
    {
        for (var k = 0; k < weights.Length; k++)
            weights[k] = _run!.Sources[k].At(step);
    }

    private int Simulated(int node)
    {
        var simulated = node - _task!.Fibre.FirstNode;
        return node >= 0 && simulated >= bundle.FirstActive && simulated < bundle.Nodes - bundle.FirstActive ? simulated : -1;
    }

    private double? Crosses(int node, ref double before)
    {
        var (old, now) = (before, bundle.Deviation(node, lane));
        before = now;
        return old < _detection && now >= _detection
            ? ((_step + ((_detection - old) / (now - old))) * _task!.Fibre.Step) + _task.Fibre.TimeZero
            : null;
    }

    private bool IsQuiet()
    {
        var quiet = _task!.Fibre.QuietDeviation;
        for (var node = bundle.FirstActive; node < bundle.Nodes - bundle.FirstActive; node++)
        {
            if (!(Math.Abs(bundle.Deviation(node, lane)) < quiet))
                return false;
        }

        return true;
    }
}
