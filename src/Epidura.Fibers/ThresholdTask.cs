using Epidura.Fibers.Runs;

namespace Epidura.Fibers;

/// <summary>The search of one fibre: steps up or down to a bracket, then bisection.</summary>
internal sealed class ThresholdTask : LaneTask
{
    private const double Factor = 2;
    private const double SlowBelow = 1.04;
    private const int ProbesBelow = 5;
    private const double SmallestShare = 1e-9;
    private const int RunsMax = 200;

    /// <summary>Shares of the found threshold where weaker amplitudes are tried, so that the lowest one is reported.</summary>
    private static readonly double[] Below = [0.97, 0.93, 0.87, 0.8, 0.7, 0.6, 0.5, 0.35];

    private readonly Func<double, LaneRun> _run;
    private readonly double _tolerance;
    private readonly double _amplitudeMax;
    private readonly double _start;
    private readonly int _spikes;
    private double _amplitude;
    private double _lower;
    private double _upper = double.PositiveInfinity;
    private double _factor;
    private LaneOutcome? _firing;
    private int _probes;
    private int _runs;
    private int _below;
    private double _found;
    private Phase _phase = Phase.Up;
    private bool _isSettled;

    /// <param name="geometry">The fibre.</param>
    /// <param name="lower">Lowers it.</param>
    /// <param name="run">The run at an amplitude, A.</param>
    /// <param name="start">First amplitude, A.</param>
    /// <param name="firstFactor">First step from there up or down; later ones double or halve.</param>
    /// <param name="tolerance">Largest relative width of the bracket.</param>
    /// <param name="amplitudeMax">A.</param>
    /// <param name="spikes">Spikes that count as firing.</param>
    public ThresholdTask(
        FibreGeometry geometry,
        Func<LoweredFibre> lower,
        Func<double, LaneRun> run,
        double start,
        double firstFactor,
        double tolerance,
        double amplitudeMax,
        int spikes)
        : base(geometry, lower)
    {
        _factor = firstFactor;
        _run = run;
        _tolerance = tolerance;
        _amplitudeMax = amplitudeMax;
        _start = Math.Min(start, amplitudeMax);
        _amplitude = _start;
        _spikes = spikes;
    }

    private enum Phase
    {
        Up,
        Down,
        Probe,
        Bisect,
        Below,
        Scan,
        Done,
    }

    public ThresholdResult? Result { get; private set; }

    /// <summary>Also tries amplitudes below the found threshold: firing need not be monotonic in the amplitude.</summary>
    public bool LooksBelow { get; init; }

    /// <summary>Walks the amplitude axis once a threshold is found; null does not.</summary>
    public AmplitudeScanner? Scanner { get; init; }

    /// <summary>Goes into the result.</summary>
    public SolverMode Mode { get; init; }

    public int Runs => _runs;

    public override LaneRun? Next()
    {
        if (_phase == Phase.Done)
            return null;
        _runs++;
        return _run(_amplitude);
    }

    public override void Accept(LaneOutcome outcome)
    {
        var fires = outcome.Spikes >= _spikes;
        if (_phase == Phase.Scan)
        {
            Scanner!.Accept(fires);
            if (fires && _amplitude < _upper)
                (_upper, _firing) = (_amplitude, outcome);
            Scan();
            return;
        }

        if (_phase == Phase.Probe && !fires)
        {
            ContinueProbing();
            return;
        }

        if (_phase == Phase.Below && !fires)
        {
            LookBelow();
            return;
        }

        if (fires)
        {
            // A firing probe lies below amplitudes that did not fire: the bracket starts anew under it.
            if (_phase is Phase.Probe or Phase.Below)
                _lower = 0;
            _upper = _amplitude;
            _firing = outcome;
        }
        else
        {
            _lower = _amplitude;
        }

        Advance();
    }

