using LayerDyn.Contracts.Sweeps;
using LayerDyn.Grains.Sweeps;

namespace LayerDyn.Web.Services;

/// <summary>Priorities in requests.</summary>
internal static class Priorities
{
    /// <summary>The priority of a name; null stands for the usual one.</summary>
    /// <exception cref="ProblemException">There is none of that name.</exception>
    public static SweepPriority Parse(string? name) => name is null
        ? SweepPriority.Normal
        : SweepPriorities.TryParse(name) ?? throw ProblemException.BadRequest($"priority must be one of {string.Join(", ", SweepPriorities.Names)}");
}
