using LayerDyn.Grains.Owners;
using LayerDyn.Grains.Scheduling;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Grains.Sweeps;

/// <summary>How a sweep is scheduled.</summary>
public sealed class SweepOptions
{
    /// <summary>The times and limits of leases.</summary>
    public LeaseRules Rules => new() { LeaseTime = SilenceLimit, Losses = Losses, Hangs = Hangs };

    /// <summary>What no sweep of the cluster may go beyond, whatever its spec says.</summary>
    public RunLimits Limits { get; set; } = new(); // settings are bound into it

    /// <summary>What the sweeps of any one key may use together.</summary>
    public OwnerQuota Quota { get; set; } = new();

    /// <summary>The same for some keys, by their names; what is left out is as in <see cref="Quota"/>.</summary>
    public Dictionary<string, OwnerQuota> Quotas { get; set; } = [];

    /// <summary>A sweep is deleted when it has been completed or cancelled, and unchanged, for so long; null to keep all of them.</summary>
    public TimeSpan? KeepFor { get; set; }

    /// <summary>Batches leased at once for each granted slot: one to run and one waiting, so that no lane idles for a message.</summary>
    public int BatchesPerLane { get; set; } = 2;

    /// <summary>Batches of a shard. A shard's manifest is written whole, so this bounds what a commit costs.</summary>
    public int BatchesPerShard { get; set; } = 1024;

    /// <summary>Shards of a sweep that are open at once, at least: they run in the order of their points, a few side by side.</summary>
    public int ShardsAtOnce { get; set; } = 4;

    /// <summary>
    /// A lease whose worker is silent for so long expires: ten missed heartbeats. A worker that was only silent presents the lease again
    /// and keeps it, unless its points are leased to another by then.
    /// </summary>
    public TimeSpan SilenceLimit { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>What an owner's sweeps may use: nothing limits a sweep without an owner, as one that <c>layerdyn run</c> runs.</summary>
    public OwnerQuota QuotaOf(string owner) => owner.Length == 0 ? OwnerQuota.None : Quotas.TryGetValue(owner, out var own) ? own.Or(Quota) : Quota;

    /// <summary>
    /// Shards of a sweep with pending batches that are open at once in a cluster of so many slots: each slot takes <see cref="BatchesPerLane"/>
    /// batches at once, and twice as many batches are open.
    /// </summary>
    public int ShardsFor(int slots) => Math.Max(ShardsAtOnce, (int)((2L * slots * BatchesPerLane / BatchesPerShard) + 1));

    /// <summary>A batch on a lane whose steps do not advance for so long hangs.</summary>
    public TimeSpan HangLimit { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>A point that hung so often fails.</summary>
    public int Hangs { get; set; } = 3;

    /// <summary>A point that ran alone while its silo was lost so often fails: it may be what kills them, as by taking all memory.</summary>
    public int Losses { get; set; } = 5;

    /// <summary>How often silence is looked for.</summary>
    public TimeSpan WatchEvery { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often shards repeat their demand for slots, and sweeps see to their shards.</summary>
    public TimeSpan RenewEvery { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Status streams send at most one message in this time.</summary>
    public TimeSpan StatusEvery { get; set; } = TimeSpan.FromMilliseconds(100);
}
