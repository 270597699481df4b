using LayerDyn.Api.Cluster;
using LayerDyn.Contracts.Cluster;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace LayerDyn.Web.Services;

/// <summary>The cluster as the API shows it.</summary>
internal sealed class ClusterViews(IGrainFactory grains, IOptions<ClusterOptions> options)
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
}
