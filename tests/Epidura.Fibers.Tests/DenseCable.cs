using MathNet.Numerics.LinearAlgebra;

namespace Epidura.Fibers.Tests;

/// <summary>
/// The same fibre as one dense system in absolute potentials (inner, then periaxonal), with every section drawn at the fibre diameter and
/// its densities scaled, in millivolts, milliseconds, microfarads and millisiemens: nothing in common with the kernel but the physics.
/// </summary>
internal sealed class DenseCable
{
    private const double Rest = -80;
    private readonly FibreGeometry _geometry;
    private readonly int _count;
    private readonly double[] _capacitance;
    private readonly double[] _leak;
    private readonly double[] _myelinCapacitance;
    private readonly double[] _myelinLeak;
    private readonly double[] _halfAxial;
    private readonly double[] _halfGap;
    private readonly double[] _area;

    public DenseCable(FibreGeometry geometry)
    {
        _geometry = geometry;
        _count = geometry.Compartments;
        var d = geometry.Dimensions;
        _capacitance = new double[_count];
        _leak = new double[_count];
        _myelinCapacitance = new double[_count];
        _myelinLeak = new double[_count];
        _halfAxial = new double[_count];
        _halfGap = new double[_count];
        _area = new double[_count];
        Inner = new double[_count];
        Outer = new double[_count];
        Array.Fill(Inner, Rest);
        Gates = new double[geometry.Nodes, 4];
        for (var i = 0; i < _count; i++)
        {
            var kind = Kind(i);
            var lengthCm = 1e-4 * kind switch
            {
                'n' => 1,
                'm' => 3,
                'f' => d.FlutLengthMicrometre,
                _ => (d.InternodeMicrometre - 1 - 6 - (2 * d.FlutLengthMicrometre)) / 6,
            };
            var axon = kind is 'n' or 'm' ? d.NodeDiameterMicrometre : d.AxonDiameterMicrometre;
            var drawn = kind == 'n' ? axon : d.DiameterMicrometre;
            var gap = kind is 'n' or 'm' ? 0.002 : 0.004;
            _area[i] = Math.PI * drawn * 1e-4 * lengthCm;
            _capacitance[i] = 2e-3 * axon / drawn * _area[i]; // mF so that mF/ms = S, times 1e3 below
            _leak[i] = kind == 'n' ? 0 : (kind == 'm' ? 0.001 : 0.0001) * axon / drawn * _area[i];
            _myelinCapacitance[i] = kind == 'n' ? 0 : 0.1e-3 / (2 * d.Lamellae) * _area[i];
            _myelinLeak[i] = kind == 'n' ? 0 : 0.001 / (2 * d.Lamellae) * _area[i];
            var section = Math.PI * drawn * drawn * 1e-8 / 4;
            _halfAxial[i] = 70 * Math.Pow(drawn / axon, 2) * lengthCm / 2 / section;
            var ring = Math.PI * ((gap * gap) + (axon * gap)) * 1e-8;
            _halfGap[i] = 70 * lengthCm / 2 / ring;
        }

        for (var node = 0; node < geometry.Nodes; node++)
        {
            for (var gate = 0; gate < 4; gate++)
                Gates[node, gate] = Rates(gate, Rest) is var (a, b) ? a / (a + b) : 0;
        }
    }

    /// <summary>Potential inside, mV.</summary>
    public double[] Inner { get; }

    /// <summary>Potential of the periaxonal space, mV.</summary>
    public double[] Outer { get; }

    /// <summary>m, p, h, s.</summary>
    public double[,] Gates { get; }

    private double[] External { get; set; } = [];

