using LayerDyn.Science.Experiments;
using LayerDyn.Science.Theory;

namespace LayerDyn.Science.Tests.Theory;

/// <summary>Classes of unequal size on free features under weight decay: the closed singular value of each class, and what training reaches.</summary>
public sealed class MinorityCollapseTests
{
    [Theory]
    [InlineData(2, 0.014, 1, 0)]
    [InlineData(2, 0.014, 2, 0)]
    [InlineData(2, 0.014, 4, 0.264)]
    [InlineData(2, 0.014, 6, 0.6855)]
    [InlineData(2, 0.014, 8, 1.0364)]
    [InlineData(2, 0.014, 16, 2.096)]
    [InlineData(3, 0.012, 4, 0)]
    [InlineData(3, 0.012, 8, 1.4808)]
    public void GlobalMinimum_OfTheSmallClass_IsTheClosedOne(int depth, double decay, int size, double expected) =>
        Assert.Equal(expected, DecayThresholds.OfClass(Bind(depth, decay, size, 1), 3)!.Value.Minimum(decay), 1e-4);

    [Fact]
    public void GlobalMinimum_OfUnequalClasses_SolvesTheStationaryCondition()
    {
        var experiment = Bind(3, 0.012, 16, 1);
        foreach (var (k, size) in new[] { (0, 40), (3, 16) })
        {
            double sigma = DecayThresholds.OfClass(experiment, k)!.Value.Minimum(0.012);
            Assert.Equal(0.012 * 136, Math.Cbrt(sigma) * (Math.Sqrt(size) - sigma), 1e-12);
        }
    }

    [Theory]
    [InlineData(2, 0.014, 2, 1.0)]
    [InlineData(2, 0.014, 4, 1.0)]
    [InlineData(2, 0.014, 8, 1.0)]
    [InlineData(2, 0.014, 16, 1.0)]
    [InlineData(3, 0.012, 8, 2.0)]
    [InlineData(3, 0.012, 16, 1.0)]
    [InlineData(3, 0.012, 24, 1.0)]
    public void Training_FromASufficientStart_ReachesTheGlobalMinimumAndCollapses(int depth, double decay, int size, double std)
    {
        var outcome = Spec.Train(Bind(depth, decay, size, std))[0];
        int last = outcome.Records.Rows - 1;
        for (int k = 0; k < 4; k++) Assert.Equal(outcome.Records[last, 4 + k], outcome.Records[last, k], 2e-4);
        Assert.InRange(outcome.Records[last, 8], 0, 1e-6); // no spread inside a class
    }

    [Fact]
    public void Training_OfThreeLayersFromASmallStart_LosesAClassThatTheGlobalMinimumKeeps()
    {
        var outcome = Spec.Train(Bind(3, 0.012, 8, 0.6))[0];
        int last = outcome.Records.Rows - 1;
        Assert.Equal(0, outcome.Records[last, 3], 1e-6);
        Assert.Equal(1.4808, outcome.Records[last, 7], 1e-4);
    }

    [Fact]
    public void Columns_WithoutWeightDecay_HaveNoMinimum()
    {
        var columns = ExperimentColumns.Of(Bind(2, 0, 8, 1));
        Assert.Contains("class-singular-value.4", columns);
        Assert.DoesNotContain("class-singular-value-minimum.4", columns);
    }

    [Fact]
    public void ClassSizes_OfAnotherNumber_AreRefused()
    {
        var problems = Spec.Problems(Text(2, 0.01, 8, 1).Replace("[40,40,40,8]", "[40,40,8]"));
        Assert.Contains(problems, problem => problem.Path == "task.classSizes");
    }

    [Fact]
    public void Create_OfUnequalClasses_HasTheirSizes()
    {
        var train = Bind(2, 0.01, 8, 1).Task.Create(0).Train;
        Assert.Equal([40, 40, 40, 8], train.Labels!.CountBy(label => label).OrderBy(entry => entry.Key).Select(entry => entry.Value));
    }

    private static Experiment Bind(int depth, double decay, int size, double std) => Spec.Bind(Text(depth, decay, size, std));

    private static string Text(int depth, double decay, int size, double std) => FormattableString.Invariant($$"""
        {'model':{'kind':'deep-linear','widths':[{{120 + size}},8,{{(depth == 3 ? "8," : "")}}4]},'init':{'kind':'normal','std':{{std}},'fanIn':true },
         'task':{'kind':'balanced-classes','classes':4,'classSizes':[40,40,40,{{size}}]},
         'optimizer':{'kind':'gd','learningRate':0.1,'momentum':0.9,'weightDecay':{{decay}} },
         'steps':6000,'measure':{'at':[0,6000],'observables':['class-singular-value','neural-collapse']} }
        """);
}
