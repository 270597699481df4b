using System.Runtime.Intrinsics;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Training;
using LayerDyn.Science.Training.Linear;
using LayerDyn.Science.Training.Torch;

namespace LayerDyn.Science.Tests.Training.Linear;

public sealed class WideBlockTests
{
    private const int Steps = 50;

    private static Experiment Net(string widths, bool whiten = false, string momentum = "", int seed = 0, int samples = 90, string std = "0.1") => Spec.Bind($$"""
        {'model':{'kind':'deep-linear','widths':[{{widths}}]},'init':{'kind':'normal','std':{{std}} },'seed':{{seed}},
         'task':{'kind':'gaussian-regression','samples':{{samples}},'whiten':{{(whiten ? "true" : "false")}} },
         'optimizer':{'kind':'gd','learningRate':0.01{{momentum}} },'steps':{{Steps}},'measure':{'at':{'every':25},'observables':['loss','gradient-norm']} }
        """);

    [Theory]
    [InlineData("5,3", false, "")]
    [InlineData("70,20", false, ",'momentum':0.9")]
    [InlineData("33,40,17,3", false, "")]
    [InlineData("64,64,64,64,64", true, "")]
    [InlineData("64,65,10", true, ",'momentum':0.9")]
    [InlineData("20,48,2", false, "")]
    [InlineData("10,260,50,40", false, "")]
    [InlineData("3,31,29,64", true, ",'momentum':0.5")]
    [InlineData("33,40,17,3", false, ",'weightDecay':0.3")]
    [InlineData("10,260,50,40", true, ",'weightDecay':0.3,'momentum':0.5")]
    public void Advance_AnyNet_GivesTheBytesOfADenseBlock(string widths, bool whiten, string momentum)
    {
        var wide = Point();
        using (var block = new WideBlock(wide)) Advance(block);
        var points = new[] { Point(), Point() };
        using (var block = new DenseBlock<Simd256, Vector256<double>>(points[..1])) Advance(block);
        using (var block = new DenseBlock<Simd512, Vector512<double>>(points[1..])) Advance(block);
        foreach (var point in points)
            for (int l = 0; l < wide.Weights.Length; l++)
            {
                Assert.Equal(point.Weights[l], wide.Weights[l]);
                Assert.NotEqual(point.Initial[l], wide.Weights[l]);
                if (wide.HasVelocity) Assert.Equal(point.Velocity[l], wide.Velocity[l]);
            }

        LinearPoint Point()
        {
            var experiment = Net(widths, whiten, momentum);
            return new(new(0, experiment), ExperimentColumns.Measured(experiment), 1, experiment.Task.Create(0));
        }

        static void Advance(Block block)
        {
            block.Advance(0, Steps);
            Assert.Null(block.DivergedAt(0));
            block.Read(0);
        }
    }

    [Theory]
    [InlineData("64,64,64,64,64")]
    [InlineData("130,130,9")]
    [InlineData("34,34,2")]
    public void Train_WidePointsTogether_GivesTheBytesOfEachAlone(string widths)
    {
        Experiment[] points = [.. Enumerable.Range(0, 9).Select(seed => Net(widths, seed: seed))];
        var together = Spec.Train(points);
        for (int i = 0; i < points.Length; i++)
        {
            var alone = Spec.Train(points[i])[0];
            for (int row = 0; row < alone.Records.Rows; row++)
                for (int column = 0; column < 2; column++) Assert.Equal(alone.Records[row, column], together[i].Records[row, column]);
            foreach (var (name, tensor) in alone.FinalWeights!) Assert.Equal(tensor.Data, together[i].FinalWeights![name].Data);
        }
    }

    [Theory]
    [InlineData("256,256,10", 300)]
    [InlineData("300,220,6", 100)] // fewer samples than inputs
    [InlineData("6,240,280", 100)]
    public void Train_ManyWeights_AgreesWithTheTorchTrainer(string widths, int samples)
    {
        var experiment = Net(widths, samples: samples, std: "0.05");
        Assert.True(LinearTrainer.Supports(experiment));
        var ours = Spec.Train(experiment)[0].Records;
        TrainingOutcome? torch = null;
        new TorchTrainer().Train([new(0, experiment)], new TrainingRun { Complete = outcome => torch = outcome });
        for (int row = 0; row < ours.Rows; row++)
            for (int column = 0; column < 2; column++) Assert.Equal(1, ours[row, column] / torch!.Records[row, column], 1e-9);
    }

    [Fact]
    public void Train_WideNetWithTooLargeAStep_Diverges()
    {
        var outcome = Spec.Train(Net("64,64,64,64,64", std: "3"))[0];
        Assert.Equal(OutcomeStatus.Diverged, outcome.Status);
        Assert.InRange(outcome.LastStep, 1, Steps);
    }
}
