using System.Runtime.InteropServices;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Theory;
using LayerDyn.Science.Training;

namespace LayerDyn.Science.Tests.Theory;

/// <summary>Weight decay on diagonal networks and matrices: the exact flow against training, and its thresholds.</summary>
public sealed class DecaySolutionTests
{
    private const string Flow = "'kind':'gradient-flow','learningRate':0.1,'tolerance':1e-13";

    private static Experiment Net(string model, string init, string optimizer, int steps, string more = "'engine':'both'") => Spec.Bind($$"""
        {'model':{{model}},'init':{ {{init}} },'optimizer':{ {{optimizer}} },{{more}},
         'task':{'kind':'linear-teacher','coefficients':[1,0.6,-0.4,0],'variances':[1,2,0.5,1],'samples':9},
         'steps':{{steps}},'measure':{'at':{'every':{{steps / 10}} },'observables':['mode-strength','loss','weight-norm'] } }
        """);

    [Theory]
    [InlineData(1, "'kind':'constant','value':0.3", 0.4, "mse")]
    [InlineData(2, "'kind':'balanced-constant','product':0.01", 0.3, "mse")]
    [InlineData(2, "'kind':'balanced-constant','product':0.01", 0.7, "mse-mean")]
    [InlineData(2, "'kind':'balanced-constant','product':0.2,'imbalance':2", 0.2, "mse")]
    [InlineData(2, "'kind':'normal','std':0.7", 0.2, "mse-mean")]
    [InlineData(3, "'kind':'balanced-constant','product':0.1", 0.1, "mse")]
    [InlineData(4, "'kind':'normal','std':0.7", 0.05, "mse")]
    public void Theory_OfAnyDepthAndStart_IsTheTrainedFlow(int depth, string init, double decay, string loss)
    {
        var experiment = Net($"{{'kind':'diagonal-linear','depth':{depth} }}", init, FormattableString.Invariant($"{Flow},'weightDecay':{decay}"), 200, $"'loss':'{loss}','engine':'both'");
        Assert.IsType<DecaySolution>(ExactSolutions.Find(experiment, out _));
        var records = Spec.Train(experiment)[0].Records;
        int measured = ExperimentColumns.Measured(experiment).Count;
        for (int row = 0; row < records.Rows; row++)
            for (int column = 0; column < measured; column++)
                Assert.Equal(records[row, column], records[row, measured + column], 6e-11 * Math.Max(1, Math.Abs(records[row, column])));
        Assert.True(Math.Abs(records[records.Rows - 1, 0] - records[0, 0]) > 0.1);
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(1.4)]
    public void Theory_OfTwoBalancedLayers_IsTheSigmoidOfTheReducedTarget(double decay)
    {
        var records = Spec.Train(Net("{'kind':'diagonal-linear','depth':2}", "'kind':'balanced-constant','product':0.01",
            FormattableString.Invariant($"{Flow},'weightDecay':{decay}"), 100, "'engine':'theory'"))[0].Records;
        double[] targets = [1, 0.6, -0.4, 0], variances = [1, 2, 0.5, 1];
        for (int row = 0; row < records.Rows; row++)
            for (int k = 0; k < 4; k++)
            {
                double end = targets[k] - decay / variances[k];
                double expected = end / (1 + (end / 0.01 - 1) * Math.Exp(-2 * variances[k] * end * 0.1 * records.Steps[row]));
                Assert.Equal(1, records[row, k] / expected, 1e-11);
            }
    }

    [Fact]
    public void Descent_WithSmallerSteps_ComesToTheTheory()
    {
        double[] errors = [.. new[] { 0.01, 0.005 }.Select(rate =>
        {
            var records = Spec.Train(Net("{'kind':'diagonal-linear','depth':3}", "'kind':'balanced-constant','product':0.1",
                FormattableString.Invariant($"'kind':'gd','learningRate':{rate},'weightDecay':0.1"), (int)(10 / rate)))[0].Records;
            return Enumerable.Range(0, records.Rows).Max(row => Math.Abs(records[row, 0] - records[row, records.Columns.Count / 2]));
        })];
        Assert.InRange(errors[0], 1e-4, 2e-2);
        Assert.Equal(2, errors[0] / errors[1], 0.1);
    }

