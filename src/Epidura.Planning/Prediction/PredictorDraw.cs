using Epidura.Anatomy;
using Epidura.Anatomy.Levels;
using Epidura.Anatomy.Placement;
using Epidura.Fibers;
using Epidura.Fibers.Prediction;
using Epidura.Field;
using Epidura.Planning.Recruitment;
using Epidura.Planning.Variants;
using Epidura.Stimulation.Leads;
using Epidura.Stimulation.Waveforms;

namespace Epidura.Planning.Prediction;

/// <summary>A group of fibres that share body and pulse.</summary>
/// <param name="Waveform">Pulse.</param>
/// <param name="Fibres">Fibres with their potentials.</param>
public sealed record DrawnGroup(Waveform Waveform, IReadOnlyList<FibreCase> Fibres);

/// <summary>What may be drawn.</summary>
/// <param name="Leads">Catalogue keys.</param>
/// <param name="Level">When set, a vertebra at which contacts must lie; null asks only that none lies at the level kept out of
/// fits.</param>
/// <param name="Pulses">Pulse shapes.</param>
/// <param name="Groups">Groups of fibres per body.</param>
public sealed record DrawScope(
    IReadOnlyList<string> Leads, VertebralLevel? Level, IReadOnlyList<PulseKind> Pulses, int Groups = 40);

/// <summary>Pulse shapes that are drawn.</summary>
public enum PulseKind
{
    /// <summary>One rectangle.</summary>
    Monophasic,

    /// <summary>Equal phases.</summary>
    Symmetric,

    /// <summary>A longer and lower second phase.</summary>
    Asymmetric,

    /// <summary>An exponential discharge after the first phase.</summary>
    PassiveRecharge,
}

/// <summary>Draws random adults, leads, places, programs, pulses and fibres, and solves their fields.</summary>
/// <remarks>Every body has a random stream of its own, so neither order nor number of threads matters. docs/science/predictor.md.</remarks>
public static class PredictorDraw
{
    /// <summary>No contact of a fitted body lies at this vertebra.</summary>
    public const VertebralLevel LevelKeptOut = VertebralLevel.C6;

    /// <summary>Fibres per group.</summary>
    public const int FibresPerGroup = 24;

    private const int Tries = 200;
    private const int Rungs = 3;

    /// <summary>Above that of the thickest fibre, m.</summary>
    private const double LongestInternode = 1.6e-3;

    /// <summary>Rods of the catalogue: what the predictor is fitted on; paddles are kept out.</summary>
    public static IReadOnlyList<string> Rods => [.. LeadCatalogue.All.Where(l => l.Body is LeadBody.Rod).Select(l => l.Name)];

    /// <summary>Paddles of the catalogue.</summary>
    public static IReadOnlyList<string> Paddles => [.. LeadCatalogue.All.Where(l => l.Body is LeadBody.Paddle).Select(l => l.Name)];

    /// <summary>What the predictor is fitted on.</summary>
    public static DrawScope Fitted =>
        new(Rods, null, [PulseKind.Symmetric, PulseKind.Symmetric, PulseKind.Asymmetric, PulseKind.Monophasic]);

    /// <summary>Draws and solves one body.</summary>
    /// <param name="seed">Of the whole draw.</param>
    /// <param name="index">Number of the body.</param>
    /// <param name="scope">What may be drawn.</param>
    /// <param name="store">Keeps solved fields; may be null.</param>
    /// <param name="threads">Threads; 0 takes the machine's.</param>
    /// <param name="cancellation">Asked in every iteration of the solve.</param>
    public static IReadOnlyList<DrawnGroup> Body(
        int seed, int index, DrawScope scope, IFieldStore? store, int threads, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(scope);
        var random = new Random(unchecked((seed * 1_000_003) + index));
        var body = Place(random, scope);
        var problem = new FieldProblem(body.Spine, body.Conductivities, body.Leads, FieldBox.Around(body.Leads), FieldQuality.Draft);
        var solved = LeadFieldCache.GetOrSolve(problem, store, threads, null, cancellation);
        var fields = new ContactFields(solved.Contacts, solved.AccessResistance, solved.Sample, solved.Covers);
        var population = PopulationBuilder.Build(body, new ParameterTable("population.csv"));
        List<DrawnGroup> groups = [];
        for (var i = 0; i < scope.Groups; i++)
            groups.Add(Group(random, scope, body, fields, population));
        return groups;
    }

