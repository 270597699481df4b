using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

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
}
