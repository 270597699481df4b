namespace LayerDyn.Sweeps.Planning;

/// <summary>The point of a sweep that takes most memory while it trains.</summary>
/// <param name="Index">The point.</param>
/// <param name="Bytes">About how much it takes, from above.</param>
public sealed record MemoryEstimate(long Index, long Bytes);
