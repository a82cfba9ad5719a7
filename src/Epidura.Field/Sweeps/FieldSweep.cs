using System.Security.Cryptography;
using System.Text;
using Epidura.Field.Grids;
using Epidura.Field.Solution;

namespace Epidura.Field.Sweeps;

/// <summary>Lead fields for many positions of the same leads, each started from its neighbour.</summary>
/// <remarks>
/// Grid and conductances are those of a fresh solve, so nothing of the discretisation is lost; the start and the looser residual save
/// most of the iterations. A position's bits depend on the positions before it, so a store keeps it under the hash of all of them: the same
/// sweep finds its fields again, and what follows a stored beginning is solved from where that beginning ended, which solves the beginning
/// again. Why, and what else was measured: docs/adr/0015, 0022. Checked by FieldSweepTests against fresh solves.
/// </remarks>
public sealed class FieldSweep
{
    /// <summary>Norm of the residual over that of the right-hand side at which a position is done.</summary>
    public const double Residual = 1e-4;

    private static readonly SolveAccuracy Accuracy = new(Residual, 10 * Residual);
    private readonly int _threads;
    private readonly IFieldStore? _store;
    private readonly List<FieldProblem> _skipped = [];
    private IReadOnlyList<Stimulation.Programs.ContactId>? _contacts;
    private SweepStart? _last;
    private string _key = $"epidura-sweep {Residual:E1}";

    /// <summary>Begins a sweep.</summary>
    /// <param name="threads">0 takes the machine's; the bits of the results do not depend on it.</param>
    /// <param name="store">Keeps the positions; null solves always.</param>
    public FieldSweep(int threads, IFieldStore? store = null) => (_threads, _store) = (threads, store);

    /// <summary>Solves the next position; positions near one another in turn are fastest.</summary>
    /// <param name="problem">Leads where they lie; the contacts of the positions before.</param>
    /// <param name="progress">Told about stages; may be null.</param>
    /// <param name="ct">Asked in every iteration.</param>
    /// <exception cref="ArgumentException">As <see cref="FieldSolver.Solve(FieldProblem, int, IProgress{FieldProgress}?,
    /// CancellationToken)"/>; or other contacts than the position before.</exception>
    public LeadFields Next(FieldProblem problem, IProgress<FieldProgress>? progress, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return Next(problem, GridSizes.Of(problem.Quality), progress, ct);
    }

    internal LeadFields Next(FieldProblem problem, GridSizes sizes, IProgress<FieldProgress>? progress, CancellationToken ct)
    {
        if (_contacts is not null && !_contacts.SequenceEqual(problem.Contacts))
            throw new ArgumentException("A position of a sweep has the contacts of the one before.", nameof(problem));
        _contacts = problem.Contacts;
        _key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{_key}|{problem.ContentHash}|{sizes}")));
        if (LeadFieldCache.Find(problem, _key, _store, progress) is { } found)
        {
            _skipped.Add(problem);
            return found;
        }

        foreach (var before in _skipped)
            Solve(before, sizes, progress, ct);
        _skipped.Clear();
        var fields = Solve(problem, sizes, progress, ct);
        LeadFieldCache.Keep(fields, _key, _store);
        return fields;
    }

    private LeadFields Solve(FieldProblem problem, GridSizes sizes, IProgress<FieldProgress>? progress, CancellationToken ct)
    {
        var (fields, next) = FieldSolver.Solve(problem, sizes, Accuracy, new SweepChain(_last), _threads, progress, ct);
        _last = next;
        return fields;
    }
}
