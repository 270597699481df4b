using System.Runtime.InteropServices;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Tests.Models;

namespace LayerDyn.Science.Tests.Parametrisations;

/// <summary>How far each layer moves in a step, over the width: the coordinate check.</summary>
public sealed class CoordinateCheckTests
{
    private static readonly int[] Widths = [32, 64, 128, 256, 512];

    [Theory]
    [InlineData("adam", 0.001)]
    [InlineData("sgd", 0.02)]
    public void Change_UnderMup_DoesNotDependOnTheWidth(string optimizer, double rate)
    {
        double[] slopes = Slopes("{'kind':'mup','baseWidth':32}", optimizer, rate, zeroReadout: true);
        Assert.All(slopes, slope => Assert.InRange(slope, -0.1, 0.1));
    }

    [Fact]
    public void Change_UnderStandardAdam_GrowsWithTheWidth()
    {
        double[] slopes = Slopes("'standard'", "adam", 0.001, zeroReadout: false);
        Assert.InRange(slopes[0], -0.1, 0.1);
        Assert.InRange(slopes[1], 0.8, 1.1); // of a large width 0, 1, 3/2
        Assert.InRange(slopes[2], 1.2, 1.5);
    }

    [Fact]
    public void Change_UnderStandardSgd_VanishesBelowAndGrowsAbove()
    {
        double[] slopes = Slopes("'standard'", "sgd", 0.02, zeroReadout: false);
        Assert.InRange(slopes[0], -0.7, -0.4); // of a large width -1/2, 1/2, 1
        Assert.InRange(slopes[1], 0.2, 0.6);
        Assert.InRange(slopes[2], 0.7, 1.1);
    }

    // r = min(a_out + b_out, 2 a_out + c) + c - 1 + min(2 a_in + 1, 2 a_hidden) of Yang and Hu 2020, by which the last hidden layer's change falls with the width.
    [Theory]
    [InlineData("[-0.5,0,0.5]", "0.5", "0", true, 0)] // muP
    [InlineData("[0,0.5,0.5]", "0", "0", false, 0.5)] // NTK
    [InlineData("0", "[0,0.5,0.5]", "1", false, 0.5)] // standard, at a rate that is stable at any width
    public void Change_OfTheLastHiddenLayer_HasTheClosedExponent(string a, string b, string c, bool zeroReadout, double r)
    {
        double[] slopes = Slopes($"{{'kind':'abc','a':{a},'b':{b},'c':{c},'baseWidth':32}}", "sgd", 0.02, zeroReadout);
        Assert.Equal(-r, slopes[1], 0.2); // of finite widths
    }

    [Theory]
    [InlineData("float32", "relu", "true")]
    [InlineData("float64", "gelu", "true")]
    [InlineData("float64", "tanh", "false")]
    public void Change_OfTheOutputs_IsThatOfThePredictions(string dtype, string activation, string biases)
    {
        var experiment = Spec.Bind($$"""
            {'model':{'kind':'mlp','widths':[5,7,6,2],'activation':'{{activation}}','biases':{{biases}},'outputScale':0.5},'init':{'kind':'normal','fanIn':true},
             'task':{'kind':'teacher-student','inputs':5,'outputs':2,'singularValues':[1],'samples':9},'optimizer':{'kind':'gd','learningRate':0.1},'dtype':'{{dtype}}',
             'steps':20,'measure':{'at':[0,20],'observables':[{'kind':'coordinate-change','probes':8}]} }
            """);
        var outcome = Spec.Train(experiment)[0];
        Assert.Equal(["coordinate-change.1", "coordinate-change.2", "coordinate-change.3"], outcome.Records.Columns);
        var (model, data) = ((MlpModel)experiment.Model, experiment.Task.Create(0).Train.X);
        var probes = new Matrix(8, 5, data.Data[..40]);
        double[][] start = experiment.InitialWeights(RandomStream.ForWeights(experiment));
        Matrix before = Predict(model, experiment, [.. start.Select(values => values.Select(value => dtype == "float32" ? (float)value : value).ToArray())], probes);
        Matrix after = Predict(model, experiment, [.. outcome.FinalWeights!.Values.Select(tensor => tensor.DType == DType.Float64
            ? MemoryMarshal.Cast<byte, double>(tensor.Data).ToArray()
            : MemoryMarshal.Cast<byte, float>(tensor.Data).ToArray().Select(value => (double)value).ToArray())], probes);
        double change = Math.Sqrt(before.Data.Zip(after.Data, (a, b) => (a - b) * (a - b)).Average());
        Assert.All(Enumerable.Range(0, 3), column => Assert.Equal(0, outcome.Records[0, column]));
        Assert.Equal(change, outcome.Records[1, 2], 1e-13);
    }

    private static Matrix Predict(MlpModel model, Experiment experiment, double[][] values, Matrix inputs) => PlainMlp.Predict(model,
        [.. model.Parameters(experiment.Task.Shape).Select((shape, i) => new Matrix(shape.Dimensions.Count == 1 ? 1 : shape.Dimensions[0], shape.Dimensions[^1], values[i]))], inputs);

    // Of log2 change on log2 width, after one step, averaged over seeds.
    private static double[] Slopes(string parametrisation, string optimizer, double rate, bool zeroReadout)
    {
        const int Seeds = 4;
        var experiments = Widths.SelectMany(width => Enumerable.Range(0, Seeds).Select(seed => Spec.Bind(FormattableString.Invariant($$"""
            {'model':{'kind':'mlp','widths':[16,{{width}},{{width}},1],'parametrisation':{{parametrisation}} },'init':{'kind':'normal','fanIn':true,'zeroReadout':{{(zeroReadout ? "true" : "false")}} },
             'task':{'kind':'nonlinear-teacher','inputs':16},'optimizer':{'kind':'{{optimizer}}','learningRate':{{rate}},'batchSize':64},'seed':{{seed}},
             'steps':3,'measure':{'at':[0,1,3],'observables':['coordinate-change']} }
            """)))).ToArray();
        var outcomes = Spec.Train(experiments);
        return [.. Enumerable.Range(0, 3).Select(column =>
        {
            int row = zeroReadout ? 2 : 1; // from a readout of zero, the layers below move from the second step on
            double[] y = [.. Widths.Select((_, w) => Math.Log2(Enumerable.Range(0, Seeds).Average(seed => outcomes[w * Seeds + seed].Records[row, column])))];
            return Slope([.. Widths.Select(width => Math.Log2(width))], y);
        })];
    }

    private static double Slope(double[] x, double[] y)
    {
        double meanX = x.Average(), meanY = y.Average();
        return x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum() / x.Sum(a => (a - meanX) * (a - meanX));
    }
}
