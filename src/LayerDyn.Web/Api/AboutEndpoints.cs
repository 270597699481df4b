using LayerDyn.Api;
using LayerDyn.Science.Experiments;
using LayerDyn.Sweeps;
using LayerDyn.Web.Security;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace LayerDyn.Web.Api;

/// <summary><c>/about</c>: what answers.</summary>
internal static class AboutEndpoints
{
    public static void MapAbout(this IEndpointRouteBuilder api) =>
        api.MapGet("/about", Get).WithName("about").WithTags("about").WithSummary("What answers, and what the caller may do");

    private static AboutView Get(IOptions<ClusterOptions> options, ILocalSiloDetails silo, SecurityMode mode, HttpContext context) => new(
        "LayerDyn.Distributed", ProductVersion.Short, NumericsVersion.Current, options.Value.ClusterId, silo.Name, mode.Name, Roles.Of(context.User));
}
