using LayerDyn.Science.Experiments;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Tasks;
using LayerDyn.Science.Tests.Training;
using LayerDyn.Science.Theory;
using LayerDyn.Science.Training.Mlp;
using LayerDyn.Science.Training.Torch;

namespace LayerDyn.Science.Tests.Tasks;

/// <summary>Power-law linear regression: its population, its samples, and what is trained on either.</summary>
public sealed class PowerLawRegressionTaskTests
{
    private static readonly PowerLawRegressionTask Task = new() { Dimension = 5, Capacity = 1.5, Source = 2, LabelNoise = 0.3 };

    [Fact]
    public void Population_AnyMap_LosesTheSumOverModesWithoutTheNoise()
    {
        double[] map = new double[5];
        RandomStream.For("test/map").FillNormal(map);
        double any = 0, zero = 0;
        for (int k = 1; k <= 5; k++)
        {
            double lambda = Math.Pow(k, -1.5), target = Math.Sqrt(Math.Pow(k, -2) / lambda);
            any += lambda * Math.Pow(map[k - 1] - target, 2) / 2;
            zero += Math.Pow(k, -2) / 2;
        }

        var data = Task.Create(0);
        Assert.Equal(any, data.Moments.Loss(new Matrix(1, 5, map)), 1e-14);
        Assert.Equal(zero, data.Moments.Loss(new Matrix(1, 5)), 1e-14);
        Assert.Equal(0, data.Moments.Loss(data.TargetMap!));
        Assert.Null(data.Test);
        Assert.Null(data.TestMoments);
    }

    [Fact]
    public void Batches_OfManySteps_HaveTheMomentsAndTheNoiseWithinTheirErrors()
    {
        const int Steps = 4000, Batch = 16, Count = Steps * Batch;
        var data = Task.Create(3);
        double[] squares = new double[5], target = data.TargetMap!.Data;
        double noise = 0, mixed = 0, next = 0, before = 0;
        float[] x = new float[Batch * 5], y = new float[Batch];
        for (int step = 0; step < Steps; step++)
        {
            data.FillBatch(step, Batch, x, y, []);
            next += x[0] * before / Math.Pow(Steps, 0.5); // from step to step
            before = x[0];
            for (int n = 0; n < Batch; n++)
            {
                double clean = 0;
                for (int k = 0; k < 5; k++)
                {
                    squares[k] += x[n * 5 + k] * (double)x[n * 5 + k] / Count;
                    clean += target[k] * x[n * 5 + k];
                }

                noise += (y[n] - clean) * (y[n] - clean) / Count;
                mixed += x[n * 5] * (double)x[n * 5 + 1] / Count;
            }
        }

        for (int k = 0; k < 5; k++) Assert.InRange(squares[k] / Math.Pow(k + 1, -1.5) - 1, -4 * Math.Sqrt(2.0 / Count), 4 * Math.Sqrt(2.0 / Count));
        Assert.InRange((noise / 0.09) - 1, -4 * Math.Sqrt(2.0 / Count), 4 * Math.Sqrt(2.0 / Count));
        Assert.InRange(mixed, -4 * Math.Sqrt(Math.Pow(2, -1.5) / Count), 4 * Math.Sqrt(Math.Pow(2, -1.5) / Count));
        Assert.InRange(next, -4, 4);
    }

    [Fact]
    public void Batch_Larger_BeginsWithTheSamplesOfASmallerOne()
    {
        var data = Task.Create(1);
        float[] x = new float[20], y = new float[4], few = new float[10], labels = new float[2];
        data.FillBatch(7, 4, x, y, []);
        data.FillBatch(7, 2, few, labels, []);
        Assert.Equal(few, x[..10]);
        Assert.Equal(labels, y[..2]);
        data.FillBatch(8, 2, few, labels, []);
        Assert.NotEqual(few, x[..10]);
    }

    [Fact]
    public void Samples_AreFixedAndTestedOnThePopulation()
    {
        var task = Task with { Samples = 6000 };
        var data = task.Create(0);
        Assert.False(task.Shape.IsOnline);
        Assert.True(task.Shape.HasTest);
        double noise = LinearAlgebra.MultiplyTransposed(data.Train.X, data.TargetMap!).Data.Zip(data.Train.Y.Data, (clean, label) => (clean - label) * (clean - label)).Average();
        Assert.InRange((noise / 0.09) - 1, -4 * Math.Sqrt(2.0 / 6000), 4 * Math.Sqrt(2.0 / 6000));
        Assert.Equal(LinearAlgebra.MultiplyTransposed(data.Test!.X, data.TargetMap!).Data, data.Test.Y.Data);
        Assert.Equal(0, data.TestMoments!.Loss(data.TargetMap!));
        Assert.InRange(data.Moments.Minimum, 0.04, 0.05);
        Assert.Throws<NotSupportedException>(() => data.FillBatch(0, 1, new float[5], new float[1], []));
    }

