namespace LayerDyn.Api.Sweeps;

/// <summary>The names of a sweep's states. They are text, so that an older client can show a state that it does not know.</summary>
public static class SweepStates
{
    /// <summary>Never started.</summary>
    public const string Unknown = "unknown";

    /// <summary>Points are being computed.</summary>
    public const string Running = "running";

    /// <summary>Nothing is computed until it is resumed.</summary>
    public const string Paused = "paused";

    /// <summary>All points are committed; curves are being drawn.</summary>
    public const string Drawing = "drawing";

    /// <summary>All points are committed or have failed.</summary>
    public const string Ended = "ended";

    /// <summary>It cannot go on; its message says why.</summary>
    public const string Broken = "broken";

    /// <summary>Someone ended it before all points were done.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Unknown, Running, Paused, Drawing, Ended, Broken, Cancelled];

    /// <summary>Whether nothing more happens until someone acts.</summary>
    public static bool IsAtRest(string state) => state is Ended or Paused or Broken or Cancelled or Unknown;
}
