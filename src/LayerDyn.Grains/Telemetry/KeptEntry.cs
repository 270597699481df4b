using LayerDyn.Sweeps.Planning;
using Microsoft.Extensions.Logging;

namespace LayerDyn.Grains.Telemetry;

/// <summary>A log entry about a sweep that a silo remembers.</summary>
/// <param name="At">When it was written (UTC).</param>
/// <param name="Level">Its level.</param>
/// <param name="Message">What it says.</param>
/// <param name="Sweep">The sweep.</param>
/// <param name="Point">The point that it names; null when it names none.</param>
/// <param name="Points">The points of the batch that it was written for; null when there was none.</param>
internal sealed record KeptEntry(DateTime At, LogLevel Level, string Message, string Sweep, long? Point, PointRanges? Points)
{
    /// <summary>What it says, with the points of its batch where it names none itself: among entries about other batches.</summary>
    public string MessageWithPoints => Point is null && Points is { } points ? $"points {points}: {Message}" : Message;

    /// <summary>Whether it is about a sweep, or one of its points: it names it, or it names none and the point's batch is at work.</summary>
    public bool IsAbout(string sweep, long? point) =>
        Sweep == sweep && (point is not { } asked || (Point is { } own ? own == asked : Points is { } points && points.Contains(asked)));
}
