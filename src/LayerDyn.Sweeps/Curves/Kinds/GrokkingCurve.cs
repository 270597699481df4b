using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Curves.Kinds;

/// <summary>Training and test accuracy against log steps or epochs, a panel a case, with the delay between the two.</summary>
[Kind("grokking", "training and test accuracy against log steps or epochs, a panel a case, with the delay between the two")]
public sealed record GrokkingCurve : GrokkingSpec
{
    /// <summary>The axes with a panel for each combination of their positions.</summary>
    [Parameter(ByAxes.Summary, OrSingle = true)]
    public IReadOnlyList<string>? By { get; init; }

    /// <summary>What is drawn around a line.</summary>
    [Parameter(SeedBand.Summary)]
    public BandKind Band { get; init; }

    /// <summary>The abscissa.</summary>
    [Parameter("abscissa: step, time (learning rate times step) or epoch")]
    public string X { get; init; } = Abscissa.Step;

    /// <inheritdoc/>
    public override bool ShowsRunning => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> KeptColumns => [Train, Test];

    /// <inheritdoc/>
    public override void Validate(CurveContext context, ProblemList problems)
    {
        base.Validate(context, problems);
        ByAxes.Validate(By, context, problems);
        if (!Abscissa.RunsAlong(X)) problems.Add(context.At("x"), X, "must be step, time or epoch");
        Abscissa.Validate(X, context, problems);
    }

    /// <inheritdoc/>
    public override CurveBuilder CreateBuilder(ISweepGrid grid) => new GrokkingBuilder(this, grid);
}
