using System.CommandLine;

var root = new RootCommand("Epidura: plan spinal cord stimulation from a case file. Research and education use; not a medical device.");
return await root.Parse(args).InvokeAsync();
