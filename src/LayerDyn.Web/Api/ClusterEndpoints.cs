using LayerDyn.Api.Cluster;
using LayerDyn.Web.Services;

namespace LayerDyn.Web.Api;

/// <summary><c>/cluster</c>: silos and their slots.</summary>
internal static class ClusterEndpoints
{
    public static void MapCluster(this IEndpointRouteBuilder api) =>
        api.MapGet("/cluster", Task<ClusterView> (ClusterViews views) => views.GetAsync()).WithName("cluster").WithTags("cluster").WithSummary("The silos with their slots and what runs in them");
}
