using LayerDyn.Science.Numerics;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Theory;

namespace LayerDyn.Science.Tests.Theory;

/// <summary>The closed global minimum of linear layers on free features, against gradient descent by plain products from random starts.</summary>
public sealed class FreeFeaturesTests
{
    private static readonly int[] Sizes = [40, 20, 10, 5];

    // lambda_H, then the layers'.
    public static TheoryData<double[]> Penalties => new() { new[] { 0.004, 0.002 }, new[] { 0.002, 0.004, 0.001 }, new[] { 0.001, 0.003, 0.002, 0.004 } };

    [Theory]
    [MemberData(nameof(Penalties))]
    public void Minimum_OfUnequalPenalties_IsWhatDescentReaches(double[] penalties)
    {
        var closed = new FreeFeatures(Sizes, penalties, narrowest: 6);
        var (factors, loss) = Descend(Sizes, penalties, hidden: 6, bias: false);
        Assert.Equal(closed.Loss, loss, 1e-12);
        Assert.True(closed.SingularValue(3) > 1);
        double[] end = LinearAlgebra.SingularValues(factors.Aggregate((map, layer) => LinearAlgebra.Multiply(layer, map)));
        for (int k = 0; k < 4; k++) Assert.Equal(closed.SingularValue(k), end[k], 1e-7);
        for (int factor = 0; factor < penalties.Length; factor++)
        {
            double[] singular = LinearAlgebra.SingularValues(factors[factor]);
            for (int k = 0; k < 4; k++) Assert.Equal(closed.FactorValue(factor, k), singular[k], 1e-6);
        }

        var means = Means(factors[0], Sizes);
        for (int k = 0; k < 4; k++)
            for (int other = 0; other < 4; other++) Assert.Equal(closed.Gram(k, other), LinearAlgebra.Dot(means.Row(k), means.Row(other)), 1e-6);
        for (int n = 0; n < 75; n++) // no spread inside a class
            for (int h = 0; h < 6; h++) Assert.Equal(means[Class(Sizes, n), h], factors[0][h, n], 1e-6);
    }

    [Fact]
    public void Minimum_OfAHiddenLayerNarrowerThanTheClasses_KeepsTheLargest()
    {
        double[] penalties = [0.005, 0.001]; // 75 sqrt(5e-6) = 0.16771
        var closed = new FreeFeatures(Sizes, penalties, narrowest: 2);
        double[] expected = [6.15685, 4.30443, 0, 0];
        for (int k = 0; k < 4; k++) Assert.Equal(expected[k], closed.SingularValue(k), 5e-6);
        var (factors, loss) = Descend(Sizes, penalties, hidden: 2, bias: false);
        Assert.Equal(closed.Loss, loss, 1e-12);
        double[] end = LinearAlgebra.SingularValues(LinearAlgebra.Multiply(factors[1], factors[0]));
        for (int k = 0; k < 2; k++) Assert.Equal(expected[k], end[k], 5e-6);
    }

    [Theory]
    [InlineData(new[] { 0.004, 0.002 })]
    [InlineData(new[] { 0.002, 0.004, 0.001 })]
    public void Minimum_OfEqualClassesWithABias_IsASimplex(double[] penalties)
    {
        int[] sizes = [10, 10, 10, 10];
        var closed = new FreeFeatures(sizes, penalties, narrowest: 6, bias: true);
        var (factors, loss) = Descend(sizes, penalties, hidden: 6, bias: true);
        Assert.Equal(closed.Loss, loss, 1e-12);
        double[] end = LinearAlgebra.SingularValues(factors.Aggregate((map, layer) => LinearAlgebra.Multiply(layer, map)));
        for (int k = 0; k < 4; k++) Assert.Equal(k < 3 ? closed.SingularValue(k) : 0, end[k], 1e-6);
        var means = Means(factors[0], sizes);
        for (int k = 0; k < 4; k++)
            for (int other = 0; other < 4; other++) Assert.Equal(closed.Gram(k, other), LinearAlgebra.Dot(means.Row(k), means.Row(other)), 1e-6);
        Assert.Equal(-1.0 / 3, closed.Gram(0, 1) / closed.Gram(0, 0), 1e-14);
    }

