using LayerDyn.Api.Cluster;
using LayerDyn.Contracts.Cluster;
using LayerDyn.Grains.Owners;
using LayerDyn.Grains.Sweeps;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace LayerDyn.Web.Services;

/// <summary>The cluster as the API shows it.</summary>
internal sealed class ClusterViews(IGrainFactory grains, IOptions<ClusterOptions> options, IOptions<SweepOptions> sweeps)
{
    /// <summary>Every member.</summary>
    public async Task<ClusterView> GetAsync()
    {
        var silos = await grains.GetGrain<IClusterGrain>(0).GetSilosAsync();
        return new ClusterView(options.Value.ClusterId, [.. silos.Select(silo => new SiloView(
            silo.Name, silo.Address, silo.Status, silo.Version, silo.Started,
            [.. silo.Slots.Select(slot => new SlotView(slot.Kind, slot.Device, slot.MemoryBytes,
                slot.Running is { } running ? new RunningView(running.SweepId, running.Points.ToString(), running.Count, running.Since) : null))]))]);
    }

    /// <summary>What an owner's sweeps use, within its quota.</summary>
    public async Task<QuotaView> QuotaOfAsync(string owner)
    {
        var quota = sweeps.Value.QuotaOf(owner);
        var use = quota == OwnerQuota.None ? new QuotaUse(0, 0, 0, 0) : await grains.GetGrain<IOwnerGrain>(owner).GetUseAsync();
        return new QuotaView(owner, Line(use.Sweeps, quota.Sweeps), Line(use.Points, quota.Points), Line(use.Slots, quota.Slots), Line(use.Bytes, quota.Bytes));

        static QuotaLineView? Line(long used, long? most) => most is { } limit ? new QuotaLineView(used, limit) : null;
    }
}
