using Epidura.Field.Conduction;
using Epidura.Numerics;

namespace Epidura.Field.Solution;

/// <summary>Cells that are kept after a solve: half-open ranges of indices.</summary>
internal sealed record StoredBlock(int I0, int I1, int J0, int J1, int K0, int K1)
{
    public int CountX => I1 - I0;

    public int CountY => J1 - J0;

    public int CountZ => K1 - K0;

    public int Cells => CountX * CountY * CountZ;

    public int Index(int i, int j, int k) => i - I0 + (CountX * (j - J0 + (CountY * (k - K0))));

    /// <summary>This block's part of an array over a larger block.</summary>
    public float[] CutFrom(StoredBlock larger, float[] values)
    {
        var result = new float[Cells];
        for (var k = K0; k < K1; k++)
            for (var j = J0; j < J1; j++)
                values.AsSpan(larger.Index(I0, j, k), CountX).CopyTo(result.AsSpan(Index(I0, j, k)));
        return result;
    }
}

/// <summary>When a solve is done.</summary>
/// <param name="Residual">Norm of the residual over that of the right-hand side.</param>
/// <param name="Balance">Sum of the residual over the current of the contact.</param>
internal sealed record SolveAccuracy(double Residual, double Balance)
{
    /// <summary>For fields that stand alone.</summary>
    public static readonly SolveAccuracy Full = new(1e-9, 2e-9);

    /// <summary>Part of the way from one to the residual that is wanted, in decades.</summary>
    public double Share(double residual) => Math.Min(1, Math.Log(Math.Max(residual, Residual)) / Math.Log(Residual));
}

/// <summary>Solves the resistor network with one volt on one contact after the other, the rest and the boundary at zero.</summary>
internal sealed class ContactSolution
{
    private const int IterationsMax = 60;
    private readonly Network _network;

    private ContactSolution(Network network, int contacts, StoredBlock block)
    {
        _network = network;
        Basis = new float[contacts][];
        for (var n = 0; n < contacts; n++)
            Basis[n] = new float[block.Cells];
        Conductance = new double[contacts, contacts];
    }

    /// <summary>Potential per volt on each contact over the stored cells.</summary>
    public float[][] Basis { get; }

    /// <summary>Current into contact i per volt on contact j, S.</summary>
    public double[,] Conductance { get; }

    /// <summary>Largest number of iterations to 1e-8 over the batches.</summary>
    public int Iterations { get; private set; }

    public double Residual { get; private set; }

    public bool Converged { get; private set; } = true;

    /// <summary>Current into the grounded boundary per volt on contact j, S.</summary>
    public double[] GroundCurrent { get; private set; } = [];

    /// <summary>Solves for every contact.</summary>
    /// <param name="network">Cells, contacts and ground.</param>
    /// <param name="contacts">Number.</param>
    /// <param name="block">Cells whose potentials are kept.</param>
    /// <param name="accuracy">When a batch is done.</param>
    /// <param name="start">Fills the start of the given contacts, cells × lanes; null starts at zero.</param>
    /// <param name="threads">0 takes the machine's.</param>
    /// <param name="progress">Told the stage and the part that is done.</param>
    /// <param name="cancellation">Asked in every iteration.</param>
    public static ContactSolution Solve(
        Network network, int contacts, StoredBlock block, SolveAccuracy accuracy, Action<double[], int, int>? start, int threads,
        Action<string, double> progress, CancellationToken cancellation)
    {
        var result = new ContactSolution(network, contacts, block) { GroundCurrent = new double[contacts] };
        var levels = Coarsening.Build(network);
        var solver = new ConjugateGradient(new Multigrid(levels, threads), threads);
        for (var first = 0; first < contacts; first += Level.Lanes)
        {
            var count = Math.Min(Level.Lanes, contacts - first);
            Array.Clear(solver.Solution);
            Array.Clear(solver.Residual);
            foreach (var link in network.Links)
            {
                var lane = link.Contact - first;
                if (lane >= 0 && lane < count)
                    solver.Residual[(link.Cell * Level.Lanes) + lane] += link.Conductance;
            }

            start?.Invoke(solver.Solution, first, count);
            var batch = first;
            var reached = 0;
            var outcome = solver.Solve(
                accuracy.Residual,
                IterationsMax,
                start is not null,
                (step, residual) =>
                {
                    if (residual > 1e-8)
                        reached = step + 1;
                    progress(
                        $"field: iteration {step}, residual {residual:0.0e0}",
                        (batch + (count * accuracy.Share(residual))) / contacts);
                },
                sums => result.IsBalanced(solver.Solution, sums, batch, count, accuracy.Balance),
                cancellation);
            result.Iterations = Math.Max(result.Iterations, Math.Max(reached, 1));
            result.Residual = Math.Max(result.Residual, outcome.Residual);
            result.Converged &= outcome.Converged;
            result.Take(solver.Solution, first, count, block, threads);
        }

        return result;
    }

    /// <summary>True when what enters at the contacts leaves through the boundary: their difference is the sum of the residual.</summary>
    private bool IsBalanced(double[] solution, double[] sums, int first, int count, double tolerance)
    {
        var current = new double[count];
        foreach (var link in _network.Links)
        {
            var lane = link.Contact - first;
            if (lane >= 0 && lane < count)
                current[lane] += link.Conductance * (1 - solution[(link.Cell * Level.Lanes) + lane]);
        }

        for (var lane = 0; lane < count; lane++)
            if (Math.Abs(sums[lane]) > tolerance * current[lane])
                return false;
        return true;
    }

    private void Take(double[] solution, int first, int count, StoredBlock block, int threads)
    {
        var grid = _network.Grid;
        foreach (var link in _network.Links)
        {
            for (var lane = 0; lane < count; lane++)
            {
                var own = link.Contact == first + lane ? 1.0 : 0.0;
                Conductance[link.Contact, first + lane] += link.Conductance * (own - solution[(link.Cell * Level.Lanes) + lane]);
            }
        }

        var ground = new double[grid.Z.Count, Level.Lanes];
        OrderedParallel.For(grid.Z.Count, threads, k =>
        {
            for (var j = 0; j < grid.Y.Count; j++)
            {
                for (var i = 0; i < grid.X.Count; i++)
                {
                    var c = grid.Index(i, j, k);
                    var isStored = i >= block.I0 && i < block.I1 && j >= block.J0 && j < block.J1 && k >= block.K0 && k < block.K1;
                    for (var lane = 0; lane < count; lane++)
                    {
                        var value = solution[(c * Level.Lanes) + lane];
                        if (isStored)
                            Basis[first + lane][block.Index(i, j, k)] = _network.Owner[c] == first + lane ? 1 : (float)value;
                        ground[k, lane] += _network.Fixed[c] * value;
                    }
                }
            }
        });

        for (var k = 0; k < grid.Z.Count; k++)
            for (var lane = 0; lane < count; lane++)
                GroundCurrent[first + lane] += ground[k, lane];
        foreach (var link in _network.Links)
            for (var lane = 0; lane < count; lane++)
                GroundCurrent[first + lane] -= link.Conductance * solution[(link.Cell * Level.Lanes) + lane];
    }
}
