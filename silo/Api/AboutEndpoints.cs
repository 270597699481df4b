using LayerDyn.Api;
using LayerDyn.Science.Experiments;
using LayerDyn.Silo.Security;
using LayerDyn.Sweeps;
using Microsoft.Extensions.Options;

namespace LayerDyn.Silo.Api;

/// <summary><c>/about</c>: what answers.</summary>
internal static class AboutEndpoints
{
    public static void MapAbout(this IEndpointRouteBuilder api) =>
        api.MapGet("/about", Get).WithName("about").WithTags("about").WithSummary("What answers, and what the caller may do");

    private static AboutView Get(IOptions<SiloOptions> options, ILocalSiloDetails silo, SecurityMode mode, HttpContext context) => new(
        "LayerDyn.Distributed", ProductVersion.Short, NumericsVersion.Current, options.Value.Cluster, silo.Name, mode.Name, Roles.Of(context.User));
}
