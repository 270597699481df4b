using System.Security.Claims;
using LayerDyn.Api.Cluster;
using LayerDyn.Web.Security;
using LayerDyn.Web.Services;

namespace LayerDyn.Web.Api;

/// <summary><c>/cluster</c>: silos and their slots; <c>/silo/load</c>: what one takes of its machine; <c>/quota</c>: what the caller uses of them.</summary>
internal static class ClusterEndpoints
{
    public static void MapCluster(this IEndpointRouteBuilder api)
    {
        api.MapGet("/cluster", Task<ClusterView> (ClusterViews views) => views.GetAsync()).WithName("cluster").WithTags("cluster").WithSummary("The silos with their slots and what runs in them");
        api.MapGet("/silo/load", SiloLoadView (SiloLoad load) => load.View).WithName("siloLoad").WithTags("cluster").WithSummary("Processor, memory and GPUs of the silo that answers, over the last half hour");
        api.MapGet("/quota", Task<QuotaView> (ClaimsPrincipal caller, ClusterViews views) => views.QuotaOfAsync(caller.SignedInName() ?? ""))
            .WithName("quota").WithTags("cluster").WithSummary("What the caller's sweeps use of the cluster, within its quota");
    }
}
