using System.Net;
using System.Net.Sockets;
using LayerDyn.Grains.Hosting;
using LayerDyn.Grains.Lanes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace LayerDyn.Client.Hosting;

/// <summary>A silo in this process: nothing to install, loopback only, gone when the command ends.</summary>
internal sealed class EmbeddedSilo : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly HeldErrors _errors;

    private EmbeddedSilo(IHost host, HeldErrors errors) => (_host, _errors) = (host, errors);

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    /// <summary>Where its dashboard is; null where it has none.</summary>
    public Uri? Dashboard { get; private init; }

    /// <summary>Starts it over the store at <paramref name="location"/>; <paramref name="lanes"/> 0 takes one for each core.</summary>
    public static async Task<EmbeddedSilo> StartAsync(string location, int lanes)
    {
        var errors = new HeldErrors();
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection();
        AddSilo(builder, location, lanes, errors);
        return await StartAsync(builder.Build(), errors, _ => null);
    }

    /// <summary>The same with the HTTP API and the dashboard, for looking only.</summary>
    /// <param name="location">The store.</param>
    /// <param name="lanes">How many lanes; 0 takes one for each core.</param>
    /// <param name="port">Port on loopback; 0 takes a free one.</param>
    /// <param name="key">The key that callers must send; null where anybody on this machine may look.</param>
    /// <exception cref="UserException">This build has no dashboard, or the port is taken.</exception>
    public static async Task<EmbeddedSilo> StartWithDashboardAsync(string location, int lanes, int port = 0, string? key = null)
    {
        var errors = new HeldErrors();
        var builder = LocalDashboard.CreateBuilder();
        AddSilo(builder, location, lanes, errors);
        LocalDashboard.AddTo(builder, location, port, key);
        var app = builder.Build();
        LocalDashboard.MapTo(app);
        try
        {
            return await StartAsync(app, errors, LocalDashboard.AddressOf);
        }
        catch (IOException taken) when (taken.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            throw new UserException($"--port '{port}' is taken by another process", "leave it out for a free one");
        }
    }

    /// <summary>Prints what libraries reported so far: for a command that fails.</summary>
    public void TellErrors()
    {
        foreach (string line in _errors.Lines) Console.Error.WriteLine(line);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private static void AddSilo(IHostApplicationBuilder builder, string location, int lanes, HeldErrors errors)
    {
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true)
            .AddFilter(null, LogLevel.Error)
            .AddFilter<ConsoleLoggerProvider>((category, level) => level >= LogLevel.Warning && !HeldErrors.Holds(category))
            .AddFilter("LayerDyn", LogLevel.Warning)
            .AddProvider(errors);
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.Configure<LaneOptions>(options => options.CpuLanes = lanes);
        builder.UseOrleans(silo => silo
            .UseLocalhostClustering(FreePort(), gatewayPort: 0, serviceId: "layerdyn", clusterId: "embedded")
            .AddLayerDyn(location));
    }

    private static async Task<EmbeddedSilo> StartAsync(IHost host, HeldErrors errors, Func<IHost, Uri?> dashboard)
    {
        try
        {
            await host.StartAsync();
            return new EmbeddedSilo(host, errors) { Dashboard = dashboard(host) };
        }
        catch
        {
            new EmbeddedSilo(host, errors).TellErrors();
            throw;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
