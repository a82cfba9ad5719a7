using Epidura.Cli;
using Epidura.Cli.Output;

return await CommandLine.RunAsync(args, Terminal.OfThisProcess());
