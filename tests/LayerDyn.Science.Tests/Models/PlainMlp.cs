using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Tests.Models;

/// <summary>A multilayer perceptron in plain loops, straight from its definition, with derivatives by central differences.</summary>
internal static class PlainMlp
{
    /// <summary>Outputs, n x out, for inputs n x in.</summary>
    public static Matrix Predict(MlpModel model, IReadOnlyList<Matrix> parameters, Matrix inputs)
    {
        var outputs = new Matrix(inputs.Rows, model.Widths[^1]);
        int stride = model.Biases ? 2 : 1, layers = model.Widths.Count - 1;
        for (int n = 0; n < inputs.Rows; n++)
        {
            double[] x = inputs.Row(n).ToArray();
            for (int layer = 0; layer < layers; layer++)
            {
                var weight = parameters[stride * layer];
                double[] next = new double[weight.Rows];
                for (int i = 0; i < next.Length; i++)
                {
                    next[i] = model.Biases ? parameters[stride * layer + 1].Data[i] : 0;
                    for (int j = 0; j < x.Length; j++) next[i] += weight[i, j] * x[j];
                    if (layer < layers - 1) next[i] = Activate(model.Activation, next[i]);
                }

                x = next;
            }

            for (int i = 0; i < x.Length; i++) outputs[n, i] = model.OutputScale * x[i];
        }

        return outputs;
    }

    /// <summary>The gradient of a function of the parameters.</summary>
    public static double[][] Gradient(IReadOnlyList<Matrix> parameters, Func<double> loss)
    {
        const double Step = 1e-5;
        return [.. parameters.Select(parameter => parameter.Data.Select((value, i) =>
        {
            parameter.Data[i] = value + Step;
            double up = loss();
            parameter.Data[i] = value - Step;
            double down = loss();
            parameter.Data[i] = value;
            return (up - down) / (2 * Step);
        }).ToArray())];
    }

    private static double Activate(Activation activation, double x) => activation switch
    {
        Activation.Linear => x,
        Activation.Relu => Math.Max(0, x),
        Activation.Tanh => Math.Tanh(x),
        Activation.Square => x * x,
        _ => x * NormalDistribution(x), // gelu
    };

    // Phi(x) = 1/2 + phi(x) (x + x^3/3 + x^5/15 + ...), a series that converges everywhere.
    private static double NormalDistribution(double x)
    {
        double term = x, sum = x;
        for (int k = 3; Math.Abs(term) > 1e-18; k += 2) sum += term *= x * x / k;
        return 0.5 + sum * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);
    }
}
