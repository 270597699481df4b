using LayerDyn.Science.Numerics;
using LayerDyn.Science.Observables;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Theory.Riccati;

namespace LayerDyn.Science.Tests.Theory;

public sealed class TwoLayerKernelTests
{
    [Theory]
    [InlineData(2, 2, 2, 5)]
    [InlineData(4, 3, 2, 3)]
    [InlineData(2, 5, 4, 6)]
    public void Distance_AgainstTheExplicitKernel_Agrees(int inputs, int hidden, int outputs, int samples)
    {
        var x = Random(inputs, samples, "X");
        Matrix[] start = [Random(hidden, inputs, "W1"), Random(outputs, hidden, "W2")], end = [Random(hidden, inputs, "V1"), Random(outputs, hidden, "V2")];
        double[] k0 = Kernel(start[0], start[1], x), k1 = Kernel(end[0], end[1], x);
        double expected = 1 - Dot(k0, k1) / Math.Sqrt(Dot(k0, k0) * Dot(k1, k1));
        var kernel = new TwoLayerKernel(LinearAlgebra.Multiply(x, LinearAlgebra.Transpose(x)), TwoLayerBlocks.Of(start[0], start[1]));
        Assert.Equal(expected, kernel.Distance(TwoLayerBlocks.Of(end[0], end[1])), 1e-13);
        Assert.Equal(0, kernel.Distance(TwoLayerBlocks.Of(start[0], start[1])), 1e-14);
    }

    [Fact]
    public void ImbalanceNorm_AgainstTheWeights_Agrees()
    {
        Matrix w1 = Random(3, 4, "W1"), w2 = Random(2, 3, "W2");
        var (left, right) = (LinearAlgebra.Multiply(LinearAlgebra.Transpose(w2), w2), LinearAlgebra.Multiply(w1, LinearAlgebra.Transpose(w1)));
        double expected = Math.Sqrt(left.Data.Zip(right.Data, (a, b) => (a - b) * (a - b)).Sum());
        Assert.Equal(expected, TwoLayerBlocks.Of(w1, w2).ImbalanceNorm(), 1e-12);
    }

    // K[(o,s),(p,r)] = sum over all weights of df_o(x_s)/dw df_p(x_r)/dw, from the derivatives themselves.
    private static double[] Kernel(Matrix w1, Matrix w2, Matrix x)
    {
        int samples = x.Columns, outputs = w2.Rows, hidden = w1.Rows, inputs = w1.Columns;
        var features = LinearAlgebra.Multiply(w1, x);
        double[][] jacobian = new double[samples * outputs][];
        for (int s = 0; s < samples; s++)
            for (int o = 0; o < outputs; o++)
            {
                double[] row = new double[hidden * inputs + outputs * hidden];
                for (int h = 0; h < hidden; h++)
                {
                    for (int i = 0; i < inputs; i++) row[h * inputs + i] = w2[o, h] * x[i, s];
                    row[hidden * inputs + o * hidden + h] = features[h, s];
                }

                jacobian[s * outputs + o] = row;
            }

        return [.. jacobian.SelectMany(a => jacobian.Select(b => Dot(a, b)))];
    }

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    private static Matrix Random(int rows, int columns, string name)
    {
        var matrix = new Matrix(rows, columns);
        RandomStream.For($"kernel-test/{rows}/{columns}").Child(name).FillNormal(matrix.Data);
        return matrix;
    }
}
