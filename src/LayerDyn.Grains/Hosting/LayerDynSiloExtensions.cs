using LayerDyn.Grains.Lanes;
using LayerDyn.Grains.Planning;
using LayerDyn.Grains.Sweeps;
using LayerDyn.Storage;
using LayerDyn.Storage.Records;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LayerDyn.Grains.Hosting;

/// <summary>Adds LayerDyn to a silo.</summary>
public static class LayerDynSiloExtensions
{
    /// <summary>Adds the grains' services: lanes, plans, records and the artifact store at <paramref name="storeLocation"/>.</summary>
    /// <exception cref="StoreException">The location is not that of a store.</exception>
    public static ISiloBuilder AddLayerDyn(this ISiloBuilder silo, string storeLocation)
    {
        var services = silo.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(_ => ArtifactStores.Open(storeLocation));
        services.TryAddSingleton<PlanCache>();
        services.TryAddSingleton<RecordWriter>();
        services.TryAddSingleton<RecordReader>();
        services.TryAddSingleton<PackRunner>();
        services.TryAddSingleton<LanePool>();
        services.AddOptions<LaneOptions>().Validate(options => options.CpuLanes >= 0 && options.Attempts >= 1, "LaneOptions: CpuLanes must be at least 0 and Attempts at least 1").ValidateOnStart();
        services.AddOptions<SweepOptions>().Validate(options => options.PacksPerLane >= 1, "SweepOptions: PacksPerLane must be at least 1").ValidateOnStart();
        return silo;
    }
}