    private static PlacedBody Place(Random random, DrawScope scope)
    {
        for (var i = 0; i < Tries; i++)
        {
            var anatomy = AnatomyDescription.Template with
            {
                RandomAdultSeed = random.Next(1_000_000),
                DorsalCsfChange = Between(random, -1e-3, 1.5e-3),
            };
            var preset = Conductivities.All[random.Next(Conductivities.All.Count)];
            if (!LeadCatalogue.TryGet(scope.Leads[random.Next(scope.Leads.Count)], out var model))
                throw new ArgumentException("A lead of the scope is not in the catalogue.", nameof(scope));
            var level = (VertebralLevel)random.Next((int)VertebralLevel.C2, (int)VertebralLevel.L1 + 1);
            var isPair = model.Body is LeadBody.Rod && random.NextDouble() < 0.3;
            double lateral = Between(random, -3e-3, 3e-3), angle = Between(random, -0.06, 0.06), scar = Between(random, 0.05e-3, 0.5e-3);
            if (model.Body is LeadBody.Paddle)
                (lateral, angle) = (lateral / 2, 0);
            var fraction = random.NextDouble();
            List<LeadPlacement> placements = [new("a", model, level, fraction, lateral, angle, null, scar)];
            if (isPair)
                placements.Add(new("b", model, level, fraction, lateral > 0 ? lateral - 3e-3 : lateral + 3e-3, 0, null, scar));
            var (body, _) = PlacedBody.Place(Spine.Create(anatomy), placements, preset);
            if (body is not null && IsIn(scope, body) && body.Bottom > body.Spine.EntrySpan(SpinalSegment.S2).Bottom)
                return body;
        }

        throw new InvalidOperationException($"No lead of the scope fitted into a random adult in {Tries} tries.");
    }

    private static bool IsIn(DrawScope scope, PlacedBody body)
    {
        var at = body.Centres.Count(c => body.Spine.LevelAt(c.Z).Level == (scope.Level ?? LevelKeptOut));
        return scope.Level is null ? at == 0 : at > 0;
    }

    private static DrawnGroup Group(
        Random random, DrawScope scope, PlacedBody body, ContactFields fields, Population population)
    {
        var waveform = Pulse(random, scope.Pulses[random.Next(scope.Pulses.Count)]);
        var isRoot = random.NextDouble() < 0.35;
        FibreSite[] sites = [.. population.Sites.Where(s => s.Kind == (isRoot ? FibreKind.DorsalRoot : FibreKind.DorsalColumn))];
        if (sites.Length == 0)
            (isRoot, sites) = (false, [.. population.Sites]);
        List<FibreCase> fibres = [];
        for (var rung = 0; rung < Rungs; rung++)
        {
            var diameter = Diameter(random, isRoot);
            for (var i = 0; i < FibresPerGroup / Rungs; i++)
            {
                var site = sites[random.Next(sites.Length)];
                var fractions = Program(random, body, scope.Level);
                if (random.NextDouble() < 0.05)
                    fractions = [.. fractions.Select(f => -f)];
                if (Fibre(site, diameter, fractions, body, fields, population) is { } fibre)
                    fibres.Add(fibre);
            }
        }

        return new DrawnGroup(waveform, fibres);
    }

    private static double Diameter(Random random, bool isRoot)
    {
        var small = !isRoot && random.NextDouble() < 0.15;
        var diameter = small ? Between(random, 5.7, 7) : Between(random, isRoot ? 7 : 6.5, isRoot ? 16 : 15);
        return Math.Round(diameter, 1) * 1e-6;
    }

