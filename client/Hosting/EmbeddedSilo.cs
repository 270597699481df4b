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

    /// <summary>Starts it over the store at <paramref name="location"/>; <paramref name="lanes"/> 0 takes one for each core.</summary>
    public static async Task<EmbeddedSilo> StartAsync(string location, int lanes)
    {
        var errors = new HeldErrors();
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection();
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
        var host = builder.Build();
        var silo = new EmbeddedSilo(host, errors);
        try
        {
            await host.StartAsync();
            return silo;
        }
        catch
        {
            silo.TellErrors();
            throw;
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

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
