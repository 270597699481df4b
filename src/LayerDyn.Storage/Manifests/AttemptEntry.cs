using System.Text.Json.Serialization;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Storage.Manifests;

/// <summary>An attempt that ended without a result, of points that did not fail for it.</summary>
/// <param name="Points">Its points.</param>
/// <param name="Attempt">Which attempt of them it was, from 1.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Message">Why.</param>
/// <param name="Silo">Where it ran; null where that is not known.</param>
/// <param name="At">When it was known to have ended (UTC); null where it was not kept.</param>
public sealed record AttemptEntry(
    PointRanges Points,
    int Attempt,
    AttemptOutcome Outcome,
    string Message,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Silo = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTime? At = null);
