using System.Text.Json.Serialization;

namespace LayerDyn.Storage.Manifests;

/// <summary>Where points of a merged segment were computed.</summary>
/// <param name="Points">The points, as a range list.</param>
/// <param name="Silo">The silo that computed them; null where it was not kept.</param>
/// <param name="Attempt">Which attempt it was, from 1; 0 where that was not kept.</param>
public sealed record SegmentOrigin(
    string Points,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Silo = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Attempt = 0);
