using LayerDyn.Web.Security;
using Orleans.Dashboard;

namespace LayerDyn.Silo;

/// <summary>Orleans' own dashboard: grains, their calls and the silos' counters, for admins.</summary>
internal static class GrainInternals
{
    /// <summary>Where it is.</summary>
    public const string Prefix = "/orleans";

    // Its graphs and icons bring styles with them; its script is a file of its own.
    private const string Policy =
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Its grains and counters, on every silo. Without its live log, which nobody went through for secrets.</summary>
    public static ISiloBuilder AddGrainInternals(this ISiloBuilder silo) => silo.AddDashboard(options => options.HideTrace = true);

    /// <summary>Its pages and what they ask for. It has no authentication of its own.</summary>
    public static void MapGrainInternals(this WebApplication app) => app.MapOrleansDashboard(Prefix)
        .RequireAuthorization(Roles.Admin).WithMetadata(new ContentPolicy(Policy), new ExcludeFromDescriptionAttribute());
}
