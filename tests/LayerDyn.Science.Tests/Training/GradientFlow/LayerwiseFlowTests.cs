using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Observables;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Tasks;
using LayerDyn.Science.Training.GradientFlow;
using LayerDyn.Science.Training.Linear;

namespace LayerDyn.Science.Tests.Training.GradientFlow;

public sealed class LayerwiseFlowTests
{
    [Theory]
    [InlineData("3,5,4,2", false)]
    [InlineData("15,15", false)]
    [InlineData("20,7", false)]
    [InlineData("100,100,10", false)]
    [InlineData("100,100,10", true)]
    [InlineData("7,33,18,40", false)]
    [InlineData("7,33,18,40", true)]
    [InlineData("16,16,16,16", false)]
    public void Rate_AnyWidths_IsMinusTheGradient(string widths, bool whiten)
    {
        var form = new LayerwiseForm(LayerwiseKind.Dense, [.. widths.Split(',').Select(int.Parse)]);
        var moments = new GaussianRegressionTask { Samples = 120, Inputs = form.Widths[0], Outputs = form.Widths[^1], Whiten = whiten }.Create(0).Moments;
        Matrix[] weights = [.. Enumerable.Range(1, form.Depth).Select(l => new Matrix(form.Widths[l], form.Widths[l - 1]))];
        for (int l = 0; l < weights.Length; l++) RandomStream.For($"flow/{l}").FillNormal(weights[l].Data);
        var flow = new LayerwiseFlow(form, moments, 0.7);
        double[] state = [.. weights.SelectMany(weight => weight.Data)], rate = new double[flow.Size], again = new double[flow.Size];
        flow.Rate(state, rate);
        flow.Rate(state, again);

        var gradient = LayerwiseGradient.Of(form, weights, LayerwiseMap.Of(form, weights, form.Widths[0]), moments, 0.7);
        int start = 0;
        foreach (var layer in gradient)
        {
            double scale = LinearAlgebra.Norm(layer);
            for (int i = 0; i < layer.Data.Length; i++) Assert.Equal(-layer.Data[i] / scale, rate[start + i] / scale, 1e-13);
            start += layer.Data.Length;
        }

        Assert.Equal(flow.Size, start);
        Assert.Equal(rate, again);
    }

    [Fact]
    public void Train_WideNet_EndsWhereTinyStepsOfGradientDescentEnd()
    {
        Science.Experiments.Experiment Net(string optimizer, int steps) => Spec.Bind($$"""
            {'model':{'kind':'deep-linear','widths':[18,24,3]},'init':{'kind':'normal','std':0.3},
             'task':{'kind':'gaussian-regression','samples':60},'optimizer':{{optimizer}},'steps':{{steps}},'measure':{'at':{'every':{{steps}} },'observables':['loss']} }
            """);
        var flow = Spec.Train(Net("{'kind':'gradient-flow','learningRate':0.01,'tolerance':1e-10}", 100))[0].Records;
        var descent = Spec.Train(Net("{'kind':'gd','learningRate':0.00005}", 20_000))[0].Records;
        Assert.Equal(descent[0, 0], flow[0, 0]);
        Assert.Equal(1, flow[1, 0] / descent[1, 0], 1e-3);
        Assert.True(flow[1, 0] < 0.9 * flow[0, 0]);
    }
}
