using LayerDyn.Api;
using LayerDyn.Science.Experiments;
using LayerDyn.Sweeps;
using LayerDyn.Web.Security;
using LayerDyn.Web.Services;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace LayerDyn.Web.Api;

/// <summary><c>/about</c>: what answers.</summary>
internal static class AboutEndpoints
{
    public static void MapAbout(this IEndpointRouteBuilder api) =>
        api.MapGet("/about", Get).WithName("about").WithTags("about").WithSummary("What answers, and what the caller may do");

    private static AboutView Get(IOptions<ClusterOptions> cluster, IOptions<ApiOptions> api, ILocalSiloDetails silo, SecurityMode mode, HttpContext context) => new(
        "LayerDyn.Distributed", ProductVersion.Short, NumericsVersion.Current, cluster.Value.ClusterId, silo.Name, mode.Name, Roles.Of(context.User),
        [.. api.Value.Links.Select(link => new SweepLinkView(link.Name, link.Url))]);
}
