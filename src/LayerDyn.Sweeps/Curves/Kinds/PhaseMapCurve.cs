using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Curves.Kinds;

/// <summary>Comprehension, grokking, memorisation or confusion in each cell of two axes (Liu et al. 2022, arXiv 2205.10343).</summary>
[Kind("phase-map", "comprehension, grokking, memorisation or confusion over two axes")]
public sealed record PhaseMapCurve : GrokkingSpec
{
    /// <summary>Axis drawn to the right.</summary>
    [Parameter("axis drawn to the right")]
    public required string X { get; init; }

    /// <summary>Axis drawn upwards.</summary>
    [Parameter("axis drawn upwards")]
    public required string Y { get; init; }

    /// <summary>The delay ratio above which generalising late counts as grokking.</summary>
    [Parameter("delay ratio t_test / t_train above which generalising late counts as grokking", Min = 1)]
    public double Delay { get; init; } = 5;

    /// <inheritdoc/>
    public override void Validate(CurveContext context, ProblemList problems)
    {
        base.Validate(context, problems);
        context.RequireMap(X, Y, problems);
    }

    /// <inheritdoc/>
    public override CurveBuilder CreateBuilder(ISweepGrid grid) => new PhaseMapBuilder(this, grid);
}
