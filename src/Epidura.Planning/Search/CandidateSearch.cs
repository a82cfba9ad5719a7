using Epidura.Numerics;
using Epidura.Planning.Recruitment;
using Epidura.Quantities;
using Epidura.Stimulation.Programs;

namespace Epidura.Planning.Search;

/// <summary>What a search needs.</summary>
/// <param name="Contacts">Order of the contacts.</param>
/// <param name="Centres">Where they lie, m.</param>
/// <param name="Layout">Population.</param>
/// <param name="Predictors">One per pulse width, µs.</param>
/// <param name="Objective">What a program is worth.</param>
/// <param name="Gate">Limits.</param>
/// <param name="Threads">Threads; 0 takes the machine's.</param>
public sealed record SearchSetting(
    IReadOnlyList<ContactId> Contacts,
    IReadOnlyList<Position> Centres,
    RecruitmentLayout Layout,
    IReadOnlyDictionary<int, LinearPredictor> Predictors,
    Objective Objective,
    SafetyGate Gate,
    int Threads);

/// <summary>What a search found.</summary>
/// <param name="Ranked">Every allowed candidate, best first.</param>
/// <param name="Stopped">Candidates that would have been better than the best allowed one, best first.</param>
/// <param name="Bound">What no pattern can pass.</param>
public sealed record SearchResult(IReadOnlyList<Candidate> Ranked, IReadOnlyList<Candidate> Stopped, ConvexBound Bound);

/// <summary>Searches patterns and pulse widths with the linear predictor.</summary>
/// <remarks>
/// The patterns a programmer would try, the optima of the linear programs of <see cref="DriveProgram"/>, and changes around the best of
/// both and of a few hundred random programs, from whole contacts down to a twentieth of the current, until none helps.
/// docs/science/planner.md.
/// </remarks>
public sealed class CandidateSearch(SearchSetting setting)
{
    private const int Starts = 6;
    private const int RandomStarts = 4;
    private const int RandomDrawn = 800;
    private const int RandomSeed = 20260;
    private const int RoundsMax = 25;
    private static readonly int[] Moves = [1000, 500, 250, 100, 50];

    /// <summary>Runs the search.</summary>
    /// <param name="cancellation">Asked between candidates.</param>
    /// <param name="known">Candidates that were judged before with the same setting; they take part, and the best are refined.</param>
    public SearchResult Run(CancellationToken cancellation, IReadOnlyList<Candidate>? known = null)
    {
        var programs = setting.Predictors.OrderBy(p => p.Key)
            .Select(p => (Width: p.Key,
                Program: new DriveProgram(setting.Contacts, setting.Layout, p.Value, setting.Objective, p.Key * 1e-6))).ToArray();
        var optima = new DriveOptimum[programs.Length];
        OrderedParallel.For(programs.Length, setting.Threads, i => optima[i] = programs[i].Program.Solve(), cancellation);
        var patterns = CandidatePatterns.Enumerate(setting.Contacts, setting.Centres)
            .Concat(optima.SelectMany(o => o.Patterns)).DistinctBy(p => p.Key).ToArray();
        var all = Judge(patterns, cancellation).ToDictionary(c => (c.Pattern.Key, c.WidthMicrosecond));
        foreach (var start in Distinct(Candidate.Order(all.Values.Where(c => c.IsAllowed)), Starts, 0.5))
            Refine(start, all, cancellation);
        Candidate[] drawn = [.. Draw(RandomDrawn, RandomSeed, cancellation), .. known ?? []];
        foreach (var candidate in drawn)
            all[(candidate.Pattern.Key, candidate.WidthMicrosecond)] = candidate;
        foreach (var start in Distinct(Candidate.Order(drawn.Where(c => c.IsAllowed)), RandomStarts, 0.5))
            Refine(start, all, cancellation);
        Candidate[] ranked = [.. Candidate.Order(all.Values.Where(c => c.IsAllowed))];
        var bar = ranked.Length == 0 ? double.NegativeInfinity : ranked[0].Judgement.Score;
        var isBarCovering = ranked.Length > 0 && ranked[0].ReachesPain;
        bool IsBetter(LimitStop stop) =>
            stop.Coverage > 0 != isBarCovering ? stop.Coverage > 0 : stop.Score > bar + 1e-9;
        Candidate[] stopped = [.. all.Values.Where(c => c.Stop is { } stop && IsBetter(stop))
            .OrderByDescending(c => c.Stop!.Coverage > 0).ThenByDescending(c => c.Stop!.Score)
            .ThenBy(c => c.WidthMicrosecond).ThenBy(c => c.Pattern.Key, StringComparer.Ordinal)];
        return new SearchResult(ranked, stopped, Bound(programs, optima, ranked));
    }

