using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Curves.Kinds;

/// <summary>
/// The local exponent <c>d log value / d log x</c>, which is level where a power law holds: means over seeds with their band, the exact solution's
/// and the predicted exponent dashed.
/// </summary>
[Kind("local-exponent", "slope of a quantity on log-log axes along training or over an axis, by regression in a sliding window, with seed bands and the predicted exponent")]
public sealed record LocalExponentCurve : LineCurveSpec
{
    /// <summary>The measured column.</summary>
    [Parameter("measured column, e.g. loss or test-loss")]
    public string Value { get; init; } = "loss";

    /// <summary>The abscissa.</summary>
    [Parameter("abscissa: step, time, epoch, or an axis of numbers (last measurement)")]
    public string X { get; init; } = Abscissa.Step;

    /// <summary>Width of the window.</summary>
    [Parameter("width of the sliding window in decades of the abscissa: a slope is by least squares over the places within half of it to either side, and at least the nearest ones",
        Min = 0.01, Max = 10)]
    public double Window { get; init; } = 0.5;

    /// <summary>What is taken off every value first.</summary>
    [Parameter("constant taken off every value first, e.g. an irreducible loss E", Symbol = "E")]
    public double Irreducible { get; init; }

    /// <summary>Which law of the multilinear model gives the predicted exponent.</summary>
    [Parameter("law of the multilinear model that gives the predicted exponent: none, time, data, parameters or compute")]
    public ScalingLaw Law { get; init; }

    /// <summary>Exponent of the skill frequencies; the task's own when not given.</summary>
    [Parameter("exponent of the skill frequencies p_k ~ k^-(alpha+1); read from the task when not given", Symbol = "α")]
    public double? Alpha { get; init; }

    /// <summary>The predicted exponent as a number.</summary>
    [Parameter("predicted exponent as a number, e.g. -0.5, instead of a law")]
    public double? Theory { get; init; }

    /// <summary>The column of the predicted exponent.</summary>
    [Parameter("column of the predicted exponent, read at the last measurement, e.g. one derived from axes, instead of a law or a number")]
    public string? Predicted { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> KeptColumns => [.. new[] { Value, Predicted }.OfType<string>()];

    /// <inheritdoc/>
    public override void Validate(CurveContext context, ProblemList problems)
    {
        base.Validate(context, problems);
        context.RequireColumn("value", Value, problems);
        if (Predicted is not null) context.RequireColumn("predicted", Predicted, problems);
        if (Predicted is not null && (Theory is not null || Law != ScalingLaw.None))
            problems.Add(context.At("predicted"), Predicted, "cannot be given together with theory or law", "give one of them");
        Abscissa.Validate(X, context, problems);
        if (!Abscissa.RunsAlong(X) && context.RequireAxis("x", X, problems) is { Numbers: null })
            problems.Add(context.At("x"), X, "must be an axis of numbers");
        ByAxes.Validate(By, context, problems, X);
    }

    /// <inheritdoc/>
    public override CurveBuilder CreateBuilder(ISweepGrid grid) => new LocalExponentBuilder(this, grid);
}
