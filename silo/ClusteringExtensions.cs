using System.Net;
using Orleans.Configuration;

namespace LayerDyn.Silo;

/// <summary>Chooses how silos find each other.</summary>
internal static class ClusteringExtensions
{
    /// <summary>Redis where it is named, else a cluster of one.</summary>
    public static ISiloBuilder AddClustering(this ISiloBuilder silo, SiloOptions options)
    {
        if (options.Redis.Length == 0)
            return silo.UseLocalhostClustering(options.SiloPort, options.GatewayPort, serviceId: "layerdyn", clusterId: options.Cluster);
        return silo
            .UseRedisClustering(options.Redis)
            .Configure<ClusterOptions>(cluster => (cluster.ServiceId, cluster.ClusterId) = ("layerdyn", options.Cluster))
            .ConfigureEndpoints(IPAddress.Parse(options.Address), options.SiloPort, options.GatewayPort)
            .Configure<ClusterMembershipOptions>(membership =>
            {
                // A silo that dies is noticed after 3 missed probes of 1 s (measured: 2 s after kill -9), so its points run elsewhere in
                // seconds. The lanes leave Orleans' threads alone, so a busy silo still answers in time. The vote options stay as they are.
                membership.ProbeTimeout = TimeSpan.FromSeconds(1);
                membership.MaxProbeTimeout = TimeSpan.FromSeconds(1);
                membership.NumMissedProbesLimit = 3;

                // After all silos died at once nobody is left to vote them out: a new silo waits until their own signs of life in the
                // table are stale, 15 s with these (90 s as shipped by Orleans).
                membership.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
                membership.NumMissedTableIAmAliveLimit = 3;
            });
    }
}
