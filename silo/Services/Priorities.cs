using LayerDyn.Contracts.Sweeps;

namespace LayerDyn.Silo.Services;

/// <summary>The names of priorities.</summary>
internal static class Priorities
{
    private static readonly Dictionary<string, SweepPriority> All = new(StringComparer.Ordinal)
    {
        ["low"] = SweepPriority.Low,
        ["normal"] = SweepPriority.Normal,
        ["high"] = SweepPriority.High,
    };

    /// <summary>The priority of a name; null stands for the usual one.</summary>
    /// <exception cref="ProblemException">There is none of that name.</exception>
    public static SweepPriority Parse(string? name) => All.TryGetValue(name ?? "normal", out var priority)
        ? priority
        : throw ProblemException.BadRequest($"priority must be one of {string.Join(", ", All.Keys)}");

    /// <summary>The name of a priority.</summary>
    public static string Name(SweepPriority priority) => All.First(known => known.Value == priority).Key;
}