    [Theory]
    [InlineData("{'kind':'diagonal-linear','depth':2}", "'kind':'normal','std':0.7")]
    [InlineData("{'kind':'deep-linear','widths':[4,5,1]}", "'kind':'normal','std':0.7")]
    public void Imbalance_OfTwoLayers_DecaysTwiceAsFast(string model, string init)
    {
        var experiment = Net(model, init, Flow + ",'weightDecay':0.2", 100, "'engine':'train'");
        Matrix[] first = Imbalances(Spec.Train(experiment with { Steps = 10 })[0]), last = Imbalances(Spec.Train(experiment)[0]);
        for (int i = 0; i < first.Length; i++)
            for (int j = 0; j < first[i].Data.Length; j++)
                Assert.Equal(first[i].Data[j] * Math.Exp(-2 * 0.2 * 0.1 * 90), last[i].Data[j], 3e-11);
        Assert.True(first[0].Data.Max(Math.Abs) > 0.1);

        // W2^T W2 - W1 W1^T of dense layers, a^2 - b^2 of every mode of diagonal ones.
        static Matrix[] Imbalances(TrainingOutcome outcome)
        {
            Matrix[] w = [.. outcome.FinalWeights!.Values.Select(tensor => new Matrix((int)(tensor.Dimensions.Count == 1 ? 1 : tensor.Dimensions[0]),
                (int)tensor.Dimensions[^1], MemoryMarshal.Cast<byte, double>(tensor.Data).ToArray()))];
            return w[0].Rows == 1 ? [new Matrix(1, w[0].Columns, [.. w[0].Data.Zip(w[1].Data, (a, b) => a * a - b * b)])]
                : [LinearAlgebra.Subtract(LinearAlgebra.TransposedMultiply(w[1], w[1]), LinearAlgebra.MultiplyTransposed(w[0], w[0]))];
        }
    }

    [Fact]
    public void End_OfTwoDenseLayers_HasSoftThresholdedSingularValues()
    {
        var experiment = Spec.Bind("""
            {'model':{'kind':'deep-linear','widths':[4,6,4]},'init':{'kind':'normal','std':0.3},
             'task':{'kind':'teacher-student','inputs':4,'outputs':4,'singularValues':[2,1,0.5,0.2],'samples':20,'whiten':true},
             'optimizer':{'kind':'gd','learningRate':0.02,'weightDecay':0.4},'steps':20000,'measure':{'at':{'every':20000},'observables':['mode-strength']} }
            """);
        var records = Spec.Train(experiment)[0].Records;
        double[] expected = [1.6, 0.6, 0.1, 0];
        for (int k = 0; k < 4; k++) Assert.Equal(expected[k], records[1, k], 1e-9);
    }

