using LayerDyn.Science.Experiments;
using LayerDyn.Science.Theory;

namespace LayerDyn.Science.Tests.Theory;

public sealed class DecayThresholdsTests
{
    private static Experiment Mode(int depth, double start, double decay, int steps = 400) => Spec.Bind(FormattableString.Invariant($$"""
        {'model':{'kind':'diagonal-linear','depth':{{depth}} },'init':{'kind':'balanced-constant','product':{{start}} },
         'task':{'kind':'linear-teacher','coefficients':[1],'variances':[1],'samples':2},
         'optimizer':{'kind':'gradient-flow','learningRate':1,'weightDecay':{{decay}} },'steps':{{steps}},'measure':{'at':{'every':{{steps}} },'observables':['mode-strength']} }
        """));

    private static double End(int depth, double start, double decay) => Spec.Train(Mode(depth, start, decay))[0].Records[1, 0];

    [Theory]
    [InlineData(3, 0.306)]
    [InlineData(4, 0.389)]
    [InlineData(6, 0.454)]
    public void Vanishes_WithinOneInAHundred_IsWhereTrainingFromALargeStartLosesTheMode(int depth, double kept)
    {
        var thresholds = new DecayThresholds(depth, 1, 1);
        double below = 0.99 * thresholds.Vanishes;
        Assert.Equal(kept, End(depth, 1.2, below), 6e-4);
        Assert.Equal(thresholds.State(below), End(depth, 1.2, below), 1e-8);
        Assert.InRange(End(depth, 1.2, 1.01 * thresholds.Vanishes), 0, 1e-9);
        Assert.Equal(0, thresholds.State(1.01 * thresholds.Vanishes));
    }

    [Theory]
    [InlineData(3, 0.396850)]
    [InlineData(4, 0.272166)]
    [InlineData(6, 0.172355)]
    public void Switches_OfThreeLayersOrMore_IsWhereTheLossesWithPenaltyAreEqual(int depth, double expected)
    {
        var thresholds = new DecayThresholds(depth, 1, 1);
        Assert.Equal(expected, thresholds.Switches, 5e-7);
        Assert.Equal(thresholds.SwitchesAt, thresholds.State(thresholds.Switches), 1e-12);

        // The least loss over u > 0, by a fine grid, is that of u = 0 at the threshold, and on either side of it on that side.
        double Least(double decay) => Enumerable.Range(1, 200_000).Min(i => Loss(i / 200_000.0, decay));
        double Loss(double u, double decay) => (1 - u) * (1 - u) / 2 + decay / 2 * depth * Math.Pow(u, 2.0 / depth);
        Assert.Equal(0.5, Least(thresholds.Switches), 1e-9);
        Assert.True(Least(0.999 * thresholds.Switches) < 0.5 - 1e-5);
        Assert.True(Math.Min(Least(1.001 * thresholds.Switches), 0.5) == 0.5);
    }

    [Theory]
    [InlineData(3, 0.01)]
    [InlineData(4, 0.05)]
    public void Holds_OfASmallStart_IsWhereTrainingLearnsTheMode(int depth, double start)
    {
        var thresholds = new DecayThresholds(depth, 1, 1);
        double holds = thresholds.Holds(start);
        Assert.Equal((1 - start) * Math.Pow(start, 1 - 2.0 / depth), holds, 1e-15);
        Assert.Equal(thresholds.State(0.99 * holds), End(depth, start, 0.99 * holds), 1e-6);
        Assert.InRange(End(depth, start, 1.01 * holds), 0, start / 2);
        Assert.Equal(thresholds.Vanishes, thresholds.Holds(0.9));
    }

    [Fact]
    public void TwoLayers_AtAnyStart_LoseTheModeContinuously()
    {
        var thresholds = new DecayThresholds(2, 0.8, 2);
        Assert.Equal(1.6, thresholds.Vanishes, 1e-15);
        Assert.Equal(1.6, thresholds.Switches, 1e-15);
        Assert.Equal(1.6, thresholds.Holds(1e-300), 1e-15);
        Assert.Equal(0.8 - 0.5 / 2, thresholds.State(0.5), 1e-12);
        Assert.Equal(0, thresholds.VanishesAt);
    }

    [Fact]
    public void Of_AnExperiment_HasItsModesAndTheFactorOfItsLoss()
    {
        var experiment = Mode(3, 0.1, 0.2);
        double vanishes = new DecayThresholds(3, 1, 1).Vanishes;
        Assert.Equal(vanishes, DecayThresholds.Of(experiment, 0)!.Value.Vanishes, 1e-12);
        Assert.Equal(2 * vanishes, DecayThresholds.Of(experiment with { Loss = LossKind.MseMean }, 0)!.Value.Vanishes, 1e-12);
        Assert.NotNull(DecayThresholds.Of(Mode(3, 0.1, 0), 0));
        Assert.Null(DecayThresholds.Of(Mode(1, 0.1, 0.2), 0));
    }
}