    [Fact]
    public void Minimum_OfAnExperimentWithANarrowLayer_IsBesideWhatIsTrained()
    {
        var outcome = Spec.Train(Spec.Bind("""
            {'model':{'kind':'deep-linear','widths':[75,2,4]},'init':{'kind':'normal','std':1,'fanIn':true },
             'task':{'kind':'balanced-classes','classes':4,'classSizes':[40,20,10,5]},'optimizer':{'kind':'gd','learningRate':0.1,'momentum':0.9,'weightDecay':0.003},
             'steps':6000,'measure':{'at':[0,6000],'observables':['class-singular-value']} }
            """))[0].Records;
        Assert.Equal(Math.Sqrt(40) - 75 * 0.003, outcome[1, 4], 1e-12);
        Assert.Equal([0, 0], [outcome[1, 6], outcome[1, 7]]);
        for (int k = 0; k < 4; k++) Assert.Equal(outcome[1, 4 + k], outcome[1, k], 1e-3);
    }

    [Fact]
    public void Constructor_OfWhatHasNoOneMinimum_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => new FreeFeatures([5, 5, 5], [0.1, 0.1], narrowest: 2));
        Assert.Throws<ArgumentException>(() => new FreeFeatures([5, 6], [0.1, 0.1], narrowest: 2, bias: true));
        Assert.Throws<ArgumentException>(() => new FreeFeatures([5, 6], [0.1], narrowest: 2));
    }

    // Gradient descent with momentum on all factors, the features first: hidden x N, then hidden x hidden ... K x hidden.
    private static (Matrix[] Factors, double Loss) Descend(int[] sizes, double[] penalties, int hidden, bool bias)
    {
        const double Momentum = 0.9;
        double rate = penalties.Length == 2 ? 1 : 0.1;
        int count = sizes.Sum(), classes = sizes.Length;
        var y = new Matrix(classes, count);
        for (int n = 0; n < count; n++) y[Class(sizes, n), n] = 1;
        var stream = RandomStream.For("test/free-features");
        Matrix[] factors = [.. penalties.Select((_, l) => new Matrix(l == penalties.Length - 1 ? classes : hidden, l == 0 ? count : hidden))];
        for (int l = 0; l < factors.Length; l++)
        {
            stream.Child($"{l}").FillNormal(factors[l].Data);
            for (int i = 0; i < factors[l].Data.Length; i++) factors[l].Data[i] *= 0.5;
        }

        Matrix[] velocities = [.. factors.Select(factor => new Matrix(factor.Rows, factor.Columns))];
        double[] offset = new double[classes], offsetVelocity = new double[classes];
        for (int step = 0; ; step++)
        {
            Matrix[] outputs = new Matrix[factors.Length];
            for (int l = 0; l < factors.Length; l++) outputs[l] = l == 0 ? factors[0] : LinearAlgebra.Multiply(factors[l], outputs[l - 1]);
            var error = LinearAlgebra.Subtract(outputs[^1], y);
            for (int k = 0; k < classes; k++)
                for (int n = 0; n < count; n++) error[k, n] += offset[k];
            if (step == 40_000)
            {
                double loss = LinearAlgebra.Inner(error, error) / (2 * count);
                for (int l = 0; l < factors.Length; l++) loss += penalties[l] / 2 * LinearAlgebra.Inner(factors[l], factors[l]);
                return (factors, loss);
            }

            if (bias)
                for (int k = 0; k < classes; k++) offset[k] -= rate * (offsetVelocity[k] = Momentum * offsetVelocity[k] + error.Row(k).ToArray().Average());
            var back = error;
            for (int l = factors.Length - 1; l >= 0; l--)
            {
                var gradient = l == 0 ? back : LinearAlgebra.MultiplyTransposed(back, outputs[l - 1]);
                if (l > 0) back = LinearAlgebra.TransposedMultiply(factors[l], back);
                double[] weights = factors[l].Data, velocity = velocities[l].Data;
                for (int i = 0; i < weights.Length; i++)
                    weights[i] -= rate * (velocity[i] = Momentum * velocity[i] + gradient.Data[i] / count + penalties[l] * weights[i]);
            }
        }
    }

    private static int Class(int[] sizes, int sample)
    {
        int k = 0;
        for (int end = sizes[0]; sample >= end; end += sizes[k]) k++;
        return k;
    }

    // Mean features of the classes in rows.
    private static Matrix Means(Matrix features, int[] sizes)
    {
        var means = new Matrix(sizes.Length, features.Rows);
        for (int n = 0; n < features.Columns; n++)
            for (int h = 0; h < features.Rows; h++) means[Class(sizes, n), h] += features[h, n] / sizes[Class(sizes, n)];
        return means;
    }
}
