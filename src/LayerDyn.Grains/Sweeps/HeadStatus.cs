using LayerDyn.Contracts.Sweeps;
using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Grains.Sweeps;

/// <summary>What a sweep's head tells of it, as its status has it.</summary>
public static class HeadStatus
{
    /// <summary>The status of a sweep, without what runs of it now.</summary>
    /// <param name="head">Its head.</param>
    /// <param name="state">Where it stands.</param>
    /// <param name="ledger">How many of its points stand where.</param>
    /// <param name="now">The time (UTC) where somebody works on it; null where nobody does.</param>
    public static SweepStatus Of(SweepHead head, SweepState state, Ledger ledger, DateTime? now) => new()
    {
        SweepId = head.SweepId.Value,
        State = state,
        Ledger = ledger,
        Priority = PriorityOf(head),
        Submitted = head.Submitted,
        Shared = head.Shared,
        Owner = head.Owner,
        Worked = SweepDuration.Of(head, now),
        Variant = head.Variant,
        Set = head.Set,
        Labels = head.Labels,
        Ended = SweepDuration.Ended(head),
        Command = head.Command,
        Hardware = head.Hardware,
    };

    /// <summary>A sweep's share of its owner's slots.</summary>
    public static SweepPriority PriorityOf(SweepHead head) => SweepPriorities.TryParse(head.Priority) ?? SweepPriority.Normal;
}
