using System.Net;
using LayerDyn.Dashboard;
using LayerDyn.Storage;
using LayerDyn.Web.Api;
using LayerDyn.Web.Dashboard;
using LayerDyn.Web.Security;
using LayerDyn.Web.Services;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LayerDyn.Client.Hosting;

/// <summary>
/// The HTTP API and the dashboard of a silo in this process, on loopback, for looking only: whoever calls has the role <c>read</c>, so that nothing
/// that is started or stopped here comes in the way of a <c>layerdyn run</c> in the same folder.
/// </summary>
internal static class LocalDashboard
{
    /// <summary>A builder of a host that can serve it. It reads no configuration, neither files nor variables.</summary>
    public static WebApplicationBuilder CreateBuilder() => WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });

    /// <summary>Its services.</summary>
    /// <param name="builder">The host's builder.</param>
    /// <param name="location">The store that the silo works on.</param>
    /// <param name="port">The port; 0 takes a free one.</param>
    /// <param name="key">The key that callers must send; null where anybody on this machine may look.</param>
    /// <exception cref="UserException">This build has no dashboard.</exception>
    public static void AddTo(WebApplicationBuilder builder, string location, int port, string? key)
    {
        if (!new DashboardAssets().IsBuilt)
            throw new UserException("this build of layerdyn has no dashboard: npm was not found when it was built", "install Node.js 20 or later with npm, and build again: dotnet build client -c Release");
        if (key is not null)
        {
            (builder.Configuration["Security:Keys:0:Name"], builder.Configuration["Security:Keys:0:Role"]) = ("ui", Roles.Read);
            builder.Configuration["Security:Keys:0:Hash"] = ApiKey.Hash(key);
        }

        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        builder.Services.AddRoutingCore().AddResponseCompression();
        builder.Services.AddSingleton<IOtherRuns>(new FolderRuns(ArtifactStores.Open(location)));
        builder.AddApi();
        builder.AddSecurity(new HttpBinding(IPAddress.Loopback.ToString(), port, [], Roles.Read));
    }

    /// <summary>Its middleware and endpoints.</summary>
    public static void MapTo(WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UseResponseCompression();
        app.UseApi();
        app.UseMiddleware<LookOnly>();
        app.UseSecurity();
        app.MapApi();
        app.MapDashboard();
    }

    /// <summary>Where it is, once the host has started.</summary>
    public static Uri AddressOf(IHost host) =>
        new(host.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());
}
