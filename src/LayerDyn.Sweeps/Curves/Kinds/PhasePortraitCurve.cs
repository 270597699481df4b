using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Curves.Kinds;

/// <summary>One column against another along training: at each step the means over finished seeds, the exact solution dashed over them.</summary>
[Kind("phase-portrait", "a measured or derived column against another one along training, means over seeds at each step; with band: runs every run, and no other band")]
public sealed record PhasePortraitCurve : LineCurveSpec
{
    /// <summary>The column of the abscissa.</summary>
    [Parameter("column of the abscissa, e.g. weight-norm.1")]
    public required string X { get; init; }

    /// <summary>The column of the ordinate.</summary>
    [Parameter("column of the ordinate, e.g. weight-norm.2")]
    public required string Y { get; init; }

    /// <summary>Logarithmic abscissa.</summary>
    [Parameter("logarithmic abscissa")]
    public bool LogX { get; init; }

    /// <summary>Logarithmic ordinate.</summary>
    [Parameter("logarithmic ordinate")]
    public bool LogY { get; init; }

    /// <inheritdoc/>
    public override bool ShowsRunning => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> KeptColumns => [X, Y];

    /// <inheritdoc/>
    public override void Validate(CurveContext context, ProblemList problems)
    {
        base.Validate(context, problems);
        context.RequireColumn("x", X, problems);
        context.RequireColumn("y", Y, problems);
        if (X == Y) problems.Add(context.At("y"), Y, "must be another column than x");
        ByAxes.Validate(By, context, problems);
    }

    /// <inheritdoc/>
    public override CurveBuilder CreateBuilder(ISweepGrid grid) => new PhasePortraitBuilder(this, grid);
}
