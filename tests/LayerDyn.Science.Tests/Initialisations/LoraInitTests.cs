using LayerDyn.Science.Experiments;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Tasks;
using LayerDyn.Science.Theory;

namespace LayerDyn.Science.Tests.Initialisations;

/// <summary>The start of low-rank adaptation, and the task that has the frozen weights.</summary>
public sealed class LoraInitTests
{
    private const string Adaptation = """
        {'kind':'adaptation','from':{'kind':'teacher-student','inputs':6,'outputs':5,'singularValues':[1,1,1,1,1],'samples':24},
         'to':{'kind':'teacher-student','inputs':6,'outputs':5,'singularValues':[4,3,2.2,1.6,1.3],'samples':24,'testSamples':7} }
        """;

    private static Experiment Adapt(int rank, string alpha, string optimizer, int steps, string engine = "both") => Spec.Bind($$"""
        {'model':{'kind':'deep-linear','widths':[6,{{rank}},5]},'init':{'kind':'lora','alpha':{{alpha}} },'engine':'{{engine}}','task':{{Adaptation}},
         'optimizer':{ {{optimizer}} },'steps':{{steps}},'measure':{'at':{'every':{{steps / 20}} },'observables':['mode-strength','loss','layer-imbalance','kernel-distance'] } }
        """);

    [Theory]
    [InlineData(1, 0.3)]
    [InlineData(3, 10)]
    [InlineData(6, 0.001)]
    public void Weights_AreLambdaBalanced(int rank, double alpha)
    {
        var experiment = Adapt(rank, FormattableString.Invariant($"{alpha}"), "'kind':'gd','learningRate':0.01", 100);
        double[][] weights = experiment.Init.Create(experiment.Model, experiment.Task.Shape, RandomStream.ForWeights(experiment));
        var gram = LinearAlgebra.MultiplyTransposed(new Matrix(rank, 6, weights[0]), new Matrix(rank, 6, weights[0]));
        for (int i = 0; i < rank; i++)
            for (int j = 0; j < rank; j++) Assert.Equal(i == j ? alpha * alpha : 0, gram[i, j], 1e-14 * alpha * alpha);
        Assert.All(weights[1], weight => Assert.Equal(0, weight));
    }

    [Fact]
    public void Weights_OfAnotherAlpha_AreThoseTimesAFactor()
    {
        double[][] Of(string alpha)
        {
            var experiment = Adapt(2, alpha, "'kind':'gd','learningRate':0.01", 100);
            return experiment.Init.Create(experiment.Model, experiment.Task.Shape, RandomStream.ForWeights(experiment));
        }

        Assert.Equal(Of("1")[0].Select(weight => 0.25 * weight), Of("0.25")[0]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Theory_OfAnyRank_IsTheTrainedFlowAndEndsWithTheLargestModes(int rank)
    {
        double[] s = [3, 2, 1.2, 0.6, 0.3];
        var experiment = Adapt(rank, "0.3", "'kind':'gradient-flow','learningRate':0.01,'tolerance':1e-13", 3200); // to t = 32
        Assert.IsType<LambdaBalancedSolution>(ExactSolutions.Find(experiment, out _));
        var records = Spec.Train(experiment)[0].Records;
        int measured = records.Columns.Count / 2;
        for (int row = 0; row < records.Rows; row++)
            for (int column = 0; column < measured; column++) Assert.Equal(records[row, column], records[row, measured + column], 3e-11);
        Assert.Equal(s.Skip(rank).Sum(x => x * x) / 2, records[records.Rows - 1, records.Columns.ToList().IndexOf("loss")], 1e-7); // 2.945, 0.945, 0.225
        for (int k = 0; k < 5; k++) Assert.Equal(k < rank ? s[k] : 0, records[records.Rows - 1, k], 1e-3);
    }

    [Fact]
    public void Task_Adaptation_HasWhatTheOtherMapLeaves()
    {
        var task = Spec.Task(Adaptation);
        Assert.True(task.Shape is { Inputs: 6, Outputs: 5, Samples: 24, HasTest: true, Covariance: InputCovariance.Identity });
        var data = task.Create(3);
        double[] singular = LinearAlgebra.SingularValues(data.TargetMap!);
        double[] expected = [3, 2, 1.2, 0.6, 0.3];
        for (int k = 0; k < 5; k++) Assert.Equal(expected[k], singular[k], 1e-12);
        Assert.True(data.Moments.IsWhite);
        Assert.InRange(LinearAlgebra.Subtract(data.Moments.Best, data.TargetMap!).Data.Max(Math.Abs), 0, 1e-12);
        Assert.InRange(data.TestMoments!.Loss(data.TargetMap!), 0, 1e-20);
        Assert.Equal(7, data.Test!.Count);
    }

    [Theory]
    [InlineData("[6,7,5]", "model.widths[1]")]
    [InlineData("[6,5]", "init.kind")]
    public void Problems_OfModels_AreNamed(string widths, string path) => Assert.Equal(path, Assert.Single(Spec.Problems($$"""
        {'model':{'kind':'deep-linear','widths':{{widths}} },'init':'lora','task':{{Adaptation}},'optimizer':{'kind':'gd','learningRate':0.01},'steps':10,
         'measure':{'at':{'every':1},'observables':['loss'] } }
        """)).Path);

    [Fact]
    public void Problems_OfTheTaskBefore_AreNamed() => Assert.Equal("task.from", Assert.Single(Spec.Problems("""
        {'model':{'kind':'deep-linear','widths':[6,2,5]},'init':'lora','optimizer':{'kind':'gd','learningRate':0.01},'steps':10,
         'task':{'kind':'adaptation','from':{'kind':'teacher-student','inputs':4,'outputs':5,'singularValues':[1],'samples':24},
           'to':{'kind':'teacher-student','inputs':6,'outputs':5,'singularValues':[1],'samples':24}},
         'measure':{'at':{'every':1},'observables':['loss'] } }
        """)).Path);
}
