namespace LayerDyn.Api.Points;

/// <summary>A checkpoint of a point.</summary>
/// <param name="Step">The step it was taken after.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Created">When it was written; null when the store does not say.</param>
public sealed record CheckpointView(long Step, long Bytes, DateTimeOffset? Created);
