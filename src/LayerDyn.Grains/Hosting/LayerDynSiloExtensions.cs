using LayerDyn.Grains.Cluster;
using LayerDyn.Grains.Curves;
using LayerDyn.Grains.Lanes;
using LayerDyn.Grains.Slots;
using LayerDyn.Grains.Sweeps;
using LayerDyn.Grains.Telemetry;
using LayerDyn.Grains.Workers;
using LayerDyn.Science.Devices;
using LayerDyn.Storage;
using LayerDyn.Storage.Records;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Runtime.MembershipService.SiloMetadata;

namespace LayerDyn.Grains.Hosting;

/// <summary>Adds LayerDyn to a silo.</summary>
public static class LayerDynSiloExtensions
{
    /// <summary>Adds the grains' services: lanes, slots, plans, records and the artifact store at <paramref name="storeLocation"/>.</summary>
    /// <exception cref="StoreException">The location is not that of a store.</exception>
    public static ISiloBuilder AddLayerDyn(this ISiloBuilder silo, string storeLocation)
    {
        var services = silo.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddLayerDynMetrics();
        services.AddSweepLog();
        services.TryAddSingleton<IArtifactStore>(provider => OpenStore(provider, storeLocation));
        services.TryAddSingleton<PlanCache>();
        services.TryAddSingleton<RecordWriter>();
        services.TryAddSingleton<RecordReader>();
        services.TryAddSingleton<SharedPoints>();
        services.TryAddSingleton<RefinedSweep>();
        services.TryAddSingleton<RecentResults>();
        services.TryAddSingleton<SegmentFolder>();
        services.TryAddSingleton<UploadQueue>();
        services.TryAddSingleton<BatchRunner>();
        services.TryAddSingleton<IDeviceInventory, DeviceInventory>();
        services.TryAddSingleton<DeviceSlots>();
        services.TryAddSingleton<LanePool>();
        services.TryAddSingleton<ClusterSlots>();
        services.TryAddSingleton(new SweepKeeping(IsOn: false));
        services.TryAddSingleton<Worker>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<Worker>());
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, LaneDrain>();
        services.AddPlacementDirector<SiloPlacement, SiloPlacementDirector>();
        services.AddOptions<LaneOptions>().Validate(
            options => options.CpuLanes >= 0 && options.Attempts >= 1, "LaneOptions: CpuLanes must be at least 0 and Attempts at least 1").ValidateOnStart();
        services.AddOptions<SweepOptions>().Validate(
            options => options.BatchesPerLane >= 1 && options.BatchesPerShard >= 1 && options.ShardsAtOnce >= 1 && options.Hangs >= 1 && options.Losses >= 1,
            "SweepOptions: BatchesPerLane, BatchesPerShard, ShardsAtOnce, Hangs and Losses must be at least 1").Validate(
            options => !(options.Limits.PointTime <= TimeSpan.Zero || options.Limits.SweepTime <= TimeSpan.Zero || options.Limits.Failures < 1),
            "Sweeps:Limits: PointTime and SweepTime must be above zero, as in 02:00:00, and Failures at least 1; leave one out for no limit").Validate(
            options => options.Quotas.Values.Append(options.Quota).All(quota => quota.IsValid),
            "Sweeps:Quota and Sweeps:Quotas:NAME: Sweeps, Points, Slots and Bytes must be at least 1; leave one out for no limit").Validate(
            options => !(options.KeepFor < Retention.Least), $"Sweeps:KeepFor must be at least {Retention.Least:c}, as in 90.00:00:00 for 90 days; leave it out to keep all sweeps").ValidateOnStart();
        // The slots are known once the options are: Orleans reads the dictionary after the first of these has filled it.
        var metadata = new Dictionary<string, string>();
        services.AddOptions<SiloMetadata>().Configure<DeviceSlots, TimeProvider>((_, slots, time) =>
        {
            foreach (var (key, value) in SlotMetadata.Write(slots.All, slots.Machine, time.GetUtcNow().UtcDateTime)) metadata[key] = value;
        });
        return silo.UseSiloMetadata(metadata);
    }

    private static RetryingArtifactStore OpenStore(IServiceProvider provider, string location)
    {
        var (time, metrics) = (provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<LayerDynMetrics>());
        var measured = new MeteredArtifactStore(ArtifactStores.Open(location), metrics, time);
        return new RetryingArtifactStore(measured, provider.GetRequiredService<IOptions<LaneOptions>>().Value.StorePatience, time, metrics.Storage.Retried);
    }

    /// <summary>Has this silo see to it that the sweeps that the store marks as running are running.</summary>
    public static ISiloBuilder AddSweepKeeper(this ISiloBuilder silo)
    {
        silo.Services.AddHostedService<SweepKeeper>();
        silo.Services.Replace(ServiceDescriptor.Singleton(new SweepKeeping(IsOn: true)));
        return silo;
    }
}
