namespace LayerDyn.Sweeps.Planning;

/// <summary>Bounds on what a spec may ask for; beyond them it is refused.</summary>
public sealed record SweepLimits
{
    /// <summary>Largest number of points of a grid.</summary>
    public long MaxPoints { get; init; } = 10_000_000;

    /// <summary>Largest number of values in a spec, with YAML aliases written out.</summary>
    public long MaxNodes { get; init; } = 500_000;

    /// <summary>Largest number of axes.</summary>
    public int MaxAxes { get; init; } = 256;

    /// <summary>Deepest nesting of a spec.</summary>
    public int MaxDepth { get; init; } = 64;

    /// <summary>Longest text of a spec.</summary>
    public int MaxCharacters { get; init; } = 16 << 20;

    /// <summary>
    /// Up to so many combinations of axis positions, every one is validated before anything starts; of larger grids, each axis
    /// position with the others at their first, and the corners.
    /// </summary>
    public int ExhaustiveCombinations { get; init; } = 10_000;

    /// <summary>Ends the validation of a grid that takes too long, with <see cref="OperationCanceledException"/>.</summary>
    public CancellationToken Cancellation { get; init; }
}