    /// <summary>Judges patterns at every width.</summary>
    public IReadOnlyList<Candidate> Judge(IReadOnlyList<CurrentPattern> patterns, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(patterns);
        var widths = setting.Predictors.Keys.Order().ToArray();
        var candidates = new Candidate[patterns.Count * widths.Length];
        OrderedParallel.For(candidates.Length, setting.Threads, i =>
            candidates[i] = Judge(patterns[i / widths.Length], widths[i % widths.Length]), cancellation);
        return candidates;
    }

    /// <summary>The best of random programs at random widths, by the same objective and under the same limits.</summary>
    /// <param name="count">Programs.</param>
    /// <param name="seed">Seed.</param>
    /// <param name="cancellation">Asked between programs.</param>
    public Candidate? BestRandom(int count, int seed, CancellationToken cancellation) =>
        Candidate.Order(Draw(count, seed, cancellation).Where(c => c.IsAllowed)).FirstOrDefault();

    /// <summary>Random programs at random widths, judged.</summary>
    /// <param name="count">Programs.</param>
    /// <param name="seed">Seed.</param>
    /// <param name="cancellation">Asked between programs.</param>
    public IReadOnlyList<Candidate> Draw(int count, int seed, CancellationToken cancellation)
    {
        var random = new Random(seed);
        var widths = setting.Predictors.Keys.Order().ToArray();
        var drawn = Enumerable.Range(0, count)
            .Select(_ => (Pattern: CandidatePatterns.Random(setting.Contacts, random),
                Width: widths[random.Next(widths.Length)])).ToArray();
        var candidates = new Candidate[count];
        OrderedParallel.For(count, setting.Threads, i => candidates[i] = Judge(drawn[i].Pattern, drawn[i].Width), cancellation);
        return candidates;
    }

    /// <summary>The first candidates that differ enough from each other.</summary>
    /// <param name="ordered">Best first.</param>
    /// <param name="count">How many.</param>
    /// <param name="distance">Smallest <see cref="Candidate.Distance"/>.</param>
    public static IReadOnlyList<Candidate> Distinct(IEnumerable<Candidate> ordered, int count, double distance)
    {
        ArgumentNullException.ThrowIfNull(ordered);
        List<Candidate> chosen = [];
        foreach (var candidate in ordered)
        {
            if (chosen.Count == count)
                break;
            if (chosen.All(c => c.Distance(candidate) >= distance))
                chosen.Add(candidate);
        }

        return chosen;
    }

    private Candidate Judge(CurrentPattern pattern, int width)
    {
        var row = setting.Contacts;
        Span<double> fractions = stackalloc double[row.Count];
        foreach (var (contact, perMille) in pattern.Contacts)
            if (!contact.IsCase)
                fractions[row.IndexOf(contact)] = perMille / 1000.0;
        var rungs = setting.Predictors[width].Thresholds(fractions);
        var recruitment = setting.Layout.Recruit(rungs, setting.Objective.AmplitudeMax);
        var judgement = setting.Objective.Judge(recruitment, width * 1e-6);
        return setting.Gate.Limit(pattern, width, judgement, cap => setting.Objective.Judge(recruitment, width * 1e-6, cap));
    }

    private void Refine(Candidate start, Dictionary<(string, int), Candidate> all, CancellationToken cancellation)
    {
        var best = start;
        var move = 0;
        for (var round = 0; round < RoundsMax && move < Moves.Length; round++)
        {
            (CurrentPattern Pattern, int Width)[] around =
            [
                .. CandidatePatterns.Around(best.Pattern, setting.Contacts, Moves[move]).DistinctBy(p => p.Key)
                    .Select(p => (p, best.WidthMicrosecond)),
                .. setting.Predictors.Keys.Order().Where(w => w != best.WidthMicrosecond).Select(w => (best.Pattern, w)),
            ];
            var judged = new Candidate[around.Length];
            OrderedParallel.For(around.Length, setting.Threads, i =>
                judged[i] = all.TryGetValue((around[i].Pattern.Key, around[i].Width), out var known) ? known
                    : Judge(around[i].Pattern, around[i].Width),
                cancellation);
            foreach (var candidate in judged)
                all[(candidate.Pattern.Key, candidate.WidthMicrosecond)] = candidate;
            var next = Candidate.Order(judged.Where(c => c.IsAllowed).Append(best)).First();
            if (next == best)
                move++;
            best = next;
        }
    }

    private static ConvexBound Bound((int Width, DriveProgram Program)[] programs, DriveOptimum[] optima, Candidate[] ranked)
    {
        var bound = optima.Max(o => o.Bound);
        var best = ranked.Take(200)
            .Select(c => Array.Find(programs, p => p.Width == c.WidthMicrosecond).Program.Score(c.Pattern))
                .DefaultIfEmpty(double.NegativeInfinity).Max();
        return new ConvexBound(bound, best, Math.Max(0, bound - best), DriveProgram.Meaning);
    }
}
