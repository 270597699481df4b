namespace LayerDyn.Api.Points;

/// <summary>The names of a point's states.</summary>
public static class PointStates
{
    /// <summary>Committed with all steps done.</summary>
    public const string Finished = "finished";

    /// <summary>Committed as diverged.</summary>
    public const string Diverged = "diverged";

    /// <summary>Given up.</summary>
    public const string Failed = "failed";

    /// <summary>In a slot now.</summary>
    public const string Running = "running";

    /// <summary>Waits.</summary>
    public const string Due = "due";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Finished, Diverged, Failed, Running, Due];
}
