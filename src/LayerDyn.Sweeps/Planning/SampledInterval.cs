namespace LayerDyn.Sweeps.Planning;

/// <summary>The interval that a sampled axis draws its values from.</summary>
/// <param name="Low">Its lower end, which is never drawn itself.</param>
/// <param name="High">Its upper end, which is never drawn itself.</param>
/// <param name="IsLog">Whether the logarithm of a value is what is uniform.</param>
public sealed record SampledInterval(double Low, double High, bool IsLog);
