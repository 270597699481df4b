using LayerDyn.Science.Initialisations;
using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Tests.Initialisations;

public sealed class LayerwiseInitTests
{
    private static readonly RandomStream Stream = RandomStream.For("test");

    [Theory]
    [InlineData(0.3)]
    [InlineData(-0.3)]
    [InlineData(0)]
    public void UpstreamDownstream_Product_IsZeroAndLayersHaveTheirScales(double delta)
    {
        var (first, second) = (new double[6 * 3], new double[2 * 6]);
        double[][] weights = new UpstreamDownstreamInit { Sigma = 0.1, Delta = delta }
            .Create(new DeepLinearModel { Widths = [3, 6, 2] }, new TaskShape(3, 2, 10), Stream);
        weights[0].CopyTo(first, 0);
        weights[1].CopyTo(second, 0);
        var product = LinearAlgebra.Multiply(new Matrix(2, 6, second), new Matrix(6, 3, first));
        double[][] unit = new UpstreamDownstreamInit { Sigma = 1 }.Create(new DeepLinearModel { Widths = [3, 6, 2] }, new TaskShape(3, 2, 10), Stream);

        Assert.All(product.Data, value => Assert.Equal(0, value, 1e-15));
        Assert.All(first.Zip(unit[0]), pair => Assert.Equal((0.1 + Math.Max(delta, 0)) * pair.Second, pair.First, 1e-15));
        Assert.All(second.Zip(unit[1]), pair => Assert.Equal((0.1 + Math.Max(-delta, 0)) * pair.Second, pair.First, 1e-15));
    }

    [Fact]
    public void UpstreamDownstream_OddHiddenWidth_IsRefused()
    {
        var problems = Spec.Problems("""
            {'model':{'kind':'deep-linear','widths':[2,3,2]},'init':{'kind':'upstream-downstream'},
             'task':{'kind':'gaussian-regression','samples':4},'optimizer':{'kind':'gd'},'steps':1,'measure':{'observables':['loss']}}
            """);
        Assert.Equal("model.widths[1]", Assert.Single(problems).Path);
    }

    [Theory]
    [InlineData(2, 0.5)]
    [InlineData(2, -3)]
    [InlineData(2, 0)]
    [InlineData(3, 0)]
    [InlineData(8, 0)]
    public void BalancedConstant_Weights_HaveTheProductAndTheImbalance(int depth, double imbalance)
    {
        double[][] weights = new BalancedConstantInit { Product = 0.02, Imbalance = imbalance }
            .Create(new DiagonalLinearModel { Depth = depth }, new TaskShape(3, 1, 10), Stream);

        Assert.Equal(depth, weights.Length);
        Assert.Equal(0.02, weights.Aggregate(1.0, (product, layer) => product * layer[1]), 1e-15);
        if (depth == 2) Assert.Equal(imbalance, weights[0][2] * weights[0][2] - weights[1][2] * weights[1][2], 1e-14);
    }

    [Theory]
    [InlineData(3, 5)]
    [InlineData(5, 3)]
    public void Orthogonal_Weights_HaveEqualSingularValues(int inputs, int hidden)
    {
        double[][] weights = new OrthogonalInit { Gain = 1.5 }
            .Create(new DeepLinearModel { Widths = [inputs, hidden, 2] }, new TaskShape(inputs, 2, 10), Stream);

        Assert.All(LinearAlgebra.SingularValues(new Matrix(hidden, inputs, weights[0])), value => Assert.Equal(1.5, value, 1e-12));
    }
}
