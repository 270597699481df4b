using System.Text.Json.Serialization;

namespace LayerDyn.Storage.Manifests;

/// <summary>A committed segment: its files exist under this name, whole.</summary>
/// <param name="Name">Its name, see <see cref="SweepPaths.SegmentName"/>.</param>
/// <param name="Points">The points in it, as a range list, e.g. <c>0-511,600</c>.</param>
/// <param name="Finished">How many of them did all steps.</param>
/// <param name="Diverged">How many of them diverged: a result, not a failure.</param>
/// <param name="Silo">The silo that computed them, for this sweep or another; null where it was not kept.</param>
/// <param name="Attempt">Which attempt it was, from 1; 0 where that was not kept.</param>
public sealed record SegmentEntry(
    string Name,
    string Points,
    long Finished,
    long Diverged,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Silo = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Attempt = 0);
