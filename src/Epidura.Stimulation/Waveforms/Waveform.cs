namespace Epidura.Stimulation.Waveforms;

/// <summary>
/// Relative current against time, s. The value +1 is the amplitude of the first phase: a contact with fraction -1000 per mille is then
/// the cathode. Piecewise constant unless a case says otherwise.
/// </summary>
public abstract record Waveform
{
    private Waveform()
    {
    }

    /// <summary>Time after which the value is zero for good, s.</summary>
    public abstract double Duration { get; }

    /// <summary>Relative value at a time, s, from zero.</summary>
    /// <param name="time">s; values outside [0, <see cref="Duration"/>) give zero.</param>
    public abstract double ValueAt(double time);

    /// <summary>Samples w[i] = value at i × step, for as long as the waveform lasts.</summary>
    /// <param name="step">s; above zero.</param>
    /// <returns>Relative values; length is Duration / step rounded to the nearest whole number, at least 1.</returns>
    /// <remarks>A boundary within 1e-6 of a step after a sample counts as reached, so widths that are whole steps are exact.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">step is not above zero.</exception>
    public double[] Sample(double step)
    {
        if (!(step > 0))
            throw new ArgumentOutOfRangeException(nameof(step), step, "The step must be above zero, s.");
        var samples = new double[Math.Max(1, (int)Math.Round(Duration / step))];
        for (var i = 0; i < samples.Length; i++)
            samples[i] = ValueAt((i + 1e-6) * step);
        return samples;
    }

    /// <summary>One rectangle.</summary>
    /// <param name="Width">s.</param>
    public sealed record Monophasic(double Width) : Waveform
    {
        /// <inheritdoc/>
        public override double Duration => Width;

        /// <inheritdoc/>
        public override double ValueAt(double time) => time >= 0 && time < Width ? 1 : 0;
    }

    /// <summary>A rectangle, a gap and a balancing rectangle of opposite sign, 1/ratio high and ratio times as long.</summary>
    /// <param name="Width">First phase, s.</param>
    /// <param name="Gap">Between the phases, s.</param>
    /// <param name="Ratio">Second phase's width over the first's; 1 is symmetric.</param>
    public sealed record Biphasic(double Width, double Gap = 0, double Ratio = 1) : Waveform
    {
        /// <inheritdoc/>
        public override double Duration => Width + Gap + (Width * Ratio);

        /// <inheritdoc/>
        public override double ValueAt(double time) =>
            time < 0 || time >= Duration ? 0 : time < Width ? 1 : time < Width + Gap ? 0 : -1 / Ratio;
    }

    /// <summary>A rectangle followed by an exponential discharge of the blocking capacitor that returns the same charge.</summary>
    /// <param name="Width">First phase, s.</param>
    /// <param name="Gap">Between the phases, s.</param>
    /// <param name="TimeConstant">Resistance times blocking capacitance, s.</param>
    /// <param name="Period">Time until the next pulse, s; the discharge is cut there and scaled so that the charge balances.</param>
    public sealed record PassiveRecharge(double Width, double Gap, double TimeConstant, double Period) : Waveform
    {
        /// <inheritdoc/>
        public override double Duration => Period;

        /// <inheritdoc/>
        public override double ValueAt(double time)
        {
            if (time < 0 || time >= Period)
                return 0;
            if (time < Width)
                return 1;
            var since = time - Width - Gap;
            if (since < 0)
                return 0;
            var window = Period - Width - Gap;
            return -Width / TimeConstant * Math.Exp(-since / TimeConstant) / (1 - Math.Exp(-window / TimeConstant));
        }
    }

    /// <summary>Equal rectangles and, after the last, one exponential discharge of the blocking capacitor that returns the charge of
    /// all.</summary>
    /// <param name="Width">Each rectangle, s.</param>
    /// <param name="Count">Rectangles, 1 or more.</param>
    /// <param name="Spacing">From the start of one to the start of the next, s; at least the width.</param>
    /// <param name="TimeConstant">Resistance times blocking capacitance, s.</param>
    /// <param name="Period">Time until the next burst, s; the discharge is cut there and scaled so that the charge balances.</param>
    public sealed record PassiveBurst(double Width, int Count, double Spacing, double TimeConstant, double Period) : Waveform
    {
        /// <inheritdoc/>
        public override double Duration => Period;

