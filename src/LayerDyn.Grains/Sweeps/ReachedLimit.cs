using System.Globalization;
using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Specs;

namespace LayerDyn.Grains.Sweeps;

/// <summary>Which limit a running sweep has reached, in words. Pure.</summary>
internal static class ReachedLimit
{
    /// <summary>The limit that pauses the sweep now; null where none does.</summary>
    /// <param name="head">The sweep.</param>
    /// <param name="limits">Its limits, within the cluster's.</param>
    /// <param name="failed">Its points that have failed.</param>
    /// <param name="first">What the first of them said.</param>
    /// <param name="now">The time (UTC).</param>
    public static string? Of(SweepHead head, RunLimits limits, long failed, string first, DateTime now)
    {
        // Points that failed before may have been tried again, and have a result by now.
        if (limits.Failures is { } most && failed - Math.Min(head.FailedBefore, failed) is var fresh && fresh >= most)
            return string.Create(CultureInfo.InvariantCulture, $"limits.failures: {most} is reached: {failed:N0} {(failed == 1 ? "point has" : "points have")} failed, the first with: {first}");
        return head.Until is { } until && now >= until && limits.SweepTime is { } time
            ? $"limits.sweepTime: {DurationText.Write(time)} is over"
            : null;
    }
}
