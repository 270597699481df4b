using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Curves.Kinds;

/// <summary>Loss on log-log axes with a fitted exponent, its confidence interval, and the exponent of theory.</summary>
[Kind("scaling-law", "loss against time, data, parameters or compute on log-log axes, with fitted and theory exponents")]
public sealed record ScalingLawCurve : LineCurveSpec
{
    /// <summary>The abscissa that stands for size times steps.</summary>
    internal const string Compute = "compute";

    /// <summary>The measured column.</summary>
    [Parameter("measured column, e.g. loss or test-loss")]
    public string Value { get; init; } = "loss";

    /// <summary>The abscissa.</summary>
    [Parameter("abscissa: step, time, epoch, an axis (last measurement), or compute (size times steps, the least loss over sizes)")]
    public string X { get; init; } = Abscissa.Step;

    /// <summary>The axis with the models' sizes.</summary>
    [Parameter("axis with the sizes N, for x: compute")]
    public string? Sizes { get; init; }

    /// <summary>Least abscissa of the fit.</summary>
    [Parameter("least abscissa of the fit; unless fitTo is given too, the longest range above it on which the local slope is settled is fitted", Min = 0)]
    public double? FitFrom { get; init; }

    /// <summary>Largest abscissa of the fit.</summary>
    [Parameter("largest abscissa of the fit; unless fitFrom is given too, the longest range below it on which the local slope is settled is fitted", Min = 0)]
    public double? FitTo { get; init; }

    /// <summary>Which law of the multilinear model gives the exponent of theory.</summary>
    [Parameter("law of the multilinear model that gives the exponent of theory: none, time, data, parameters or compute")]
    public ScalingLaw Law { get; init; }

    /// <summary>Exponent of the skill frequencies; the task's own when not given.</summary>
    [Parameter("exponent of the skill frequencies p_k ~ k^-(alpha+1); read from the task when not given", Symbol = "α")]
    public double? Alpha { get; init; }

    /// <summary>The exponent of theory as a number, instead of a law.</summary>
    [Parameter("exponent of theory as a number, e.g. -0.5, instead of a law")]
    public double? Theory { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> KeptColumns => [Value];

    /// <inheritdoc/>
    public override void Validate(CurveContext context, ProblemList problems)
    {
        base.Validate(context, problems);
        context.RequireColumn("value", Value, problems);
        if (X == Compute && Sizes is null) problems.Add(context.At("sizes"), null, "is required by x: compute", "name the axis that sets the size");
        if (X != Compute && Sizes is not null) problems.Add(context.At("sizes"), Sizes, "is for x: compute alone");
        Abscissa.Validate(X, context, problems, Compute);
        foreach (var (parameter, name) in new[] { ("x", Abscissa.RunsAlong(X) || X == Compute ? null : X), ("sizes", Sizes) })
            if (name is not null && context.RequireAxis(parameter, name, problems) is { Numbers: null })
                problems.Add(context.At(parameter), name, "must be an axis of numbers");
        ByAxes.Validate(By, context, problems, X, Sizes);
        if (FitFrom >= FitTo) problems.Add(context.At("fitTo"), FitTo, "must be greater than fitFrom");
    }

    /// <inheritdoc/>
    public override CurveBuilder CreateBuilder(ISweepGrid grid) => new ScalingLawBuilder(this, grid);

    /// <summary>The exponent of theory for a frequency exponent; null without one.</summary>
    internal double? Exponent(double? alpha) => Theory ?? Law.Exponent(alpha);
}
