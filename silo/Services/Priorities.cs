using LayerDyn.Contracts.Sweeps;

namespace LayerDyn.Silo.Services;

/// <summary>The names of priorities.</summary>
internal static class Priorities
{
    /// <summary>The usual one.</summary>
    public const string Normal = "normal";

    private static readonly string[] All = ["low", Normal, "high"];

    /// <summary>The priority of a name; what is none is refused.</summary>
    public static SweepPriority Parse(string? priority) => All.Contains(priority)
        ? Enum.Parse<SweepPriority>(priority!, ignoreCase: true)
        : throw ProblemException.BadRequest($"priority must be one of {string.Join(", ", All)}");
}
