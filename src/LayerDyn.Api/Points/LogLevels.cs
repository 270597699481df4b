namespace LayerDyn.Api.Points;

/// <summary>The names of the levels of a log's lines.</summary>
public static class LogLevels
{
    /// <summary>What happens to a sweep as it should.</summary>
    public const string Information = "information";

    /// <summary>An attempt that ended without a result.</summary>
    public const string Warning = "warning";

    /// <summary>A point that failed.</summary>
    public const string Error = "error";

    /// <summary>All of them, the least first.</summary>
    public static IReadOnlyList<string> All { get; } = ["debug", Information, Warning, Error, "critical"];

    /// <summary>Whether a line of one level is shown where those of another and above are asked for.</summary>
    public static bool IsAtLeast(string level, string least) => Rank(level) >= Rank(least);

    private static int Rank(string level) => Enumerable.Range(0, All.Count).FirstOrDefault(at => All[at] == level);
}
