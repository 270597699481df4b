namespace LayerDyn.Sweeps.Curves;

/// <summary>One curve asked for by a spec. A kind of curve is one sealed record in one file with its builder beside it.</summary>
public abstract record CurveSpec
{
    /// <summary>Its name: the file name under <c>curves/</c>.</summary>
    public required string Name { get; init; }

    /// <summary>An empty mergeable state for this curve of a sweep.</summary>
    public abstract CurveBuilder CreateBuilder(Planning.SweepPlan plan);
}
