using System.Text.Json;
using Epidura.Cli.Output;

namespace Epidura.Cli.Commands.Generator;

/// <summary>What a clinician saw when a program was staged; the commit asks for exactly this.</summary>
/// <param name="Slot">Place in the device.</param>
/// <param name="Sha256">Of the image.</param>
/// <param name="Revision">Of the device then.</param>
internal sealed record StagedProgram(int Slot, string Sha256, uint Revision)
{
    public static string PathOf(string bond) => Path.ChangeExtension(bond, null) + ".staged";

    public static StagedProgram Read(string bond)
    {
        var path = PathOf(bond);
        if (!File.Exists(path))
            throw new WrongInputException("Nothing is staged; epidura generator stage comes first.");
        try
        {
            var staged = JsonSerializer.Deserialize<StagedProgram>(InputText.Read(path, "a staged program"));
            if (staged is { Slot: >= 0 and <= 15, Sha256.Length: 64 } && staged.Sha256.All(char.IsAsciiHexDigit))
                return staged;
        }
        catch (JsonException)
        {
            // Said below.
        }

        throw new WrongInputException($"{path}:1:1: this is not a staged program; stage it again.");
    }

    public void Write(string bond)
    {
        using var files = new OutputFiles();
        files.Add(PathOf(bond), JsonSerializer.Serialize(this));
        files.Commit();
    }

    public static void Forget(string bond) => File.Delete(PathOf(bond));
}
