using System.Globalization;
using System.Runtime.InteropServices;
using LayerDyn.Science.Files;

namespace LayerDyn.Client.Tests.Commands;

/// <summary>Anyone's experiment can be replayed: X, Y, W1 and W2 from .npy files against the published algorithm.</summary>
public sealed class ReplayTests : IDisposable
{
    private const int Inputs = 3, Hidden = 4, Outputs = 2, Samples = 7, Steps = 4000;
    private const double LearningRate = 0.01;

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task NpyFiles_AfterFourThousandSteps_AgreeWithThePublishedAlgorithm()
    {
        double[] x = Numbers(Inputs * Samples, 1), y = Numbers(Outputs * Samples, 2), w1 = Numbers(Hidden * Inputs, 3), w2 = Numbers(Outputs * Hidden, 4);
        Save("X.npy", x, Inputs, Samples);
        Save("Y.npy", y, Outputs, Samples);
        Save("W1.npy", w1, Hidden, Inputs);
        Save("W2.npy", w2, Outputs, Hidden);
        _workspace.Write("replay.yaml", $$"""
            name: replay
            model: { kind: deep-linear, widths: [{{Inputs}}, {{Hidden}}, {{Outputs}}] }
            init: { kind: file, paths: [W1.npy, W2.npy] }
            task: { kind: file, inputs: X.npy, targets: Y.npy, layout: features-first }
            optimizer: { kind: gd, learningRate: 0.01 }
            steps: {{Steps}}
            measure: { at: [0], observables: [loss, kernel-distance, weight-norm] }
            """);
        var (exit, _, error) = await CommandLine.RunAsync(_workspace.Folder, "run", "replay.yaml", "--out", "out");
        Assert.Equal(("", 0), (error, exit));
        await CommandLine.RunAsync(_workspace.Folder, "export", "--out", "out", "--what", "results", "--to", "results.csv");
        string[][] table = [.. File.ReadAllLines(Path.Combine(_workspace.Folder, "results.csv")).Select(line => line.Split(','))];
        double Value(string column) => double.Parse(table[1][Array.IndexOf(table[0], column)], CultureInfo.InvariantCulture);

        double[] kernel0 = Kernel(w1, w2, x);
        Train(x, y, w1, w2);
        double[] kernel = Kernel(w1, w2, x);
        double distance = 1 - Dot(kernel0, kernel) / Math.Sqrt(Dot(kernel0, kernel0) * Dot(kernel, kernel));
        Assert.Equal(distance, Value("kernel-distance"), 1e-9);
        Near(Math.Sqrt(Dot(w1, w1)), Value("weight-norm.1"));
        Near(Math.Sqrt(Dot(w2, w2)), Value("weight-norm.2"));
        double[] residual = Residual(x, y, w1, w2);
        Near(Dot(residual, residual) / (2 * Samples), Value("loss"));
    }

    private static void Near(double expected, double actual) => Assert.Equal(1, actual / expected, 1e-9);

    /// <summary>dW1 = W2^T (W2 W1 X - Y) X^T / n and dW2 = (W2 W1 X - Y) (W1 X)^T / n, in plain loops.</summary>
    private static void Train(double[] x, double[] y, double[] w1, double[] w2)
    {
        for (int step = 0; step < Steps; step++)
        {
            double[] residual = Residual(x, y, w1, w2);
            double[] hidden = Multiply(w1, x, Hidden, Inputs, Samples);
            double[] back = Multiply(Transpose(w2, Outputs, Hidden), residual, Hidden, Outputs, Samples);
            double[] gradient1 = Multiply(back, Transpose(x, Inputs, Samples), Hidden, Samples, Inputs);
            double[] gradient2 = Multiply(residual, Transpose(hidden, Hidden, Samples), Outputs, Samples, Hidden);
            for (int i = 0; i < w1.Length; i++) w1[i] -= LearningRate * gradient1[i] / Samples;
            for (int i = 0; i < w2.Length; i++) w2[i] -= LearningRate * gradient2[i] / Samples;
        }
    }

    private static double[] Residual(double[] x, double[] y, double[] w1, double[] w2)
    {
        double[] output = Multiply(w2, Multiply(w1, x, Hidden, Inputs, Samples), Outputs, Hidden, Samples);
        for (int i = 0; i < output.Length; i++) output[i] -= y[i];
        return output;
    }

    /// <summary>The tangent kernel built whole: the Jacobian of every output on every sample, times its transpose.</summary>
    private static double[] Kernel(double[] w1, double[] w2, double[] x)
    {
        int rows = Samples * Outputs, columns = Hidden * Inputs + Outputs * Hidden;
        double[] jacobian = new double[rows * columns], hidden = Multiply(w1, x, Hidden, Inputs, Samples);
        for (int n = 0; n < Samples; n++)
            for (int o = 0; o < Outputs; o++)
                for (int h = 0; h < Hidden; h++)
                {
                    int row = (n * Outputs + o) * columns;
                    for (int i = 0; i < Inputs; i++) jacobian[row + h * Inputs + i] = w2[o * Hidden + h] * x[i * Samples + n];
                    jacobian[row + Hidden * Inputs + o * Hidden + h] = hidden[h * Samples + n];
                }

        return Multiply(jacobian, Transpose(jacobian, rows, columns), rows, columns, rows);
    }

    private static double[] Multiply(double[] a, double[] b, int rows, int inner, int columns)
    {
        double[] product = new double[rows * columns];
        for (int i = 0; i < rows; i++)
            for (int k = 0; k < inner; k++)
                for (int j = 0; j < columns; j++) product[i * columns + j] += a[i * inner + k] * b[k * columns + j];
        return product;
    }

    private static double[] Transpose(double[] a, int rows, int columns)
    {
        double[] transpose = new double[a.Length];
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < columns; j++) transpose[j * rows + i] = a[i * columns + j];
        return transpose;
    }

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    /// <summary>Fixed numbers in (-1, 1) that have nothing to do with the product's streams.</summary>
    private static double[] Numbers(int count, int set) => [.. Enumerable.Range(1, count).Select(i => Math.Sin(i * 12.9898 + set * 78.233))];

    private void Save(string name, double[] values, int rows, int columns) =>
        File.WriteAllBytes(Path.Combine(_workspace.Folder, name), Npy.Write(new FileArray(ElementType.Float64, [rows, columns], MemoryMarshal.AsBytes(values.AsSpan()).ToArray())));
}
