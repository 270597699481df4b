namespace LayerDyn.Science.Experiments;

/// <summary>What the random stream of the initial weights is keyed by.</summary>
public enum WeightsFrom
{
    /// <summary>The point: every point draws its own weights, as in the published heat maps.</summary>
    Point,

    /// <summary>The seed replicate alone: points that differ in a learning rate or a scale share their draw (common random numbers).</summary>
    Seed,
}
