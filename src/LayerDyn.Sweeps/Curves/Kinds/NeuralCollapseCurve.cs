using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Curves.Kinds;

/// <summary>The four measures of neural collapse (Papyan, Han and Donoho 2020) along training, a panel each.</summary>
[Kind("neural-collapse", "the measures of neural collapse along training, a panel each")]
public sealed record NeuralCollapseCurve : LineCurveSpec
{
    /// <summary>The observables, a panel each.</summary>
    [Parameter("observables to show, a panel each", MinCount = 1)]
    public IReadOnlyList<string> Values { get; init; } = ["nc1", "nc2-norm", "nc2-angle", "nc3", "nc4"];

    /// <summary>The abscissa.</summary>
    [Parameter("abscissa: step, time (learning rate times step) or epoch")]
    public string X { get; init; } = Abscissa.Step;

    /// <summary>Logarithmic abscissa.</summary>
    [Parameter("logarithmic abscissa")]
    public bool LogX { get; init; } = true;

    /// <summary>Logarithmic ordinate.</summary>
    [Parameter("logarithmic ordinate")]
    public bool LogY { get; init; } = true;

    /// <inheritdoc/>
    public override bool ShowsRunning => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> KeptColumns => Values;

    /// <inheritdoc/>
    public override void Validate(CurveContext context, ProblemList problems)
    {
        base.Validate(context, problems);
        for (int i = 0; i < Values.Count; i++) context.RequireColumns($"values[{i}]", Values[i], problems);
        ByAxes.Validate(By, context, problems);
        if (!Abscissa.RunsAlong(X)) problems.Add(context.At("x"), X, "must be step, time or epoch");
        Abscissa.Validate(X, context, problems);
    }

    /// <inheritdoc/>
    public override CurveBuilder CreateBuilder(ISweepGrid grid) => new TrajectoryBuilder(this, "neural-collapse", Values, null, X, LogX, LogY, grid);
}
