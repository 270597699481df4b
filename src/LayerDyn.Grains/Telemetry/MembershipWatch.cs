using Microsoft.Extensions.Hosting;

namespace LayerDyn.Grains.Telemetry;

/// <summary>Shows the membership to the instruments once the silo is built.</summary>
/// <param name="metrics">The instruments.</param>
/// <param name="membership">The membership.</param>
public sealed class MembershipWatch(LayerDynMetrics metrics, IClusterMembershipService membership) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        metrics.Cluster.Observe(membership);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
