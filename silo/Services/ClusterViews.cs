using System.Reflection;
using LayerDyn.Api.Cluster;
using LayerDyn.Grains.Lanes;
using Microsoft.Extensions.Options;

namespace LayerDyn.Silo.Services;

/// <summary>The cluster as the API shows it.</summary>
internal sealed class ClusterViews(IGrainFactory grains, LanePool lanes, IOptions<SiloOptions> options)
{
    /// <summary>Version of this code.</summary>
    public static string Version { get; } =
        typeof(ClusterViews).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    /// <summary>Every member.</summary>
    public async Task<ClusterView> GetAsync()
    {
        var hosts = await grains.GetGrain<IManagementGrain>(0).GetDetailedHosts(onlyActive: true);
        return new ClusterView(options.Value.Cluster, [.. hosts.Select(host => new SiloView(
            host.SiloName, host.SiloAddress.Endpoint.ToString(), host.Status.ToString(), Version, host.StartTime,
            [.. Enumerable.Range(0, lanes.Count).Select(_ => new SlotView("cpu", 0, 0, null))]))]);
    }
}
