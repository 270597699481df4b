using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Curves.Kinds;

/// <summary>Training and test accuracy against log steps, a panel a case, with the delay between the two.</summary>
[Kind("grokking", "training and test accuracy against log steps, a panel a case, with the delay between the two")]
public sealed record GrokkingCurve : GrokkingSpec
{
    /// <summary>The axis with a panel for each position.</summary>
    [Parameter("axis with a panel for each position; other axes are averaged over")]
    public string? By { get; init; }

    /// <inheritdoc/>
    public override void Validate(CurveContext context, ProblemList problems)
    {
        base.Validate(context, problems);
        if (By is not null) context.RequireAxis("by", By, problems);
    }

    /// <inheritdoc/>
    public override CurveBuilder CreateBuilder(ISweepGrid grid) => new GrokkingBuilder(this, grid);
}
