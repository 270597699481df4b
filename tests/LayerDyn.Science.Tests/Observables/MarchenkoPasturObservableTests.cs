using LayerDyn.Science.Theory;
using LayerDyn.Science.Training;

namespace LayerDyn.Science.Tests.Observables;

public sealed class MarchenkoPasturObservableTests
{
    private static string Net(string loss, string task = "'whiten':false", string optimizer = "'learningRate':0.05") => $$"""
        {'model':{'kind':'linear'},'init':{'kind':'normal','std':1,'fanIn':true},'loss':'{{loss}}',
         'task':{'kind':'teacher-student','inputs':200,'outputs':1,'singularValues':[1],'samples':400,'testSamples':2000,{{task}} },
         'optimizer':{'kind':'gd',{{optimizer}} },'steps':100,'measure':{'at':{'every':20},
         'observables':['loss',{'kind':'regression-accuracy','tolerance':0.3},{'kind':'marchenko-pastur','tolerance':0.3}]} }
        """;

    [Theory]
    [InlineData("mse", 1)]
    [InlineData("mse-mean", 2)]
    public void Predictions_OfALinearStudent_AreMeasuredInTraining(string loss, double factor)
    {
        // One draw scatters by a third: eight are compared together.
        MeasurementTable[] runs = [.. Enumerable.Range(0, 8).Select(seed => Spec.Train(Spec.Bind(Net(loss)) with { Seed = seed })[0].Records)];
        var records = runs[0];
        Assert.Equal(["loss", "test-loss", "regression-accuracy", "test-regression-accuracy",
            "marchenko-pastur.loss", "marchenko-pastur.test-loss", "marchenko-pastur.accuracy", "marchenko-pastur.test-accuracy"], records.Columns);
        for (int row = 0; row < records.Rows; row++)
        {
            // At the times of the flow of L = 1/2 E (f - y)^2.
            double time = records.Steps[row] * 0.05 * factor, start = records[0, 5] / new MarchenkoPastur(0.5).TestLoss(0);
            Assert.Equal(start * new MarchenkoPastur(0.5).TrainLoss(time), records[row, 4], 1e-12);
            int at = row;
            Assert.Equal(1, runs.Average(run => run[at, 0] / run[at, 4]), 0.12);
            Assert.Equal(1, runs.Average(run => run[at, 1] / run[at, 5]), 0.12);
            Assert.Equal(0, runs.Average(run => run[at, 2] - run[at, 6]), 0.03);
            Assert.Equal(0, runs.Average(run => run[at, 3] - run[at, 7]), 0.03);
        }

        Assert.True(records[records.Rows - 1, 3] > 2 * records[0, 3]);
    }

    [Theory]
    [InlineData("'whiten':false,'noise':0.1", "'learningRate':0.05")]
    [InlineData("'whiten':true", "'learningRate':0.05")]
    [InlineData("'whiten':false", "'learningRate':0.05,'momentum':0.5")]
    [InlineData("'whiten':false", "'learningRate':0.05,'weightDecay':0.5")]
    public void Predictions_WithoutTheirConditions_AreRefused(string task, string optimizer) =>
        Assert.Equal("measure.observables[2]", Assert.Single(Spec.Problems(Net("mse", task, optimizer))).Path);
}
