using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Curves.Kinds;

/// <summary>A measured quantity along training: the mean over finished seeds with its band, the exact solution dashed over it.</summary>
[Kind("trajectory", "a measured quantity along training, with seed bands and the exact solution over it")]
public sealed record TrajectoryCurve : CurveSpec
{
    /// <summary>The observable: a column, or a vector of which every component gives a line.</summary>
    [Parameter("observable to show; a vector such as mode-strength gives a line for each component")]
    public required string Value { get; init; }

    /// <summary>The axis with a line for each position; every other axis is averaged over.</summary>
    [Parameter("axis with a line (for a vector: a panel) for each position; other axes are averaged over")]
    public string? By { get; init; }

    /// <summary>The abscissa.</summary>
    [Parameter("abscissa: step, time (learning rate times step), or an axis (then the last measurement is shown)")]
    public string X { get; init; } = Abscissa.Step;

    /// <summary>Logarithmic abscissa.</summary>
    [Parameter("logarithmic abscissa")]
    public bool LogX { get; init; }

    /// <summary>Logarithmic ordinate.</summary>
    [Parameter("logarithmic ordinate")]
    public bool LogY { get; init; }

    /// <inheritdoc/>
    public override void Validate(CurveContext context, ProblemList problems)
    {
        context.RequireColumns("value", Value, problems);
        if (By is not null) context.RequireAxis("by", By, problems);
        if (!Abscissa.RunsAlong(X)) context.RequireAxis("x", X, problems);
        if (By == X) problems.Add(context.At("by"), By, "must be another axis than x");
    }

    /// <inheritdoc/>
    public override CurveBuilder CreateBuilder(ISweepGrid grid) => new TrajectoryBuilder(this, "trajectory", [Value], By, X, LogX, LogY, grid);
}
