namespace Epidura.Fibers;

/// <summary>Walks the amplitude axis from a threshold upwards, then downwards, one factor at a time.</summary>
/// <param name="factor">From one amplitude to the next.</param>
/// <param name="range">Up to range times the threshold, down to 1/range of the lowest amplitude that fires.</param>
/// <param name="amplitudeMax">A.</param>
internal sealed class AmplitudeScanner(double factor, double range, double amplitudeMax)
{
    private double _origin;
    private double _amplitude;
    private double _from;
    private double _to;
    private double _lowestFiring;
    private double _silentBelow;
    private bool _isRising;
    private bool _isMonotonic = true;

    /// <summary>True after <see cref="Begin"/>.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Some amplitude fired, before the scan or in it.</summary>
    public bool HasFired { get; private set; }

    /// <summary>Starts at a threshold, or above everything silent.</summary>
    /// <param name="silent">Amplitude that did not fire, A.</param>
    /// <param name="firing">Amplitude above it that fired, A; infinite when none did.</param>
    /// <param name="floor">The scan goes down at least to there, A.</param>
    public void Begin(double silent, double firing, double floor)
    {
        HasBegun = true;
        var isFound = double.IsFinite(firing);
        HasFired = isFound;
        _origin = isFound ? firing : amplitudeMax;
        _lowestFiring = isFound ? firing : Math.Min(amplitudeMax, floor);
        (_from, _to) = isFound ? (silent, firing) : (amplitudeMax, amplitudeMax);
        _silentBelow = silent;
        _amplitude = _origin;
        _isRising = isFound;
    }

    /// <summary>The next amplitude, A.</summary>
    /// <returns>False when the scan is done.</returns>
    public bool Next(out double amplitude)
    {
        if (_isRising)
        {
            _amplitude *= factor;
            if (_amplitude <= Math.Min(amplitudeMax, _origin * range))
            {
                amplitude = _amplitude;
                return true;
            }

            _isRising = false;
            _amplitude = _origin;
        }

        _amplitude /= factor;
        amplitude = _amplitude;
        return _amplitude >= _lowestFiring / range;
    }

    /// <summary>Takes what the amplitude of the last <see cref="Next"/> did.</summary>
    public void Accept(bool fires)
    {
        _from = Math.Min(_from, _amplitude);
        _to = Math.Max(_to, _amplitude);
        var isUsual = fires == _amplitude >= _origin;
        _isMonotonic &= isUsual;
        if (_amplitude >= _origin)
            return;
        if (fires)
            (_lowestFiring, _silentBelow, HasFired) = (_amplitude, 0, true);
        else if (_silentBelow <= 0)
            _silentBelow = _amplitude;
    }

    /// <summary>Ends of the lowest step from silent to firing, A; the lower is 0 when everything below fired too.</summary>
    public (double Silent, double Firing) Lowest => (_silentBelow, _lowestFiring);

    /// <summary>What was seen.</summary>
    public AmplitudeScan Describe() => new(_from, _to, factor, _isMonotonic);
}
