namespace Epidura.Field.Verification;

/// <summary>The threshold proxy of the reference file: a linear McNeal cable with sealed ends.</summary>
/// <remarks>Fibre 10 µm, axon 7 µm, node 2.5 µm, 30.4 mS/cm², 2 µF/cm², 1.1 ohm m, 0.2 ms cathodic pulse of 1 mA.</remarks>
internal static class LinearCable
{
    private const double Axon = 7e-6;
    private const double NodeLength = 2.5e-6;
    private const double Leak = 304;
    private const double Capacitance = 0.02;
    private const double Resistivity = 1.1;
    private const double Pulse = 0.2e-3;
    private const double Amplitude = -1e-3;
    private const int Steps = 4000;
    private const int EndNodes = 3;

    /// <summary>Largest depolarisation at the end of the pulse, three nodes at either end left out, mV.</summary>
    /// <param name="potential">At the nodes, V/A.</param>
    /// <param name="spacing">Of the nodes, m.</param>
    public static double Depolarisation(ReadOnlySpan<double> potential, double spacing)
    {
        var n = potential.Length;
        var axial = Math.PI * Axon * Axon / (4 * Resistivity * spacing);
        var membrane = Math.PI * Axon * NodeLength;
        var storage = Capacitance * membrane / (Pulse / Steps);
        var voltage = new double[n];
        var (right, upper) = (new double[n], new double[n]);
        for (var step = 0; step < Steps; step++)
        {
            for (var i = 0; i < n; i++)
            {
                double left = i > 0 ? axial : 0, next = i + 1 < n ? axial : 0;
                var drive = Amplitude * ((left * (potential[Math.Max(i - 1, 0)] - potential[i]))
                    + (next * (potential[Math.Min(i + 1, n - 1)] - potential[i])));
                var diagonal = storage + (Leak * membrane) + left + next;
                var value = (storage * voltage[i]) + drive;
                if (i > 0)
                {
                    diagonal -= left * upper[i - 1];
                    value += left * right[i - 1];
                }

                upper[i] = next / diagonal;
                right[i] = value / diagonal;
            }

            for (var i = n - 1; i >= 0; i--)
                voltage[i] = right[i] + (i + 1 < n ? upper[i] * voltage[i + 1] : 0);
        }

        var largest = double.NegativeInfinity;
        for (var i = EndNodes; i < n - EndNodes; i++)
            largest = Math.Max(largest, voltage[i]);
        return largest * 1e3;
    }
}
