using System.Numerics;
using Epidura.Field.Solution;
using Epidura.Numerics;

namespace Epidura.Field.Frequency;

/// <summary>Complex potentials with one volt on one contact after the other, then per ampere.</summary>
internal sealed class FrequencySolution
{
    private const int Lanes = Level.Lanes;
    private readonly Admittances _network;
    private readonly int _contacts;
    private readonly StoredBlock _block;

    public FrequencySolution(Admittances network, int contacts, StoredBlock block)
    {
        (_network, _contacts, _block) = (network, contacts, block);
        Real = [.. Enumerable.Range(0, contacts).Select(_ => new float[block.Cells])];
        Imaginary = [.. Enumerable.Range(0, contacts).Select(_ => new float[block.Cells])];
        Admittance = new Complex[contacts, contacts];
    }

    public float[][] Real { get; }

    public float[][] Imaginary { get; }

    /// <summary>Current into contact i per volt on contact j, S.</summary>
    public Complex[,] Admittance { get; }

    public int Iterations { get; private set; }

    public double Worst { get; private set; }

    public bool Converged { get; private set; } = true;

    public void Solve(double residual, int iterationsMax, int threads, IProgress<FieldProgress>? progress, CancellationToken ct)
    {
        var solver = new ComplexGradient(_network.Network, _network.X, _network.Y, _network.Z, _network.Fixed, threads);
        for (var first = 0; first < _contacts; first += ComplexGradient.Sides)
        {
            progress?.Report(new FieldProgress("field: displacement currents", 0.1 + (0.85 * first / _contacts)));
            var count = Math.Min(ComplexGradient.Sides, _contacts - first);
            Array.Clear(solver.Residual);
            foreach (var (cell, contact, admittance) in _network.Links)
            {
                var side = contact - first;
                if (side < 0 || side >= count)
                    continue;
                solver.Residual[(cell * Lanes) + side] += admittance.Real;
                solver.Residual[(cell * Lanes) + side + ComplexGradient.Sides] += admittance.Imaginary;
            }

            var outcome = solver.Solve(residual, iterationsMax, ct);
            Iterations = Math.Max(Iterations, outcome.Iterations);
            Worst = Math.Max(Worst, outcome.Residual);
            Converged &= outcome.Converged;
            Take(solver.Solution, first, count, threads);
        }
    }

    /// <summary>Turns potentials per volt into those per ampere, others floating; in place.</summary>
    public void Combine(Complex[,] impedance, int threads)
    {
        OrderedParallel.For(_block.CountZ, threads, k =>
        {
            var plane = _block.CountX * _block.CountY;
            var old = new Complex[_contacts];
            for (var c = k * plane; c < (k + 1) * plane; c++)
            {
                for (var n = 0; n < _contacts; n++)
                    old[n] = new Complex(Real[n][c], Imaginary[n][c]);
                for (var n = 0; n < _contacts; n++)
                {
                    var sum = Complex.Zero;
                    for (var m = 0; m < _contacts; m++)
                        sum += impedance[m, n] * old[m];
                    (Real[n][c], Imaginary[n][c]) = ((float)sum.Real, (float)sum.Imaginary);
                }
            }
        });
    }

    private void Take(double[] solution, int first, int count, int threads)
    {
        var grid = _network.Network.Grid;
        Complex At(int cell, int side) => new(solution[(cell * Lanes) + side], solution[(cell * Lanes) + side + ComplexGradient.Sides]);
        foreach (var (cell, contact, admittance) in _network.Links)
            for (var side = 0; side < count; side++)
                Admittance[contact, first + side] += admittance * ((contact == first + side ? 1.0 : 0.0) - At(cell, side));
        OrderedParallel.For(_block.CountZ, threads, plane =>
        {
            var k = _block.K0 + plane;
            for (var j = _block.J0; j < _block.J1; j++)
            {
                for (var i = _block.I0; i < _block.I1; i++)
                {
                    var (cell, place) = (grid.Index(i, j, k), _block.Index(i, j, k));
                    for (var side = 0; side < count; side++)
                    {
                        var value = _network.Network.Owner[cell] == first + side ? Complex.One : At(cell, side);
                        (Real[first + side][place], Imaginary[first + side][place]) = ((float)value.Real, (float)value.Imaginary);
                    }
                }
            }
        });
    }
}
