using LayerDyn.Science.Training;

namespace LayerDyn.Science.Tests.Training;

/// <summary>
/// The catapult of nets of many samples (Lewkowycz et al. 2020, arXiv 2003.02218), in NTK scaling, the factors of both layers after the last: where a scalar net has its two thresholds, nets of
/// 1,024 units on 20 samples train at 3.5 / lambda_0 and diverge at 4.5 / lambda_0, with or without relu.
/// </summary>
public sealed class CatapultTests
{
    [Theory]
    [InlineData("linear", 2.5, 3, 30)]
    [InlineData("relu", 2.5, 3, 30)]
    [InlineData("linear", 3.5, 15, 150)]
    [InlineData("relu", 3.5, 15, 150)]
    public void Rate_BelowFour_ThrowsTheLossUpAndTrainsToAFlatterMinimum(string activation, double rate, double least, double most)
    {
        foreach (var outcome in Train(activation, rate))
        {
            Assert.Equal(OutcomeStatus.Finished, outcome.Status);
            double[] loss = [.. Enumerable.Range(0, outcome.Records.Rows).Select(row => outcome.Records[row, 0])];
            Assert.InRange(loss.Max() / loss[0], least, most);
            Assert.InRange(loss[^1] / loss[0], 0, activation == "relu" ? 1e-3 : 0.5); // ten weights do not fit 20 samples
            Assert.InRange(outcome.Records[outcome.Records.Rows - 1, outcome.Records.Columns.ToList().IndexOf("sharpness.edge")], 0.3, 1); // half of eta times the sharpness
        }
    }

    [Theory]
    [InlineData("linear")]
    [InlineData("relu")]
    public void Rate_AboveFour_Diverges(string activation) => Assert.All(Train(activation, 4.5), outcome => Assert.Equal(OutcomeStatus.Diverged, outcome.Status));

    private static TrainingOutcome[] Train(string activation, double rate) => Spec.Train([.. Enumerable.Range(0, 2).Select(seed => Spec.Bind(FormattableString.Invariant($$"""
        {'model':{'kind':'mlp','widths':[10,1024,1],'activation':'{{activation}}','biases':false,'outputScale':{{1 / Math.Sqrt(10 * 1024)}} },'init':{'kind':'normal','std':1},
         'task':{'kind':'nonlinear-teacher','inputs':10,'samples':20},'optimizer':{'kind':'gd','learningRate':{{rate}},'learningRateUnit':'sharpness'},'seed':{{seed}},
         'steps':400,'measure':{'at':[{{string.Join(',', Enumerable.Range(0, 40))}},400],'observables':['loss','sharpness']} }
        """)))]);
}
