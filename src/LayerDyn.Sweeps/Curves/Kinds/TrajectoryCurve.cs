using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Curves.Kinds;

/// <summary>A measured quantity along training: the mean over finished seeds with its band, the exact solution dashed over it.</summary>
[Kind("trajectory", "a measured quantity along training, with seed bands and the exact solution over it")]
public sealed record TrajectoryCurve : LineCurveSpec
{
    /// <summary>The observable: a column, or a vector of which every component gives a line.</summary>
    [Parameter("observable to show; a vector such as mode-strength gives a line for each component")]
    public required string Value { get; init; }

    /// <summary>The column of a prediction, drawn instead of the exact solution.</summary>
    [Parameter("column of a prediction to compare with instead of the exact solution, e.g. gamma-plus for gamma-plus.growth")]
    public string? Against { get; init; }

    /// <summary>The column of a level.</summary>
    [Parameter("column of a level, drawn dashed in place of the exact solution and not compared with, e.g. sharpness.limit for sharpness")]
    public string? Level { get; init; }

    /// <summary>The abscissa.</summary>
    [Parameter("abscissa: step, time (learning rate times step), epoch, or an axis (then the last measurement is shown)")]
    public string X { get; init; } = Abscissa.Step;

    /// <summary>Logarithmic abscissa.</summary>
    [Parameter("logarithmic abscissa")]
    public bool LogX { get; init; }

    /// <summary>Logarithmic ordinate.</summary>
    [Parameter("logarithmic ordinate")]
    public bool LogY { get; init; }

    /// <inheritdoc/>
    public override bool ShowsRunning => Abscissa.RunsAlong(X);

    /// <inheritdoc/>
    public override IReadOnlyList<string> KeptColumns => [.. new[] { Value, Against, Level }.OfType<string>()];

    /// <inheritdoc/>
    public override void Validate(CurveContext context, ProblemList problems)
    {
        base.Validate(context, problems);
        context.RequireColumns("value", Value, problems);
        if (Against is not null) context.RequireColumn("against", Against, problems);
        if (Level is not null) context.RequireColumn("level", Level, problems);
        if (Level is not null && Against is not null) problems.Add(context.At("level"), Level, "cannot be given together with against", "give either of them");
        Abscissa.Validate(X, context, problems);
        if (!Abscissa.RunsAlong(X)) context.RequireAxis("x", X, problems);
        ByAxes.Validate(By, context, problems, X);
    }

    /// <inheritdoc/>
    public override CurveBuilder CreateBuilder(ISweepGrid grid) => new TrajectoryBuilder(this, "trajectory", [Value], Against, X, LogX, LogY, grid, Level);
}
