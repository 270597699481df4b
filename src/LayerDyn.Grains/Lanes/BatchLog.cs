using LayerDyn.Sweeps.Planning;
using Microsoft.Extensions.Logging;

namespace LayerDyn.Grains.Lanes;

/// <summary>
/// What lanes say of batches and points: details of each batch, which the dashboard shows beside a point, and for everyone what went
/// wrong. Written inside a batch's scope, which names the sweep and the points.
/// </summary>
internal static partial class BatchLog
{
    /// <summary>Points of a batch whose failures are told one by one.</summary>
    public const int ToldFailures = 10;

    /// <summary>A lane begins.</summary>
    [LoggerMessage(Level = LogLevel.Debug, Message = "Attempt {Number} starts on {Device}: {Count} point(s) together")]
    public static partial void Starts(this ILogger logger, int number, string device, int count);

    /// <summary>A long point goes on.</summary>
    [LoggerMessage(Level = LogLevel.Information, Message = "Sweep {Sweep}: point {Point} goes on from step {Step}")]
    public static partial void GoesOn(this ILogger logger, string sweep, long point, long step);

    /// <summary>The points are through.</summary>
    [LoggerMessage(Level = LogLevel.Debug, Message = "Trained in {Seconds:F1} s: {Finished} of {Count} point(s) finished, {Diverged} diverged, {Failed} failed")]
    public static partial void Trained(this ILogger logger, double seconds, int finished, int count, int diverged, int failed);

    /// <summary>A long point diverged.</summary>
    [LoggerMessage(Level = LogLevel.Debug, Message = "Point {Point} diverged at step {Step}")]
    public static partial void Diverged(this ILogger logger, long point, long step);

    /// <summary>Points that ran together were stopped by one of them.</summary>
    [LoggerMessage(Level = LogLevel.Warning, Message = "Sweep {Sweep}, batch {Batch}: an attempt threw ({Why}); its points are tried one by one")]
    public static partial void Threw(this ILogger logger, string sweep, PointRanges batch, string why);

    /// <summary>One point threw.</summary>
    [LoggerMessage(Level = LogLevel.Warning, Message = "Sweep {Sweep}: try {Number} of point {Point} threw: {Why}")]
    public static partial void PointThrew(this ILogger logger, string sweep, int number, long point, string why);

    /// <summary>One point failed.</summary>
    [LoggerMessage(Level = LogLevel.Warning, Message = "Sweep {Sweep}: point {Point} failed after {Tries} tries: {Why}")]
    public static partial void GivenUp(this ILogger logger, string sweep, long point, int tries, string why);

    /// <summary>Points beyond those that are told one by one.</summary>
    [LoggerMessage(Level = LogLevel.Warning, Message = "Sweep {Sweep}, batch {Batch}: {Count} more points failed")]
    public static partial void MoreGivenUp(this ILogger logger, string sweep, PointRanges batch, int count);

    /// <summary>A long point's state is on its way to the store.</summary>
    [LoggerMessage(Level = LogLevel.Debug, Message = "Checkpoint of point {Point} at step {Step}, {Bytes} bytes")]
    public static partial void Checkpointed(this ILogger logger, long point, long step, int bytes);

    /// <summary>The results are in the store.</summary>
    [LoggerMessage(Level = LogLevel.Debug, Message = "Results are in the store, in segment {Segment}")]
    public static partial void Committed(this ILogger logger, string segment);

    /// <summary>The lane was told to stop.</summary>
    [LoggerMessage(Level = LogLevel.Debug, Message = "Told to stop after {Steps} of {Total} steps; {Finished} of {Count} point(s) finished")]
    public static partial void Stopped(this ILogger logger, long steps, long total, int finished, int count);

    /// <summary>A checkpoint cannot be read.</summary>
    [LoggerMessage(Level = LogLevel.Warning, Message = "Checkpoint {Path} is not valid ({Why}); the one before it is used")]
    public static partial void Damaged(this ILogger logger, string path, string why);

    /// <summary>Not a point's fault but the store's or the machine's.</summary>
    [LoggerMessage(Level = LogLevel.Error, Message = "Sweep {Sweep}, batch {Batch}: not committed; its points stay pending")]
    public static partial void Failed(this ILogger logger, string sweep, PointRanges batch, Exception error);
}
