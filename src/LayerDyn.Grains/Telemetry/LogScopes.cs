using LayerDyn.Contracts.Scheduling;
using LayerDyn.Sweeps.Planning;
using Microsoft.Extensions.Logging;

namespace LayerDyn.Grains.Telemetry;

/// <summary>Puts the ids of the sweep and its points on every log entry written inside.</summary>
public static class LogScopes
{
    /// <summary>Work for a sweep. Call around the body of <c>SweepGrain.GoOnAsync</c>, <c>DrawAsync</c> and <c>CurveGrain</c>'s folding.</summary>
    public static IDisposable? SweepScope(this ILogger logger, string sweep) => logger.BeginScope(new KeyValuePair<string, object>[]
    {
        new(LayerDynActivities.SweepTag, sweep),
    });

    /// <summary>Work on a batch. Call from <c>DeviceLane.Work</c>, around the training.</summary>
    public static IDisposable? BatchScope(this ILogger logger, LeaseOrder assignment) =>
        logger.BatchScope(assignment.SweepId, assignment.Points, assignment.Lease);

    /// <summary>Work on a batch that is known by its parts. Call from <c>ShardGrain</c>, around what is said of a batch that is lost.</summary>
    public static IDisposable? BatchScope(this ILogger logger, string sweep, PointRanges points, long lease) => logger.BeginScope(new KeyValuePair<string, object>[]
    {
        new(LayerDynActivities.SweepTag, sweep),
        new(LayerDynActivities.PointsTag, points),
        new(LayerDynActivities.LeaseTag, lease),
    });
}
