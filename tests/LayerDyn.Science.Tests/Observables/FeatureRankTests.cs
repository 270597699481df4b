using LayerDyn.Science.Numerics;
using LayerDyn.Science.Observables;
using LayerDyn.Science.Randomness;

namespace LayerDyn.Science.Tests.Observables;

public sealed class FeatureRankTests
{
    [Fact]
    public void Ranks_EqualDirections_CountThem()
    {
        var features = new Matrix(5, 7);
        for (int i = 0; i < 3; i++) features[i, 2 * i] = -4;
        var (effective, stable) = FeatureRankObservable.Ranks(features);
        Assert.Equal(3, effective, 1e-12);
        Assert.Equal(3, stable, 1e-12);
        Assert.Equal((0, 0), FeatureRankObservable.Ranks(new Matrix(4, 2)));
    }

    [Theory]
    [InlineData(9, 4)]
    [InlineData(4, 9)]
    public void Ranks_RandomFeatures_EqualThoseOfTheSingularValues(int rows, int columns)
    {
        var features = new Matrix(rows, columns);
        RandomStream.For("feature-rank").FillNormal(features.Data);
        double[] s = LinearAlgebra.SingularValues(features);
        var (effective, stable) = FeatureRankObservable.Ranks(features);
        Assert.Equal(Math.Exp(-s.Sum(value => value / s.Sum() * Math.Log(value / s.Sum()))), effective, 1e-10);
        Assert.Equal(s.Sum(value => value * value) / (s[0] * s[0]), stable, 1e-10);
    }

    [Fact]
    public void WeightDrift_OneStepOfDescent_IsTheGradientOverTheWeights()
    {
        var records = Spec.Train(Spec.Bind("{ 'model': { 'kind': 'mlp', 'widths': [3, 5, 2] }, 'init': { 'kind': 'normal' }, 'dtype': 'float64', "
            + "'task': { 'kind': 'gaussian-regression', 'samples': 8, 'inputs': 3, 'outputs': 2 }, 'optimizer': { 'kind': 'gd', 'learningRate': 0.01 }, "
            + "'steps': 1, 'measure': { 'at': { 'every': 1 }, 'observables': ['weight-drift', 'feature-rank', 'gradient-norm', 'weight-norm'] } }"))[0].Records;
        double Norm(string name) => Math.Sqrt(Enumerable.Range(0, records.Columns.Count)
            .Where(c => records.Columns[c].StartsWith(name, StringComparison.Ordinal)).Sum(c => records[0, c] * records[0, c]));
        Assert.Equal(0, records[0, 0]);
        Assert.Equal(0.01 * Norm("gradient-norm") / Norm("weight-norm"), records[1, 0], 1e-12);
        Assert.InRange(records[0, 1], 1, 5);
    }
}
