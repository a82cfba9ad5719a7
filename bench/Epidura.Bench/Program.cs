using Epidura.Bench;
using Epidura.Fibers;

var (peak64, peak32) = (PeakBench.Double(), PeakBench.Single());
Console.WriteLine($"peak {peak64:F1} / {peak32:F1} GFlop/s");
foreach (var mode in (SolverMode[])[SolverMode.Neuron, SolverMode.Reference, SolverMode.Fast])
    Console.WriteLine($"{mode}: {KernelBench.Measure(mode, 21):F3} ns per compartment-step; 61 nodes {KernelBench.Measure(mode, 61):F3}");
