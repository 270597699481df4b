using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Cluster.Tests.Studies.Soak;

/// <summary>A sweep that a user has submitted, and what was seen of it.</summary>
/// <param name="Yaml">Its spec.</param>
/// <param name="Failing">Points of it that must fail.</param>
internal sealed record SoakSweep(string Yaml, int Failing)
{
    /// <summary>Its points.</summary>
    public SweepPlan Plan { get; } = SweepPlan.Load(Yaml);

    /// <summary>Its id.</summary>
    public string Id => Plan.Id.Value;

    /// <summary>The most points with a result that a silo has told of.</summary>
    public long Seen { get; set; }

    /// <summary>Points that are pending or in slots, as was told last.</summary>
    public long Remaining { get; set; } = long.MaxValue;

    /// <summary>Whether nothing is to be done any more.</summary>
    public bool IsCompleted { get; set; }

    /// <summary>Whether what is in the store of it has been looked through.</summary>
    public bool IsChecked { get; set; }
}
