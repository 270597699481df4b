using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Curves.Kinds;

/// <summary>
/// A map of one measured value over two axes: the mean over finished seeds and over every other axis. Where the records hold the
/// exact solution too (<c>value.theory</c>), or <see cref="Against"/> names a prediction, it is drawn beside the trained map and the residual is
/// reported. There is none at the first measurement, where training and theory are the same weights.
/// </summary>
[Kind("heatmap", "a measured value over two axes, beside the exact solution where there is one")]
public sealed record HeatmapCurve : FilteredCurveSpec
{
    /// <summary>What is added before the logarithm, as in the published maps of the kernel distance (Dominé et al. 2025).</summary>
    public const double LogFloor = 1e-6;

    /// <summary>Axis drawn to the right.</summary>
    [Parameter("axis drawn to the right")]
    public required string X { get; init; }

    /// <summary>Axis drawn upwards.</summary>
    [Parameter("axis drawn upwards")]
    public required string Y { get; init; }

    /// <summary>The measured column that gives the colour.</summary>
    [Parameter("measured column that gives the colour, e.g. kernel-distance")]
    public required string Value { get; init; }

    /// <summary>The column of a prediction, drawn beside the value instead of the exact solution.</summary>
    [Parameter("column of a prediction to compare with instead of the exact solution, e.g. gamma-plus for gamma-plus.growth")]
    public string? Against { get; init; }

    /// <summary>Which measurement is shown.</summary>
    [Parameter("which measurement is shown: last, first or largest")]
    public MeasuredAt At { get; init; }

    /// <summary>Shows the measurement at this step instead; points that were not measured then are left out.</summary>
    [Parameter("show the measurement at this step instead of the last", Min = 0)]
    public long? Step { get; init; }

    /// <summary>Shows log10(value + 1e-6).</summary>
    [Parameter("show log10(value + 1e-6)")]
    public bool Log10 { get; init; }

    /// <summary>Draws the learning rates above which training is predicted to be unstable, over a map whose ordinate is the learning rate.</summary>
    [Parameter("draw the learning rates above which training is predicted to be unstable (y: the learning rate), as the curve stability does")]
    public bool Boundary { get; init; }

    /// <inheritdoc/>
    public override void Validate(CurveContext context, ProblemList problems)
    {
        base.Validate(context, problems);
        context.RequireMap(X, Y, problems);
        context.RequireColumn("value", Value, problems);
        if (Against is not null) context.RequireColumn("against", Against, problems);
    }

    /// <inheritdoc/>
    public override CurveBuilder CreateBuilder(ISweepGrid grid) => new HeatmapBuilder(this, grid);
}