    [Fact]
    public void LinearModel_ByGradientDescentOnThePopulation_FollowsEveryMode()
    {
        var experiment = Spec.Bind("""
            {'model':{'kind':'linear'},'init':{'kind':'constant','value':0},'task':{'kind':'power-law-regression','dimension':12,'capacity':1.2,'source':1.7,'labelNoise':0.5},
             'optimizer':{'kind':'gd','learningRate':0.9},'steps':100,'measure':{'at':{'steps':[0,1,7,100]},'observables':['loss']} }
            """);
        var records = Spec.Train(experiment)[0].Records;
        for (int row = 0; row < records.Rows; row++)
        {
            double loss = Enumerable.Range(1, 12).Sum(k => Math.Pow(k, -1.7) / 2 * Math.Pow(1 - 0.9 * Math.Pow(k, -1.2), 2 * records.Steps[row]));
            Assert.Equal(1, records[row, 0] / loss, 1e-12);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void DiagonalNetwork_ByFlowOnThePopulation_IsItsExactSolution(int depth)
    {
        var experiment = Spec.Bind($$"""
            {'model':{'kind':'diagonal-linear','depth':{{depth}} },'init':{'kind':'constant','value':0.2},'task':{'kind':'power-law-regression','dimension':20,'capacity':2,'source':1.5},
             'optimizer':{'kind':'gradient-flow','learningRate':0.1,'tolerance':1e-11},'steps':2000,'engine':'both','measure':{'at':{'steps':[0,5,60,500,2000]},'observables':['loss']} }
            """);
        var records = Spec.Train(experiment)[0].Records;
        Assert.IsType<DiagonalSolution>(ExactSolutions.Find(experiment, out _));
        Assert.Equal(["loss", "loss.theory"], records.Columns);
        Assert.True(records[4, 0] < records[0, 0] / 2);
        for (int row = 0; row < records.Rows; row++) Assert.Equal(records[row, 1], records[row, 0], 1e-9);
    }

    [Fact]
    public void DiagonalNetwork_ByGradientDescentOnThePopulation_IsTheMapOfAStep()
    {
        var experiment = Spec.Bind("""
            {'model':{'kind':'diagonal-linear','depth':2},'init':{'kind':'balanced-constant','product':0.01},'task':{'kind':'power-law-regression','dimension':9},
             'optimizer':{'kind':'gd','learningRate':0.4,'theory':'steps'},'steps':400,'engine':'both','measure':{'at':{'steps':[0,5,60,400]},'observables':['loss']} }
            """);
        var records = Spec.Train(experiment)[0].Records;
        for (int row = 0; row < records.Rows; row++) Assert.Equal(records[row, 1], records[row, 0], 1e-12);
    }

    [Theory]
    [InlineData("{'kind':'linear'}", "float64")]
    [InlineData("{'kind':'deep-linear','widths':[6,1]}", "float64")]
    [InlineData("{'kind':'diagonal-linear','depth':1}", "float64")]
    public void OneLayer_ByOnePassSgd_IsTorchsTrainingToItsRounding(string model, string dtype)
    {
        var experiment = OnePass(model, dtype);
        var torch = Outcomes.Train(new TorchTrainer(), new(0, experiment)).Records;
        var ours = Spec.Train(experiment)[0].Records;
        for (int row = 0; row < ours.Rows; row++) Assert.Equal(1, ours[row, 0] / torch[row, 0], 1e-9);
    }

    [Fact]
    public void Perceptron_ThatIsLinear_IsMeasuredOnThePopulation()
    {
        var experiment = OnePass("{'kind':'mlp','widths':[6,1],'activation':'linear','biases':false}", "float32");
        var single = Outcomes.Train(new MlpTrainer(), new(0, experiment)).Records;
        var ours = Spec.Train(OnePass("{'kind':'linear'}", "float64"))[0].Records;
        for (int row = 0; row < ours.Rows; row++) Assert.Equal(1, ours[row, 0] / single[row, 0], 1e-4);
    }

    [Fact]
    public void OnePassSgd_ResumedBesideOthers_HasTheSameBytes()
    {
        var experiment = OnePass("{'kind':'linear'}", "float64");
        Outcomes.AssertSameBytes(Spec.Train(experiment)[0], Outcomes.ResumedAt(20, experiment, experiment with { Seed = 1 }));
    }

    [Theory]
    [InlineData("{'kind':'mlp','widths':[6,4,1]}", "{'kind':'gd'}", "optimizer.batchSize")]
    [InlineData("{'kind':'linear'}", "{'kind':'sgd'}", "optimizer.batchSize")]
    [InlineData("{'kind':'mlp','widths':[6,4,1]}", "{'kind':'gradient-flow'}", "optimizer.batchSize")]
    [InlineData("{'kind':'linear'}", "{'kind':'sgd','batchSize':100000000}", "optimizer.batchSize")]
    [InlineData("{'kind':'linear'}", "{'kind':'gd'}", null)]
    [InlineData("{'kind':'mlp','widths':[6,4,1]}", "{'kind':'sgd','batchSize':4}", null)]
    public void Population_TakesFullBatchesOfALinearModelAndFreshOnesThatFit(string model, string optimizer, string? path)
    {
        var problems = Spec.Problems($$"""
            {'model':{{model}},'init':{'kind':'normal','std':0.1},'task':{'kind':'power-law-regression','dimension':6},'optimizer':{{optimizer}},
             'steps':10,'measure':{'at':{'steps':[10]},'observables':['loss']} }
            """);
        Assert.Equal(path is null ? [] : [path], problems.Select(problem => problem.Path));
    }

    [Fact]
    public void Samples_ThatDoNotFitInMemory_AreRefused()
    {
        var problems = new ProblemList();
        new PowerLawRegressionTask { Dimension = 1_000_000, Samples = 1000 }.Validate(problems);
        Assert.Equal("task.samples", Assert.Single(problems.Problems).Path);
    }

    private static Experiment OnePass(string model, string dtype) => Spec.Bind($$"""
        {'model':{{model}},'init':{'kind':'constant','value':0.3},'task':{'kind':'power-law-regression','dimension':6,'labelNoise':0.2},'dtype':'{{dtype}}',
         'optimizer':{'kind':'sgd','learningRate':0.3,'batchSize':3},'steps':90,'measure':{'at':{'steps':[0,1,20,90]},'observables':['loss']} }
        """);
}
