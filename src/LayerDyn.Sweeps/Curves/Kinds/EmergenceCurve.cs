using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Curves.Kinds;

/// <summary>
/// Strength of each skill against training time, data or parameters: mean over finished seeds with its band, the time at which
/// each emerges, the exact solution where there is one, and the published curve with one calibrated constant.
/// </summary>
[Kind("emergence", "strength of each skill against time, data or parameters, with emergence times and theory")]
public sealed record EmergenceCurve : LineCurveSpec
{
    /// <summary>The vector observable with a component for each skill.</summary>
    [Parameter("vector observable with a component for each skill")]
    public string Value { get; init; } = "skill-strength";

    /// <summary>The abscissa.</summary>
    [Parameter("abscissa: step, time, epoch, or the axis that sets the number of samples or parameters")]
    public string X { get; init; } = Abscissa.Step;

    /// <summary>Strength at which a skill counts as emerged.</summary>
    [Parameter("strength R_k/S at which a skill counts as emerged")]
    public double Threshold { get; init; } = 0.5;

    /// <summary>Logarithmic abscissa.</summary>
    [Parameter("logarithmic abscissa")]
    public bool LogX { get; init; } = true;

    /// <summary>The calibrated curve to draw: its constant is fitted on skill 1 and used for all.</summary>
    [Parameter("calibrated curve to draw, fitted on skill 1 and used for all: none, time, data or parameters")]
    public EmergenceLaw Calibrate { get; init; }

    /// <summary>Exponent of the skill frequencies <c>p_k ~ k^-(alpha+1)</c>; the task's own <c>alpha</c> when not given.</summary>
    [Parameter("exponent of the skill frequencies p_k ~ k^-(alpha+1); read from the task when not given", Symbol = "α")]
    public double? Alpha { get; init; }

    /// <summary>Strength R_k(0)/S at the start of the calibrated sigmoid in time; a second constant of the fit when not given.</summary>
    [Parameter("strength at the start of the calibrated sigmoid; fitted on skill 1 too when not given", Min = 0, AboveMin = true, Max = 0.49)]
    public double? Start { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> KeptColumns => [Value, Value + ExperimentColumns.ErrorSuffix];

    /// <inheritdoc/>
    public override void Validate(CurveContext context, ProblemList problems)
    {
        base.Validate(context, problems);
        context.RequireColumns("value", Value, problems);
        Abscissa.Validate(X, context, problems);
        if (!Abscissa.RunsAlong(X)) context.RequireAxis("x", X, problems);
        ByAxes.Validate(By, context, problems, X);
    }

    /// <inheritdoc/>
    public override CurveBuilder CreateBuilder(ISweepGrid grid) => new EmergenceBuilder(this, grid);
}
