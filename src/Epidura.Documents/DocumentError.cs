namespace Epidura.Documents;

/// <summary>Something wrong in a file.</summary>
/// <param name="File">Name as given to the reader.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="Field">Path of the field: <c>leads[0].lateral_mm</c>.</param>
/// <param name="Value">What stands there.</param>
/// <param name="Allowed">What may stand there.</param>
/// <param name="Message">One plain sentence.</param>
public sealed record DocumentError(string File, int Line, int Column, string Field, string Value, string Allowed, string Message)
{
    /// <summary>The error as the command line prints it: <c>file:line:column: field: sentence (value: …; allowed: …)</c>.</summary>
    public override string ToString()
    {
        var field = Field.Length > 0 ? $"{Field}: " : "";
        return $"{File}:{Line}:{Column}: {field}{Message} (value: {Value}; allowed: {Allowed})";
    }
}
