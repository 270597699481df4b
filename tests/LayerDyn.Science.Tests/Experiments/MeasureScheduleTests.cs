using LayerDyn.Science.Experiments;

namespace LayerDyn.Science.Tests.Experiments;

public sealed class MeasureScheduleTests
{
    [Theory]
    [InlineData(1, 1, new long[] { 0, 1 })]
    [InlineData(1, 4, new long[] { 0, 1, 2, 3, 4 })]
    [InlineData(3, 9, new long[] { 0, 3, 6, 9 })]
    [InlineData(3, 10, new long[] { 0, 3, 6, 9, 10 })]
    [InlineData(20, 10, new long[] { 0, 10 })]
    [InlineData(5, 0, new long[] { 0 })]
    public void Every_IsEvenAndEndsAtTheLast(long every, long last, long[] expected) =>
        Assert.Equal(expected, new MeasureSchedule { Every = every }.Resolve(last));

    [Theory]
    [InlineData("'every':1", 1_000_000, null)]
    [InlineData("'every':1", 1_000_001_000, "measure.at.every")]
    [InlineData("'every':1000", 1_000_001_000, "measure.at.every")]
    [InlineData("'logPerDecade':1001", 100, "measure.at.logPerDecade")]
    [InlineData("'logPerDecade':1000", 1_000_000_000, null)]
    public void Schedule_OfTooManyMeasurements_IsRefusedBeforeItIsResolved(string at, long steps, string? path)
    {
        var problems = Spec.Problems(
            "{'model':{'kind':'diagonal-linear','depth':2},'init':{'kind':'balanced-constant','product':0.01},'task':{'kind':'linear-teacher','coefficients':[1],'samples':16},"
            + $"'optimizer':{{'kind':'gd','learningRate':0.01}},'steps':{steps},'measure':{{'at':{{{at}}},'observables':['loss']}}}}");
        Assert.Equal(path, problems.Select(problem => problem.Path).SingleOrDefault());
    }

    [Fact]
    public void Epochs_ThatOverflowSteps_AreRefused()
    {
        var problems = Spec.Problems(
            "{'model':{'kind':'mlp','widths':[2,2,1]},'init':{'kind':'normal','std':1},'task':{'kind':'linear-teacher','coefficients':[1,1],'samples':1000000},"
            + "'optimizer':{'kind':'sgd','learningRate':0.01,'batchSize':1},'epochs':9000000000000000,'measure':{'at':{'every':100},'observables':['loss']}}");
        Assert.Contains(problems, problem => problem.Path == "epochs");
    }
}
