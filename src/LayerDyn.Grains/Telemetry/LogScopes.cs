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
    public static IDisposable? PackScope(this ILogger logger, PackAssignment assignment) => logger.BeginScope(new KeyValuePair<string, object>[]
    {
        new(LayerDynActivities.SweepTag, assignment.SweepId),
        new(LayerDynActivities.PackTag, assignment.Pack),
        new(LayerDynActivities.PointsTag, assignment.Points),
        new("layerdyn.attempt", assignment.Attempt),
    });
}
