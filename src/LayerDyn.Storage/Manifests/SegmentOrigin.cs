using System.Text.Json.Serialization;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Storage.Manifests;

/// <summary>Where points of a merged segment were computed.</summary>
/// <param name="Points">The points.</param>
/// <param name="Silo">The silo that computed them; null where it was not kept.</param>
/// <param name="Attempt">Which attempt it was, from 1; 0 where that was not kept.</param>
public sealed record SegmentOrigin(
    PointRanges Points,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Silo = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Attempt = 0);