        /// <inheritdoc/>
        public override double ValueAt(double time)
        {
            if (time < 0 || time >= Period)
                return 0;
            var copy = Math.Min((int)(time / Spacing), Count - 1);
            var since = time - (copy * Spacing) - Width;
            if (since < 0)
                return 1;
            if (copy < Count - 1)
                return 0;
            var window = Period - ((Count - 1) * Spacing) - Width;
            return -Count * Width / TimeConstant * Math.Exp(-since / TimeConstant) / (1 - Math.Exp(-window / TimeConstant));
        }
    }

    /// <summary>The first part of a waveform; nothing after it.</summary>
    /// <param name="Whole">What begins.</param>
    /// <param name="Length">s; a longer one leaves the waveform whole.</param>
    public sealed record Beginning(Waveform Whole, double Length) : Waveform
    {
        /// <inheritdoc/>
        public override double Duration => Math.Min(Length, Whole.Duration);

        /// <inheritdoc/>
        public override double ValueAt(double time) => time < Duration ? Whole.ValueAt(time) : 0;
    }

    /// <summary>A sine that starts at zero phase.</summary>
    /// <param name="Frequency">Hz.</param>
    /// <param name="Length">s.</param>
    public sealed record Sinusoid(double Frequency, double Length) : Waveform
    {
        /// <inheritdoc/>
        public override double Duration => Length;

        /// <inheritdoc/>
        public override double ValueAt(double time) => time < 0 || time >= Length ? 0 : Math.Sin(2 * Math.PI * Frequency * time);
    }

    /// <summary>Copies of a unit that start at multiples of a period.</summary>
    /// <param name="Unit">One copy; shorter than the period.</param>
    /// <param name="Count">Copies.</param>
    /// <param name="Period">s.</param>
    public sealed record Train(Waveform Unit, int Count, double Period) : Waveform
    {
        /// <inheritdoc/>
        public override double Duration => ((Count - 1) * Period) + Unit.Duration;

        /// <inheritdoc/>
        public override double ValueAt(double time)
        {
            if (time < 0)
                return 0;
            var copy = Math.Min((int)(time / Period), Count - 1);
            return Unit.ValueAt(time - (copy * Period));
        }
    }

    /// <summary>Steps given one by one: each value holds from its time to the next; the last ends the waveform and is zero.</summary>
    /// <param name="Times">s; the first is zero, each above the one before; two or more.</param>
    /// <param name="Values">Relative current, one per time, finite.</param>
    public sealed record Steps(IReadOnlyList<double> Times, IReadOnlyList<double> Values) : Waveform
    {
        private readonly double[] _integrals = Check(Times, Values);

        /// <inheritdoc/>
        public override double Duration => Times[^1];

        /// <summary>From each time to the next, s.</summary>
        public IEnumerable<double> Intervals => Enumerable.Range(1, Times.Count - 1).Select(i => Times[i] - Times[i - 1]);

        /// <summary>The shortest of them, s.</summary>
        public double ShortestInterval => Intervals.Min();

        /// <inheritdoc/>
        public override double ValueAt(double time) => time < 0 || time >= Duration ? 0 : Values[Holding(time)];

        /// <summary>Integral from zero to a time, s.</summary>
        public double Integral(double time)
        {
            if (!(time > 0))
                return 0;
            var at = Holding(Math.Min(time, Duration));
            return _integrals[at] + (Values[at] * (Math.Min(time, Duration) - Times[at]));
        }

        /// <summary>The last step that has begun.</summary>
        private int Holding(double time)
        {
            var (low, high) = (0, Times.Count);
            while (high - low > 1)
            {
                var middle = (low + high) / 2;
                if (Times[middle] <= time)
                    low = middle;
                else
                    high = middle;
            }

            return low;
        }

        private static double[] Check(IReadOnlyList<double> times, IReadOnlyList<double> values)
        {
            if (times.Count < 2 || values.Count != times.Count || times[0] != 0 || values[^1] != 0)
                throw new ArgumentException("A waveform of steps needs two or more times from zero, and as many values up to a zero.");
            var integrals = new double[times.Count];
            for (var i = 1; i < times.Count; i++)
            {
                if (!(times[i] > times[i - 1]) || !double.IsFinite(times[i]) || !double.IsFinite(values[i - 1]))
                    throw new ArgumentException($"Step {i} of the waveform does not rise in time or is not finite.");
                integrals[i] = integrals[i - 1] + (values[i - 1] * (times[i] - times[i - 1]));
            }

            return integrals;
        }
    }
}
