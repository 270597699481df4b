using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Grains.Scheduling;

/// <summary>What happened to pending points when they were leased before.</summary>
/// <param name="Losses">How often their worker was lost with them; in quarantine, since it began, and of a point that runs alone, since its last checkpoint moved.</param>
/// <param name="Hangs">How often they stood still.</param>
/// <param name="Quarantined">Whether no other of their shard, and no other in quarantine, runs on their worker meanwhile: one of them may be what takes workers down.</param>
/// <param name="Checkpoint">The newest checkpoint that a quarantined point has resumed from; 0 for none.</param>
/// <param name="HungOn">The worker they stood still on last; null where they never did.</param>
/// <param name="Trained">How long they have trained together, where that is limited.</param>
public sealed record LossHistory(int Losses, int Hangs, bool Quarantined, long Checkpoint, string? HungOn, TimeSpan Trained)
{
    /// <summary>Nothing happened.</summary>
    public static LossHistory None { get; } = new(0, 0, false, 0, null, TimeSpan.Zero);

    /// <summary>As the manifest has it.</summary>
    internal static LossHistory Of(LeaseEntry entry) => new(entry.Losses, entry.Hangs, entry.Quarantined, entry.Checkpoint, entry.HungOn, TimeSpan.FromSeconds(entry.Trained));

    /// <summary>For the manifest.</summary>
    internal LeaseEntry Entry(long lease, string worker, PointRanges points) => new(lease, worker, points, Losses, Hangs, Quarantined, Checkpoint, HungOn, Trained: Trained.TotalSeconds);
}
