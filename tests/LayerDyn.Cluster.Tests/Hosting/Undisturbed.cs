using System.Collections.Concurrent;
using LayerDyn.Contracts.Sweeps;
using LayerDyn.Grains.Hosting;
using LayerDyn.Storage;
using LayerDyn.Storage.Local;
using LayerDyn.Sweeps.Planning;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LayerDyn.Cluster.Tests.Hosting;

/// <summary>Sweeps run once by one silo in this process, to compare with.</summary>
internal static class Undisturbed
{
    private static readonly ConcurrentDictionary<string, Task<IArtifactStore>> Runs = [];

    /// <summary>The store of the undisturbed run of a spec.</summary>
    public static Task<IArtifactStore> OfAsync(string yaml) => Runs.GetOrAdd(yaml, RunAsync);

    private static async Task<IArtifactStore> RunAsync(string yaml)
    {
        var plan = SweepPlan.Load(yaml);
        string folder = Directory.CreateTempSubdirectory("layerdyn-undisturbed-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.UseOrleans(silo => silo.UseLocalhostClustering(FreePort.Next(), gatewayPort: 0).AddLayerDyn(folder));
        using var host = builder.Build();
        await host.StartAsync();
        var sweep = host.Services.GetRequiredService<IGrainFactory>().GetGrain<ISweepGrain>(plan.Id.Value);
        await sweep.StartAsync(new SweepSubmission(yaml, plan.ResolvedYaml));
        await foreach (var status in sweep.WatchAsync()) Assert.NotEqual(SweepState.Broken, status.State);
        await host.StopAsync();
        return new LocalArtifactStore(folder);
    }
}
