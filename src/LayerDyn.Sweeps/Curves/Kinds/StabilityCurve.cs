using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Curves.Kinds;

/// <summary>The share of points that diverge over two axes, with the boundary at one half.</summary>
[Kind("stability", "share of diverged points over two axes, with the boundary of stability")]
public sealed record StabilityCurve : FilteredCurveSpec
{
    /// <summary>Axis drawn to the right.</summary>
    [Parameter("axis drawn to the right")]
    public required string X { get; init; }

    /// <summary>Axis drawn upwards.</summary>
    [Parameter("axis drawn upwards")]
    public required string Y { get; init; }

    /// <inheritdoc/>
    public override void Validate(CurveContext context, ProblemList problems)
    {
        base.Validate(context, problems);
        context.RequireMap(X, Y, problems);
    }

    /// <inheritdoc/>
    public override CurveBuilder CreateBuilder(ISweepGrid grid) => new StabilityBuilder(this, grid);
}
