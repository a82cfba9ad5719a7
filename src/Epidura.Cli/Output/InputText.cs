namespace Epidura.Cli.Output;

/// <summary>Reads text files that a command names, with a bound on their size.</summary>
internal static class InputText
{
    public const long BytesMax = 64L << 20;

    public static string Read(string path, string what)
    {
        if (Directory.Exists(path))
            throw new WrongInputException($"{path}:1:1: this is a folder, not a file; allowed is {what}.");
        if (!File.Exists(path))
            throw new WrongInputException($"{path}:1:1: the file does not exist; allowed is {what}.");
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read);
        if (stream.Length > BytesMax)
            throw new WrongInputException($"{path}:1:1: the file has {stream.Length} bytes; allowed is {BytesMax} or fewer.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
