using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Curves.Kinds;

/// <summary>The joint scaling law <c>L(x, y) = E + A x^-a + B y^-b</c> fitted over two axes, or over an axis and training (Hoffmann et al. 2022, arXiv 2203.15556).</summary>
[Kind("joint-fit", "joint scaling law L(x, y) = E + A x^-a + B y^-b over two axes, or an axis and training, with intervals over seeds and the best allocation")]
public sealed record JointFitCurve : FilteredCurveSpec
{
    /// <summary>The measured column.</summary>
    [Parameter("measured column, e.g. loss or test-loss")]
    public string Value { get; init; } = "loss";

    /// <summary>The axis of the first term.</summary>
    [Parameter("axis of numbers of the term A x^-a, e.g. the size N of the model; drawn to the right")]
    public required string X { get; init; }

    /// <summary>The abscissa of the second term.</summary>
    [Parameter("axis of numbers of the term B y^-b, e.g. the number D of samples, or step, time or epoch; a line for each value")]
    public required string Y { get; init; }

    /// <summary>The axes with a panel for each combination of their positions.</summary>
    [Parameter(ByAxes.Summary, OrSingle = true)]
    public IReadOnlyList<string>? By { get; init; }

    /// <summary>E where it is known.</summary>
    [Parameter("the constant E where it is known, e.g. 0; fitted when not given", Symbol = "E", Min = 0)]
    public double? Irreducible { get; init; }

    /// <summary>Least value of y of the fit.</summary>
    [Parameter("least value of y of the fit, e.g. the step from which on the law holds", Min = 0)]
    public double? FitFrom { get; init; }

    /// <summary>Largest value of y of the fit.</summary>
    [Parameter("largest value of y of the fit", Min = 0)]
    public double? FitTo { get; init; }

    /// <summary>Where residuals begin to count by their size.</summary>
    [Parameter("size of a residual of log L from which on the Huber loss counts it by its size and not by its square; large for least squares", Symbol = "δ",
        Min = 1e-6, Max = 1e6)]
    public double Huber { get; init; } = 1e-3;

    /// <summary>How many resamples of the seeds the intervals are from.</summary>
    [Parameter("resamples of the seeds for the intervals", Min = 20, Max = 10_000)]
    public int Resamples { get; init; } = 200;

    /// <summary>Which law of the multilinear model gives the exponent of x.</summary>
    [Parameter("law of the multilinear model that gives the exponent a of theory: none, time, data or parameters")]
    public ScalingLaw LawX { get; init; }

    /// <summary>Which law of the multilinear model gives the exponent of y.</summary>
    [Parameter("law of the multilinear model that gives the exponent b of theory: none, time, data or parameters")]
    public ScalingLaw LawY { get; init; }

    /// <summary>Exponent of the skill frequencies; the task's own when not given.</summary>
    [Parameter("exponent of the skill frequencies p_k ~ k^-(alpha+1); read from the task when not given", Symbol = "α")]
    public double? Alpha { get; init; }

    /// <summary>The exponent of x of theory as a number.</summary>
    [Parameter("exponent a of theory as a number above zero, instead of a law", Min = 0)]
    public double? TheoryX { get; init; }

    /// <summary>The exponent of y of theory as a number.</summary>
    [Parameter("exponent b of theory as a number above zero, instead of a law", Min = 0)]
    public double? TheoryY { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> KeptColumns => Abscissa.RunsAlong(Y) ? [Value] : [];

    /// <inheritdoc/>
    public override void Validate(CurveContext context, ProblemList problems)
    {
        base.Validate(context, problems);
        context.RequireColumn("value", Value, problems);
        Abscissa.Validate(Y, context, problems);
        foreach (var (parameter, name) in new[] { ("x", X), ("y", Y) })
            if (!(parameter == "y" && Abscissa.RunsAlong(name)) && context.RequireAxis(parameter, name, problems) is { Numbers: null })
                problems.Add(context.At(parameter), name, "must be an axis of numbers");
        if (X == Y) problems.Add(context.At("y"), Y, "must be another axis than x");
        ByAxes.Validate(By, context, problems, X, Y);
        if (FitFrom >= FitTo) problems.Add(context.At("fitTo"), FitTo, "must be greater than fitFrom");
        foreach (var (parameter, law) in new[] { ("lawX", LawX), ("lawY", LawY) })
            if (law == ScalingLaw.Compute) problems.Add(context.At(parameter), "compute", "is no law of one term", "write none, time, data or parameters");
    }

    /// <inheritdoc/>
    public override CurveBuilder CreateBuilder(ISweepGrid grid) => new JointFitBuilder(this, grid);
}
