using System.Text.Json.Serialization;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Storage.Manifests;

/// <summary>A committed segment: its two files exist under this name, whole, with these hashes.</summary>
/// <param name="Name">Its name, see <see cref="SweepPaths.SegmentName"/>.</param>
/// <param name="Points">The points in it.</param>
/// <param name="Finished">How many of them did all steps.</param>
/// <param name="Diverged">How many of them diverged: a result, not a failure.</param>
/// <param name="Silo">The silo that computed them, for this sweep or another; null where it was not kept, or stands in <see cref="Origins"/>.</param>
/// <param name="Attempt">Which attempt it was, from 1; 0 where that was not kept.</param>
public sealed record SegmentEntry(
    string Name,
    PointRanges Points,
    long Finished,
    long Diverged,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Silo = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Attempt = 0)
{
    /// <summary>
    /// Whether its files are still among those that points are written to as they finish; those of a completed sweep are merged into
    /// few files for readers, see <see cref="SweepPaths.ResultsFolder"/>.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Staged { get; init; }

    /// <summary>Its records file; null in manifests of version 0.1, which kept no hashes.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SegmentFile? Records { get; init; }

    /// <summary>Its results file; null in manifests of version 0.1, which kept no hashes.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SegmentFile? Results { get; init; }

    /// <summary>How many files of what is kept its results list; data that points share count for each.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Kept { get; init; }

    /// <summary>Where the points of a merged segment were computed; null for one that is written as it was computed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<SegmentOrigin>? Origins { get; init; }

    /// <summary>The first of its points.</summary>
    [JsonIgnore]
    public long First => Points.First;

    /// <summary>Where a point of it was computed, and in which attempt.</summary>
    /// <param name="index">The point.</param>
    public SegmentOrigin OriginOf(long index) =>
        Origins?.FirstOrDefault(origin => origin.Points.Contains(index)) ?? new SegmentOrigin(Points, Silo, Attempt);
}
