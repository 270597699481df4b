namespace LayerDyn.Client;

/// <summary>What the process returns.</summary>
internal static class ExitCodes
{
    /// <summary>Every point is committed (or the command did what it says).</summary>
    public const int Success = 0;

    /// <summary>Points failed or remain, or the work could not go on.</summary>
    public const int Incomplete = 1;

    /// <summary>The input cannot be used: a bad spec, an unknown name, a wrong option.</summary>
    public const int BadInput = 2;

    /// <summary>Ended by Ctrl-C, SIGTERM or SIGHUP; what was finished is committed.</summary>
    public const int Interrupted = 130;
}
