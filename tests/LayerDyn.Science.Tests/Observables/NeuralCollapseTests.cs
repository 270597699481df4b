using LayerDyn.Science.Numerics;
using LayerDyn.Science.Observables;
using LayerDyn.Science.Randomness;

namespace LayerDyn.Science.Tests.Observables;

public sealed class NeuralCollapseTests
{
    [Fact]
    public void ClassFeatures_ExactCollapse_GivesTheLimits()
    {
        // Three samples on each vertex of a simplex in 6 dimensions, away from the origin.
        const int Classes = 4;
        var vertices = new Matrix(Classes, 6);
        for (int c = 0; c < Classes; c++)
            for (int k = 0; k < Classes; k++) vertices[c, k] = (c == k ? 1 : 0) - 1.0 / Classes;
        var features = new Matrix(12, 6);
        int[] labels = new int[12];
        for (int i = 0; i < 12; i++)
        {
            labels[i] = i % Classes;
            for (int k = 0; k < 6; k++) features[i, k] = 5 * vertices[labels[i], k] + k;
        }

        var measured = new ClassFeatures(features, labels, Classes);
        Assert.Equal(0, measured.WithinOverBetween(), 1e-14);
        Assert.Equal(0, measured.NormSpread(), 1e-14);
        Assert.Equal(-1.0 / 3, measured.Cosines().Mean, 1e-14);
        Assert.Equal(0, measured.Cosines().Deviation, 1e-14);
        Assert.Equal(0, measured.Misalignment(new Matrix(Classes, 6, [.. vertices.Data.Select(value => 0.3 * value)])), 1e-14);
        Assert.Equal(0, measured.Disagreement(LinearAlgebra.MultiplyTransposed(features, vertices)));
    }

    [Fact]
    public void ClassFeatures_RandomFeatures_EqualsTheDefinitions()
    {
        const int Classes = 3, Samples = 20, Width = 5;
        var features = new Matrix(Samples, Width);
        RandomStream.For("nc/features").FillNormal(features.Data);
        int[] labels = [.. Enumerable.Range(0, Samples).Select(i => i * i % 7 % Classes)];
        var (weight, outputs) = (new Matrix(Classes, Width), new Matrix(Samples, Classes));
        RandomStream.For("nc/weight").FillNormal(weight.Data);
        RandomStream.For("nc/outputs").FillNormal(outputs.Data);
        var measured = new ClassFeatures(features, labels, Classes);

        double[][] means = [.. Enumerable.Range(0, Classes).Select(c => Mean(Enumerable.Range(0, Samples).Where(i => labels[i] == c).Select(i => features.Row(i).ToArray())))];
        double[] centre = Mean(means);
        var (within, between) = (new Matrix(Width, Width), new Matrix(Width, Width));
        for (int a = 0; a < Width; a++)
            for (int b = 0; b < Width; b++)
            {
                for (int i = 0; i < Samples; i++) within[a, b] += (features[i, a] - means[labels[i]][a]) * (features[i, b] - means[labels[i]][b]) / Samples;
                foreach (double[] mean in means) between[a, b] += (mean[a] - centre[a]) * (mean[b] - centre[b]) / Classes;
            }

        Assert.Equal(LinearAlgebra.Trace(LinearAlgebra.Multiply(within, LinearAlgebra.PseudoInverse(between))) / Classes, measured.WithinOverBetween(), 1e-9);
        double[] norms = [.. means.Select(mean => Math.Sqrt(mean.Zip(centre, (m, c) => (m - c) * (m - c)).Sum()))];
        Assert.Equal(Math.Sqrt(norms.Sum(norm => Math.Pow(norm - norms.Average(), 2)) / Classes) / norms.Average(), measured.NormSpread(), 1e-12);
        double[] cosines = [.. new[] { (0, 1), (0, 2), (1, 2) }.Select(pair =>
            Enumerable.Range(0, Width).Sum(k => (means[pair.Item1][k] - centre[k]) * (means[pair.Item2][k] - centre[k])) / norms[pair.Item1] / norms[pair.Item2])];
        Assert.Equal(cosines.Average(), measured.Cosines().Mean, 1e-12);
        Assert.Equal(cosines.Average(cosine => Math.Abs(cosine + 0.5)), measured.Cosines().Deviation, 1e-12);

        double weightNorm = Math.Sqrt(weight.Data.Sum(value => value * value)), meansNorm = Math.Sqrt(norms.Sum(norm => norm * norm)), nc3 = 0;
        for (int c = 0; c < Classes; c++)
            for (int k = 0; k < Width; k++) nc3 += Math.Pow(weight[c, k] / weightNorm - (means[c][k] - centre[k]) / meansNorm, 2);
        Assert.Equal(Math.Sqrt(nc3), measured.Misalignment(weight), 1e-12);

        int differing = Enumerable.Range(0, Samples).Count(i =>
            Enumerable.Range(0, Classes).MinBy(c => features.Row(i).ToArray().Zip(means[c], (h, m) => (h - m) * (h - m)).Sum())
            != Enumerable.Range(0, Classes).MaxBy(c => outputs[i, c]));
        Assert.Equal((double)differing / Samples, measured.Disagreement(outputs), 1e-15);
    }

    [Theory]
    [InlineData("linear")]
    [InlineData("relu")]
    public void Train_UnconstrainedFeaturesWithWeightDecay_Collapse(string activation)
    {
        var records = Spec.Train(Spec.Bind($"{{ 'model': {{ 'kind': 'mlp', 'widths': [12, 10, 3], 'activation': '{activation}' }}, "
            + "'init': { 'kind': 'normal', 'std': 0.5 }, 'task': { 'kind': 'balanced-classes', 'classes': 3, 'samplesPerClass': 4 }, "
            + "'optimizer': { 'kind': 'sgd', 'learningRate': 0.2, 'momentum': 0.9, 'weightDecay': 0.002 }, 'dtype': 'float64', 'steps': 1200, "
            + "'measure': { 'at': { 'steps': [1200] }, 'observables': ['neural-collapse'] } }"))[0].Records;
        Assert.Equal(["nc1", "nc2-norm", "nc2-cosine", "nc2-angle", "nc3", "nc4"], records.Columns);
        int last = records.Rows - 1;
        Assert.InRange(records[last, 0], 0, records[0, 0] / 100);
        Assert.Equal(-0.5, records[last, 2], 0.02);
        Assert.InRange(records[last, 4], 0, records[0, 4] / 3);
        Assert.Equal(0, records[last, 5]);
    }

    private static double[] Mean(IEnumerable<double[]> vectors)
    {
        double[][] all = [.. vectors];
        return [.. Enumerable.Range(0, all[0].Length).Select(k => all.Average(vector => vector[k]))];
    }
}
