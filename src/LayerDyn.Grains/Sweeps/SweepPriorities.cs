using LayerDyn.Contracts.Sweeps;

namespace LayerDyn.Grains.Sweeps;

/// <summary>The names of priorities, as manifests, requests and commands write them.</summary>
public static class SweepPriorities
{
    /// <summary>All names, lowest first.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Enum.GetValues<SweepPriority>().Select(Name)];

    /// <summary>The name of a priority.</summary>
    public static string Name(SweepPriority priority) => priority.ToString().ToLowerInvariant();

    /// <summary>The priority of a name; null when there is none.</summary>
    public static SweepPriority? TryParse(string name)
    {
        foreach (var priority in Enum.GetValues<SweepPriority>())
            if (Name(priority) == name) return priority;
        return null;
    }
}
