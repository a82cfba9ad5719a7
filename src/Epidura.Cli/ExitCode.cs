namespace Epidura.Cli;

/// <summary>What the program tells the shell.</summary>
public static class ExitCode
{
    public const int Done = 0;

    /// <summary>The work could not be done, or a check of ours failed.</summary>
    public const int Failed = 1;

    /// <summary>The input or the command line is wrong; nothing was written.</summary>
    public const int WrongInput = 2;

    /// <summary>Stopped by Ctrl-C; what shells use for a program ended by the keyboard.</summary>
    public const int Cancelled = 130;
}
