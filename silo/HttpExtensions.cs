using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace LayerDyn.Silo;

/// <summary>Where the silo listens for HTTP.</summary>
internal static class HttpExtensions
{
    private const int MaxConnections = 4096;

    /// <summary>Listens on one address and port; with port 0 not at all.</summary>
    public static void AddHttp(this WebApplicationBuilder builder, SiloOptions options)
    {
        if (options.HttpPort == 0)
        {
            builder.Services.AddSingleton<IServer, NoServer>();
            return;
        }

        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = MaxConnections;
            // A wrong address is reported by the validator of the options.
            if (IPAddress.TryParse(options.HttpAddress, out var address) && options.HttpPort is > 0 and < 65536)
                kestrel.Listen(address, options.HttpPort);
        });
    }

    private sealed class NoServer : IServer
    {
        public IFeatureCollection Features { get; } = new FeatureCollection();

        public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
            where TContext : notnull => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public void Dispose()
        {
        }
    }
}
