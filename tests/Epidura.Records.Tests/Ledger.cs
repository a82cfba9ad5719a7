namespace Epidura.Records.Tests;

/// <summary>Keeps the figures of a campaign where <c>./test full</c> prints them: one file per figure under artifacts/ledger.</summary>
internal static class Ledger
{
    public static void Write(string name, string line)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Epidura.slnx")))
            folder = folder.Parent;
        var ledger = Path.Combine(folder!.FullName, "artifacts", "ledger");
        Directory.CreateDirectory(ledger);
        File.WriteAllText(Path.Combine(ledger, name + ".txt"), line + Environment.NewLine);
    }
}
