using Epidura.Bench;
using Epidura.Fibers;

// usage: Epidura.Bench field [repository root] [--short]; prints every figure of docs/science/field-speed.md.
if (args is ["field", ..])
{
    FieldReport.Run(args.Length > 1 ? args[1] : Directory.GetCurrentDirectory(), args.Contains("--short"));
    return;
}

// usage: Epidura.Bench field-error ROOT MODEL CELLS…; errors and cost at sizes, for bench/peers/dolfinx/equal.sh.
if (args is ["field-error", var where, var model, .. var sizes])
{
    FieldErrorBench.Print(where, model, sizes.Select(size => int.Parse(size, System.Globalization.CultureInfo.InvariantCulture)));
    return;
}

// usage: Epidura.Bench [repository root]; prints every figure of docs/science/fibre-speed.md.
//        Epidura.Bench plan CASE; the two predictors on a plan's own candidates.
//        Epidura.Bench branches; prints branching fibres for bench/peers/neuron/branches.sh.
if (args is ["plan", var planned])
{
    PlanPredictorBench.Print(planned, Console.WriteLine);
    return;
}

if (args is ["branches"])
{
    Console.WriteLine(BranchBench.Json());
    return;
}

var root = args.Length > 0 ? args[0] : Directory.GetCurrentDirectory();
const double FlopsPerCompartmentStep = 95;

void Say(FormattableString line) => Console.WriteLine(FormattableString.Invariant(line));

var (peak64, peak32) = (PeakBench.Double(), PeakBench.Single());
var (bound64, bound32) = (FlopsPerCompartmentStep / peak64, FlopsPerCompartmentStep / peak32);
var kernel64 = KernelBench.Measure(SolverMode.Neuron, 21);
var kernel32 = KernelBench.Measure(SolverMode.Fast, 21);
var kernelReference = KernelBench.Measure(SolverMode.Reference, 21);
Say($"peak of this core                     {peak64:F0} GFlop/s in 64 bits, {peak32:F0} in 32 bits (measured)");
var internodes64 = KernelBench.MeasureInternodes(SolverMode.Neuron, 21);
var internodes32 = KernelBench.MeasureInternodes(SolverMode.Fast, 21);
Say($"bound it implies, 95 flops            {bound64:F2} / {bound32:F2} ns per compartment-step");
Say($"kernel, 64 bits (neuron)              {kernel64:F2} ns per compartment-step, {bound64 / kernel64:P0} of the bound");
Say($"kernel, 32 bits (fast)                {kernel32:F2} ns per compartment-step, {bound32 / kernel32:P0} of the bound");
Say($"  of it in the internodes             {internodes64:F2} / {internodes32:F2} ns");
Say($"kernel, midpoint (reference)          {kernelReference:F2} ns per compartment-step");

var (protocol64, protocol32) = (ThresholdBench.Protocol(SolverMode.Neuron), ThresholdBench.Protocol(SolverMode.Fast));
Say($"eleven-run protocol, 64 bits          {protocol64:F0} thresholds per second and core");
Say($"eleven-run protocol, 32 bits          {protocol32:F0} thresholds per second and core");
if (ThresholdBench.Neuron(root) is { } neuron)
{
    var perStep = neuron.NanosecondPerCompartmentStep;
    Say($"NEURON's bare driver, same protocol   {neuron.PerSecond:F2} thresholds per second, {neuron.Steps:F0} steps each");
    Say($"  without settling before each run    {neuron.PerSecondStepping:F2} thresholds per second, {perStep:F0} ns per compartment-step");
    Say($"ratio to NEURON                       {protocol64 / neuron.PerSecond:F0} / {protocol32 / neuron.PerSecond:F0} (64 / 32 bits)");
    Say($"  without settling                    {protocol64 / neuron.PerSecondStepping:F0} / {protocol32 / neuron.PerSecondStepping:F0}");
    Say($"largest difference of a bracket       {neuron.Difference:E1}");
    var (own64, runs64) = ThresholdBench.Search(SolverMode.Neuron);
    var (own32, runs32) = ThresholdBench.Search(SolverMode.Fast);
    var (predicted, runsPredicted) = ThresholdBench.Predicted(SolverMode.Fast, 0.03);
    Say($"own guess and early decision          {own64:F0} / {own32:F0} thresholds per second, {runs64:F1} / {runs32:F1} runs each");
    Say($"  times NEURON                        {own64 / neuron.PerSecond:F0} / {own32 / neuron.PerSecond:F0}");
    var (shipped64, runsShipped64) = ThresholdBench.FromPredictor(SolverMode.Neuron);
    var (shipped32, runsShipped32) = ThresholdBench.FromPredictor(SolverMode.Fast);
    Say($"starts from the predictor             {shipped64:F0} / {shipped32:F0} thresholds per second");
    Say($"  runs each                           {runsShipped64:F1} / {runsShipped32:F1}");
    Say($"  times NEURON                        {shipped64 / neuron.PerSecond:F0} / {shipped32 / neuron.PerSecond:F0}");
    Say($"starts known to 3 %, 32 bits          {predicted:F0} thresholds per second, {runsPredicted:F1} runs each");
    Say($"  times NEURON                        {predicted / neuron.PerSecond:F0}");
}
else
{
    Say($"NEURON is missing: no ratio.");
}

var predictor = PredictorBench.Measure();
Say($"predictor, new pattern of 8 contacts  {predictor.Prepared / 1e6:F2} million fibres per second and core, 56 nodes each");
Say($"  from the potential, filter included {predictor.Whole / 1e6:F2} million fibres per second and core");
var (costUsual, costEqual) = (ThresholdBench.CostOfReference(5e-3), ThresholdBench.CostOfReference(5e-4));
Say($"cost of reference over neuron         {costUsual:F1} at the usual 0.5 %, {costEqual:F1} at 0.05 % (processor time)");
var (two64, two32) = (ThresholdBench.TwoCores(SolverMode.Neuron), ThresholdBench.TwoCores(SolverMode.Fast));
Say($"two cores against one, wall           {two64.Wall:F2} / {two32.Wall:F2} (64 / 32 bits)");
Say($"  twice the ratio of processor times  {2 * two64.Processor:F2} / {2 * two32.Processor:F2}");
var caseFile = Path.Combine(root, "examples", "failed-back.yaml");
if (File.Exists(caseFile))
{
    var found = RecruitmentBench.Measure(caseFile, SolverMode.Fast, 2);
    Say($"recruitment of one program            {found.Thresholds:F2} s for {found.Count} thresholds (fast, 1 %, 2 threads)");
    Say($"  potentials from fields at hand      {found.Potentials:F2} s; processor time of both {found.Processor:F2} s");
}
