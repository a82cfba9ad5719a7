namespace Epidura.Cli.Output;

/// <summary>Reads text files that a command names, with a bound on their size.</summary>
internal static class InputText
{
    public const long BytesMax = 64L << 20;

    public static string Read(string path, string what)
    {
        using var reader = new StreamReader(Open(path, what));
        return reader.ReadToEnd();
    }

    /// <summary>Opens a file that a person named.</summary>
    public static FileStream Open(string path, string what)
    {
        if (Directory.Exists(path))
            throw new WrongInputException($"{path}:1:1: this is a folder, not a file; allowed is {what}.");
        if (!File.Exists(path))
            throw new WrongInputException($"{path}:1:1: the file does not exist; allowed is {what}.");
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read);
        if (stream.Length <= BytesMax)
            return stream;
        var length = stream.Length;
        stream.Dispose();
        throw new WrongInputException($"{path}:1:1: the file has {length} bytes; allowed is {BytesMax} or fewer.");
    }
}
