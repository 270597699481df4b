using System.Net;
using Orleans.Configuration;

namespace LayerDyn.Silo.Clustering;

/// <summary>Chooses how silos find each other.</summary>
internal static class ClusteringExtensions
{
    /// <summary>Redis or PostgreSQL where one is named, else a cluster of one.</summary>
    public static ISiloBuilder AddClustering(this ISiloBuilder silo, SiloOptions options)
    {
        if (options.Redis.Length > 0) silo.UseRedisClustering(options.Redis);
        else if (options.Postgres.Length > 0) silo.UsePostgres(options.Postgres);
        else return silo.UseLocalhostClustering(options.SiloPort, options.GatewayPort, serviceId: "layerdyn", clusterId: options.Cluster);
        return silo
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

                // A silo that joins tells those whose signs of life are fresh; after the membership's server was away nobody's are, and
                // the others would see the new one only when they next read the table: 5 s with this (60 s as shipped by Orleans).
                membership.TableRefreshTimeout = TimeSpan.FromSeconds(5);
            });
    }

    private static void UsePostgres(this ISiloBuilder silo, string connection)
    {
        // What is wrong with it is said by the validator of the options, once the host starts.
        if (!SiloOptionsValidator.IsConnection(connection)) return;
        var parsed = PostgresConnection.Parse(connection);
        silo.Services.AddSingleton(parsed).AddSingleton<ILifecycleParticipant<ISiloLifecycle>, PostgresSchema>();
        silo.UseAdoNetClustering(database => (database.Invariant, database.ConnectionString) = ("Npgsql", parsed.Text));
    }
}
