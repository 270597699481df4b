namespace LayerDyn.Science.Experiments;

/// <summary>What the random stream of the initial weights is keyed by.</summary>
public enum WeightsFrom
{
    /// <summary>
    /// The seed replicate alone (common random numbers). Points of one seed with the same model shape and kind of initialisation start
    /// from the same draw: its scales multiply that draw, and optimizer, learning rate, steps, data type, engine, loss and
    /// task change nothing about it. Where shapes differ, each parameter takes as many numbers of the same stream as it has elements.
    /// </summary>
    Seed,

    /// <summary>The point: points that differ in anything but steps, measurements and engine draw their own weights, as in published heat maps.</summary>
    Point,
}
