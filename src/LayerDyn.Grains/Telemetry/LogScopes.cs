using LayerDyn.Contracts.Experiments;
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

    /// <summary>Work on a pack. Call from <c>DeviceLane.Work</c>, around the training.</summary>
    public static IDisposable? PackScope(this ILogger logger, PackAssignment assignment) =>
        logger.PackScope(assignment.SweepId, assignment.Pack, assignment.Points, assignment.Attempt);

    /// <summary>Work on a pack that is known by its parts. Call from <c>SweepShardGrain</c>, around what is said of a pack that is lost.</summary>
    public static IDisposable? PackScope(this ILogger logger, string sweep, string pack, string points, long attempt) => logger.BeginScope(new KeyValuePair<string, object>[]
    {
        new(LayerDynActivities.SweepTag, sweep),
        new(LayerDynActivities.PackTag, pack),
        new(LayerDynActivities.PointsTag, points),
        new("layerdyn.attempt", attempt),
    });
}