    [Theory]
    [InlineData("[5,3,4]", 0.3, "mse", "'kind':'lambda-balanced','scale':0.01")]
    [InlineData("[5,6,4]", 0.3, "mse-mean", "'kind':'lambda-balanced','scale':0.01")] // wider than the target's rank
    [InlineData("[5,2,4]", 3, "mse", "'kind':'lambda-balanced','scale':0.01")] // nothing survives
    [InlineData("[5,3,4]", 0.3, "mse", "'kind':'lambda-balanced','scale':0.01,'lambda':-0.7")]
    [InlineData("[5,4,4]", 0.1, "mse-mean", "'kind':'lambda-balanced','scale':0.01,'lambda':3")]
    [InlineData("[5,5,4]", 3, "mse", "'kind':'lambda-balanced','scale':0.01,'lambda':-2")]
    [InlineData("[5,2,4]", 0.3, "mse", "'kind':'lora','alpha':0.5")]
    [InlineData("[5,1,4]", 0.3, "mse", "'kind':'normal','std':0.4")] // one unit is lambda-balanced from any weights
    public void Theory_OfTwoLambdaBalancedDenseLayers_IsTheTrainedFlow(string widths, double decay, string loss, string init)
    {
        var experiment = Spec.Bind(FormattableString.Invariant($$"""
            {'model':{'kind':'deep-linear','widths':{{widths}} },'init':{ {{init}} },'loss':'{{loss}}','engine':'both',
             'task':{'kind':'teacher-student','inputs':5,'outputs':4,'singularValues':[2,1,0.5,0.2],'samples':20},
             'optimizer':{ {{Flow}},'weightDecay':{{decay}} },'steps':200,'measure':{'at':{'every':10},'observables':['mode-strength','loss','weight-norm','kernel-distance'] } }
            """));
        Assert.IsType<BalancedDecaySolution>(ExactSolutions.Find(experiment, out _));
        var records = Spec.Train(experiment)[0].Records;
        int measured = ExperimentColumns.Measured(experiment).Count;
        for (int row = 0; row < records.Rows; row++)
            for (int column = 0; column < measured; column++)
                Assert.Equal(records[row, column], records[row, measured + column], 6e-11 * Math.Max(1, Math.Abs(records[row, column])));
        Assert.True(Math.Abs(records[records.Rows - 1, 0] - records[0, 0]) > 0.01);
    }

    [Fact]
    public void Theory_OfDenseLayersThatAreNotBalanced_IsRefused() => Assert.Equal("engine", Assert.Single(Spec.Problems("""
        {'model':{'kind':'deep-linear','widths':[3,3,3]},'init':{'kind':'normal','std':0.3},'engine':'theory',
         'task':{'kind':'teacher-student','inputs':3,'outputs':3,'singularValues':[2],'samples':9},
         'optimizer':{'kind':'gradient-flow','weightDecay':0.1},'steps':10,'measure':{'at':{'every':1},'observables':['loss']} }
        """)).Path);

    [Theory]
    [InlineData(2, "'kind':'balanced-constant','product':0.3,'imbalance':1")]
    [InlineData(2, "'kind':'balanced-constant','product':0.3")]
    [InlineData(3, "'kind':'balanced-constant','product':0.3")]
    [InlineData(4, "'kind':'normal','std':0.7")]
    public void Theory_OfModesThatVanish_IsFiniteAtAnyTimeAsIsTraining(int depth, string init)
    {
        // At t = 20 modes are as small in training as in theory, at t = 2,000 as small as it gets.
        Experiment At(int steps) => Net($"{{'kind':'diagonal-linear','depth':{depth} }}", init,
            "'kind':'gradient-flow','learningRate':1,'tolerance':1e-13,'weightDecay':3", steps);
        var early = Spec.Train(At(20))[0].Records;
        for (int k = 0; k < 4; k++) Assert.Equal(1, early[5, early.Columns.Count / 2 + k] / early[5, k], 1e-6);
        var late = Spec.Train(At(2000))[0];
        Assert.Equal(OutcomeStatus.Finished, late.Status);
        for (int k = 0; k < late.Records.Columns.Count; k++)
            if (late.Records.Columns[k].StartsWith("mode-strength", StringComparison.Ordinal)) Assert.InRange(Math.Abs(late.Records[10, k]), 0, 1e-200);
    }

    [Theory]
    [InlineData("{'kind':'gd','weightDecay':0.1,'momentum':0.9}")]
    [InlineData("{'kind':'gd','weightDecay':0.1,'theory':'steps'}")]
    [InlineData("{'kind':'sgd','weightDecay':0.1}")]
    public void Theory_WithoutItsConditions_IsRefused(string optimizer) => Assert.Equal("engine", Assert.Single(Spec.Problems($$"""
        {'model':{'kind':'diagonal-linear'},'init':{'kind':'constant','value':0.1},'task':{'kind':'linear-teacher','coefficients':[1]},'engine':'theory',
         'optimizer':{{optimizer}},'steps':10,'measure':{'at':{'every':1},'observables':['loss']} }
        """)).Path);
}
