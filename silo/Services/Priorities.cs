namespace LayerDyn.Silo.Services;

/// <summary>The names of priorities.</summary>
internal static class Priorities
{
    /// <summary>The usual one.</summary>
    public const string Normal = "normal";

    private static readonly string[] All = ["low", Normal, "high"];

    /// <summary>Refuses what is no priority.</summary>
    public static void Check(string? priority)
    {
        if (!All.Contains(priority)) throw ProblemException.BadRequest($"priority must be one of {string.Join(", ", All)}");
    }
}
