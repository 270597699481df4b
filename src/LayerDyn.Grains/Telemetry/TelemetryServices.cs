using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace LayerDyn.Grains.Telemetry;

/// <summary>Adds the silo's instruments.</summary>
public static class TelemetryServices
{
    /// <summary>Adds <see cref="LayerDynMetrics"/>. Call from <c>LayerDynSiloExtensions.AddLayerDyn</c>.</summary>
    public static IServiceCollection AddLayerDynMetrics(this IServiceCollection services)
    {
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<LayerDynMetrics>();
        return services;
    }

    /// <summary>Adds <see cref="SweepLog"/>, which hears what LayerDyn says in detail, whatever the other logs are set to.</summary>
    public static IServiceCollection AddSweepLog(this IServiceCollection services)
    {
        services.AddLogging(logging => logging.AddFilter<SweepLog>(null, LogLevel.None).AddFilter<SweepLog>("LayerDyn", LogLevel.Debug));
        services.TryAddSingleton<SweepLog>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ILoggerProvider, SweepLog>(provider => provider.GetRequiredService<SweepLog>()));
        return services;
    }
}