    public void Step(double dtMillisecond, double[] external)
    {
        var before = External.Length == 0 ? new double[_count] : External;
        var matrix = Matrix<double>.Build.Dense(2 * _count, 2 * _count);
        var right = Vector<double>.Build.Dense(2 * _count);
        for (var i = 0; i < _count; i++)
        {
            var charge = _capacitance[i] / dtMillisecond;
            var (conductance, current) = Membrane(i);
            var v = Inner[i] - Outer[i];
            matrix[i, i] += charge + conductance;
            matrix[i, _count + i] -= charge + conductance;
            right[i] += (charge * v) + current;
            if (Kind(i) == 'n')
            {
                matrix[_count + i, _count + i] = 1;
                right[_count + i] = external[i];
                continue;
            }

            var myelin = _myelinCapacitance[i] / dtMillisecond;
            matrix[_count + i, _count + i] += myelin + _myelinLeak[i] + charge + conductance;
            matrix[_count + i, i] -= charge + conductance;
            right[_count + i] += (myelin * (Outer[i] - before[i])) + ((myelin + _myelinLeak[i]) * external[i]) - (charge * v) - current;
        }

        for (var i = 0; i + 1 < _count; i++)
            Join(matrix, i, i + 1);
        var solution = matrix.Solve(right);
        for (var i = 0; i < _count; i++)
        {
            Inner[i] = solution[i];
            Outer[i] = solution[_count + i];
        }

        External = [.. external];
        AdvanceGates(dtMillisecond);
    }

    private static (double Alpha, double Beta) Rates(int gate, double v) => gate switch
    {
        0 => (1.86 * (v + 21.4) / (1 - Math.Exp(-(v + 21.4) / 10.3)), -0.086 * (v + 25.7) / (1 - Math.Exp((v + 25.7) / 9.16))),
        1 => (0.01 * (v + 27) / (1 - Math.Exp(-(v + 27) / 10.2)), -0.00025 * (v + 34) / (1 - Math.Exp((v + 34) / 10))),
        2 => (-0.062 * (v + 114) / (1 - Math.Exp((v + 114) / 11)), 2.3 / (1 + Math.Exp(-(v + 31.8) / 13.4))),
        _ => (0.3 / (1 + Math.Exp(-(v + 53) / 5)), 0.03 / (1 + Math.Exp(-(v + 90)))),
    };

    private char Kind(int compartment) => "nmfssssssfm"[compartment % 11];

    private bool IsEnd(int compartment) => compartment == 0 || compartment == _count - 1;

    private (double Conductance, double Current) Membrane(int i)
    {
        if (Kind(i) != 'n')
            return (_leak[i], _leak[i] * Rest);
        if (IsEnd(i))
            return (1e-4 * _area[i], 1e-4 * _area[i] * Rest);
        var node = i / 11;
        var (m, p, h, s) = (Gates[node, 0], Gates[node, 1], Gates[node, 2], Gates[node, 3]);
        var isPena = _geometry.Model == FibreModel.Pena;
        var sodium = (((isPena ? 2.333333 : 3.0) * m * m * m * h) + (0.01 * p * p * p)) * _area[i];
        var potassium = (isPena ? 0.115556 : 0.08) * s * _area[i];
        var leak = 0.007 * _area[i];
        return (sodium + potassium + leak, (sodium * 50) - (90 * (potassium + leak)));
    }

    private void Join(Matrix<double> matrix, int i, int j)
    {
        // An end node is cut off inside; its periaxonal space is the outside all the same.
        var axial = IsEnd(i) || IsEnd(j) ? 0 : 1 / (_halfAxial[i] + _halfAxial[j]);
        Add(matrix, i, j, axial, true, true);
        Add(matrix, _count + i, _count + j, 1 / (_halfGap[i] + _halfGap[j]), Kind(i) != 'n', Kind(j) != 'n');
    }

    private static void Add(Matrix<double> matrix, int i, int j, double conductance, bool hasFirstRow, bool hasSecondRow)
    {
        if (hasFirstRow)
        {
            matrix[i, i] += conductance;
            matrix[i, j] -= conductance;
        }

        if (hasSecondRow)
        {
            matrix[j, j] += conductance;
            matrix[j, i] -= conductance;
        }
    }

    private void AdvanceGates(double dt)
    {
        for (var node = 1; node < _geometry.Nodes - 1; node++)
        {
            var v = Inner[node * 11] - Outer[node * 11];
            for (var gate = 0; gate < 4; gate++)
            {
                var (a, b) = Rates(gate, v);
                var (factor, origin) = gate switch { 2 => (2.9, 20.0), 3 => (3.0, 36.0), _ => (2.2, 20.0) };
                var scale = Math.Pow(factor, (_geometry.TemperatureCelsius - origin) / 10);
                var steady = a / (a + b);
                Gates[node, gate] += (1 - Math.Exp(-dt * scale * (a + b))) * (steady - Gates[node, gate]);
            }
        }
    }
}
