using LayerDyn.Api.Cluster;
using LayerDyn.Silo.Services;

namespace LayerDyn.Silo.Api;

/// <summary><c>/cluster</c>: silos and their slots.</summary>
internal static class ClusterEndpoints
{
    public static void MapCluster(this IEndpointRouteBuilder api) =>
        api.MapGet("/cluster", Task<ClusterView> (ClusterViews views) => views.GetAsync()).WithName("cluster").WithTags("cluster").WithSummary("The silos with their slots and what runs in them");
}
