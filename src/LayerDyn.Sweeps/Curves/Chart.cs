namespace LayerDyn.Sweeps.Curves;

/// <summary>What to draw, independent of how: a sealed record per kind of chart.</summary>
public abstract record Chart
{
    /// <summary>Title.</summary>
    public required string Title { get; init; }
}
