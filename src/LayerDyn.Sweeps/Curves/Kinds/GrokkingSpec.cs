using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;

namespace LayerDyn.Sweeps.Curves.Kinds;

/// <summary>What the curves about grokking share: the two measures and their thresholds.</summary>
public abstract record GrokkingSpec : FilteredCurveSpec
{
    /// <summary>The measure on the training set.</summary>
    [Parameter("measure on the training set")]
    public string Train { get; init; } = "accuracy";

    /// <summary>The measure on the test set.</summary>
    [Parameter("measure on the test set")]
    public string Test { get; init; } = "test-accuracy";

    /// <summary>What the training measure must reach.</summary>
    [Parameter("what the training measure must reach to count as learnt")]
    public double Threshold { get; init; } = 0.95;

    /// <summary>What the test measure must reach; the same as <see cref="Threshold"/> when not given.</summary>
    [Parameter("what the test measure must reach to count as generalised; threshold when not given")]
    public double? TestThreshold { get; init; }

    internal double TestLevel => TestThreshold ?? Threshold;

    /// <inheritdoc/>
    public override void Validate(CurveContext context, ProblemList problems)
    {
        base.Validate(context, problems);
        context.RequireColumn("train", Train, problems);
        context.RequireColumn("test", Test, problems);
    }

    internal GrokkingTimes TimesOf(PointLine train, PointLine test) => GrokkingTimes.Of(train.X, train.Y, test.Y, Threshold, TestLevel);

    internal GrokkingTimes TimesOf(double[] steps, double[] train, double[] test) => GrokkingTimes.Of(steps, train, test, Threshold, TestLevel);
}
