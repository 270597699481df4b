namespace LayerDyn.Sweeps.Charts;

/// <summary>How values are laid along an axis.</summary>
public enum AxisScale
{
    /// <summary>Evenly.</summary>
    Linear,

    /// <summary>Evenly in their logarithms.</summary>
    Log,

    /// <summary>One place each, whatever their distance: names, or numbers that are neither evenly nor geometrically spaced.</summary>
    Positions,
}