    private static FibreCase? Fibre(
        FibreSite site, double diameter, double[] fractions, PlacedBody body, ContactFields fields, Population population)
    {
        var stretch = population.Stretch(site, fields);
        if (stretch.To - stretch.From < 2 * ThresholdPredictor.NodesMin * LongestInternode)
            return null;
        var laid = FibrePotentials.Lay(0, 0, site, stretch, diameter, fields);
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        for (var i = 0; i < fractions.Length; i++)
        {
            if (fractions[i] == 0)
                continue;
            low = Math.Min(low, body.Centres[i].Z);
            high = Math.Max(high, body.Centres[i].Z);
        }

        var half = Math.Max(30e-3, ((high - low) / 2) + 23e-3);
        var middle = (low + high) / 2;
        var cropped = site.Kind == FibreKind.DorsalRoot ? laid : laid.Crop(site.Track, middle - half, middle + half);
        return Even(cropped.Geometry, cropped.Combine(fractions));
    }

    /// <summary>Cuts the last few nodes off, so that many fibres share a number of nodes and fill the lanes of the solver.</summary>
    private static FibreCase Even(FibreGeometry geometry, double[] potential)
    {
        var nodes = geometry.Nodes > 20 ? geometry.Nodes - (geometry.Nodes % 6) : geometry.Nodes;
        var cut = FibreGeometry.Create(geometry.Model, geometry.Diameter, nodes);
        return new FibreCase(cut, potential[((geometry.Nodes - nodes) / 2 * FibreGeometry.CompartmentsPerInternode)..][..cut.Compartments]);
    }

    private static Waveform Pulse(Random random, PulseKind kind)
    {
        var width = Math.Round(25 * Math.Pow(42, random.NextDouble()) / 5) * 5e-6;
        double[] gaps = [0, 20e-6, 50e-6, 100e-6, 200e-6];
        var gap = gaps[random.Next(gaps.Length)];
        double ratio = 2 + random.Next(7), constant = 0.3e-3 * Math.Pow(20, random.NextDouble());
        return kind switch
        {
            PulseKind.Monophasic => new Waveform.Monophasic(width),
            PulseKind.Symmetric => new Waveform.Biphasic(width, gap),
            PulseKind.Asymmetric => new Waveform.Biphasic(Math.Min(width, 0.85e-3), gap, width > 0.3e-3 ? 2 : ratio),
            PulseKind.PassiveRecharge => new Waveform.PassiveRecharge(width, gap, constant, 20e-3),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown pulse shape."),
        };
    }

    /// <summary>Shares of the amplitude over the contacts; cathodes sum to −1, what anodes lack goes to the case.</summary>
    private static double[] Program(Random random, PlacedBody body, VertebralLevel? level)
    {
        var contacts = body.Contacts.Count;
        var fractions = new double[contacts];
        var cathode = random.Next(contacts);
        for (var i = 0; i < Tries && level is { } wanted && body.Spine.LevelAt(body.Centres[cathode].Z).Level != wanted; i++)
            cathode = random.Next(contacts);
        int Near(int reach) => Math.Clamp(cathode + ((random.Next(2) * 2 - 1) * random.Next(1, reach + 1)), 0, contacts - 1);
        fractions[cathode] = -1;
        var kind = random.NextDouble();
        if (kind < 0.1)
            return fractions;
        if (kind < 0.5)
        {
            var anode = Near(3);
            fractions[anode] += anode == cathode ? 0 : 1;
            return fractions;
        }

        if (kind < 0.7)
        {
            fractions[Math.Clamp(cathode - 1, 0, contacts - 1)] += cathode > 0 ? 0.5 : 0;
            fractions[Math.Clamp(cathode + 1, 0, contacts - 1)] += cathode < contacts - 1 ? 0.5 : 0;
            return fractions;
        }

        var share = Between(random, 0.2, 1);
        fractions[cathode] = -share;
        fractions[Near(2)] -= 1 - share;
        double left = kind < 0.85 ? 1 : random.NextDouble();
        for (var i = 0; i < 3; i++)
        {
            var part = i == 2 ? left : left * random.NextDouble();
            fractions[random.Next(contacts)] += part;
            left -= part;
        }

        return fractions;
    }

    private static double Between(Random random, double low, double high) => low + ((high - low) * random.NextDouble());
}