    private void Advance()
    {
        if (double.IsInfinity(_upper))
        {
            if (_amplitude >= _amplitudeMax)
            {
                // Strong fields can block what weaker ones excite: look below the start before giving up.
                if (Scanner is not null)
                {
                    Scan();
                    return;
                }

                _phase = Phase.Probe;
                _amplitude = _start;
                ContinueProbing();
                return;
            }

            _amplitude = Math.Min(_amplitudeMax, _amplitude * _factor);
            _factor = Grow(_factor);
            return;
        }

        if (_lower <= 0 && _upper > _amplitudeMax * SmallestShare)
        {
            _phase = Phase.Down;
            _amplitude = _upper / _factor;
            _factor = Grow(_factor);
            return;
        }

        _phase = Phase.Bisect;
        var middle = 0.5 * (_lower + _upper);
        var isExhausted = _runs >= RunsMax || !(middle > _lower && middle < _upper);
        if (_upper - _lower <= _tolerance * _upper || isExhausted)
            LookBelow();
        else
            _amplitude = middle;
    }

    /// <summary>A start known to a fraction of a percent widens slowly; any other doubles.</summary>
    private static double Grow(double factor) => factor < SlowBelow ? factor * factor : Factor;

    private void LookBelow()
    {
        if (_phase != Phase.Below)
            (_found, _below, _phase) = (_lower, 0, Phase.Below);
        if (!LooksBelow || _lower <= 0 || _below >= Below.Length || _runs >= RunsMax)
            Scan();
        else
            _amplitude = _found * Below[_below++];
    }

    /// <summary>Walks the amplitude axis, then narrows the lowest step from silent to firing.</summary>
    private void Scan()
    {
        if (Scanner is null || _isSettled)
        {
            Finish();
            return;
        }

        if (!Scanner.HasBegun)
            Scanner.Begin(_lower, _upper, _start);
        _phase = Phase.Scan;
        if (_runs < RunsMax && Scanner.Next(out _amplitude))
            return;
        _isSettled = true;
        if (!Scanner.HasFired)
        {
            Finish();
            return;
        }

        (_lower, _upper) = Scanner.Lowest;
        Advance();
    }

    private void ContinueProbing()
    {
        _amplitude *= 0.5;
        _probes++;
        if (_probes <= ProbesBelow && _start < 0.5 * _amplitudeMax)
            return;
        Scan();
    }

    private void Finish()
    {
        _phase = Phase.Done;
        if (_firing is not { } outcome)
        {
            Result = new ThresholdResult(
                ThresholdStatus.AboveMaximum, double.PositiveInfinity, _lower, double.PositiveInfinity, Fibre.Step, -1, double.NaN, false,
                Mode, Scanner?.Describe(), _runs);
            return;
        }

        var node = Origin(outcome);
        Result = new ThresholdResult(
            ThresholdStatus.Found,
            0.5 * (_lower + _upper),
            _lower,
            _upper,
            Fibre.Step,
            node < 0 ? -1 : node + Fibre.FirstNode,
            node < 0 ? double.NaN : outcome.FirstCrossings[node],
            node >= 0 && Fibre.IsNearEnd(node),
            Mode,
            Scanner?.Describe(),
            _runs);
    }

    /// <summary>Short compartments cross together in one step: the middle of the earliest that are reached without a gap.</summary>
    private static int MiddleOfPlateau(double[] crossings, int node)
    {
        var best = node;
        foreach (var direction in (ReadOnlySpan<int>)[-1, 1])
        {
            var at = node + direction;
            for (; at >= 0 && at < crossings.Length && crossings[at] <= crossings[at - direction]; at += direction)
                best = crossings[at] < crossings[best] ? at : best;
        }

        var (first, last) = (best, best);
        while (first > 0 && crossings[first - 1] == crossings[best])
            first--;
        while (last < crossings.Length - 1 && crossings[last + 1] == crossings[best])
            last++;
        return (first + last) / 2;
    }

    /// <summary>Node of the earliest crossing from which the spike ran without a gap to the detection node; -1 when none crossed.</summary>
    private int Origin(LaneOutcome outcome)
    {
        var crossings = outcome.FirstCrossings;
        var isFirst = outcome.First.Count >= outcome.Second.Count;
        var detection = _run(_upper).Detection;
        var node = (isFirst ? detection.First : detection.Second) - Fibre.FirstNode;
        if (node < 0 || node >= crossings.Length || double.IsNaN(crossings[node]))
            return -1;
        while (true)
        {
            var best = node;
            foreach (var neighbour in Fibre.NeighboursOf(node))
            {
                if (crossings[neighbour] < crossings[best])
                    best = neighbour;
            }

            if (best == node)
                return Fibre.Geometry.IsMyelinated ? node : MiddleOfPlateau(crossings, node);
            node = best;
        }
    }
}
