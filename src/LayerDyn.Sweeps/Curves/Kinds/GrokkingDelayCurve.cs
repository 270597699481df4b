using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Curves.Kinds;

/// <summary>When trainings learn, when they generalise, and the ratio of the two against an axis: medians over finished points, of which those that had not got there by their end are shown as such.</summary>
[Kind("grokking-delay", "steps until learning and until generalising, and their ratio, against an axis")]
public sealed record GrokkingDelayCurve : GrokkingSpec
{
    /// <summary>The axis drawn to the right.</summary>
    [Parameter("axis drawn to the right")]
    public required string X { get; init; }

    /// <summary>The axes with a line for each combination of their positions.</summary>
    [Parameter(ByAxes.Summary, OrSingle = true)]
    public IReadOnlyList<string>? By { get; init; }

    /// <summary>Logarithmic abscissa.</summary>
    [Parameter("logarithmic abscissa")]
    public bool LogX { get; init; }

    /// <inheritdoc/>
    public override void Validate(CurveContext context, ProblemList problems)
    {
        base.Validate(context, problems);
        if (context.RequireAxis("x", X, problems) is { Numbers: null })
            problems.Add(context.At("x"), X, "must be an axis of numbers", "the kind 'grokking' shows cases with names");
        ByAxes.Validate(By, context, problems, X);
    }

    /// <inheritdoc/>
    public override CurveBuilder CreateBuilder(ISweepGrid grid) => new GrokkingDelayBuilder(this, grid);
}
