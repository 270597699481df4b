using LayerDyn.Science.Models;

namespace LayerDyn.Science.Tests.Models;

/// <summary>The transformer written as plain loops over scalars, every token through every block: independent of torch.</summary>
internal sealed class PlainTransformer(TransformerModel model, IReadOnlyDictionary<string, double[]> weights)
{
    private readonly int _d = model.DModel;

    public double[] Forward(double[] input, bool areTokens, int outputs)
    {
        int n = input.Length;
        double[][] stream = [.. Enumerable.Range(0, n).Select(i => Vector(c =>
            (areTokens ? weights["tokens"][(int)input[i] * _d + c] : input[i] * weights["coordinates"][i * _d + c]) + weights["positions"][i * _d + c]))];
        for (int layer = 1; layer <= model.Layers; layer++)
        {
            string at = $"layer{layer}.";
            double[][] attended = Attend([.. stream.Select(token => Norm(token, at + "norm1"))], at);
            stream = [.. stream.Select((token, i) => Vector(c => token[c] + attended[i][c]))];
            stream = [.. stream.Select(token =>
            {
                double[] hidden = [.. Affine(Norm(token, at + "norm2"), at + "mlp1", model.DMlp).Select(Activate)];
                double[] added = Affine(hidden, at + "mlp2", _d);
                return Vector(c => token[c] + added[c]);
            })];
        }

        double[] last = Norm(stream[^1], "norm");
        return [.. Times("readout", last, outputs).Select(value => value * model.OutputScale)];
    }

    private double[][] Attend(double[][] tokens, string at)
    {
        int n = tokens.Length, width = _d / model.Heads;
        double[][] query = [.. tokens.Select(t => Times(at + "query", t, _d))], key = [.. tokens.Select(t => Times(at + "key", t, _d))];
        double[][] value = [.. tokens.Select(t => Times(at + "value", t, _d))], mixed = [.. tokens.Select(_ => new double[_d])];
        for (int head = 0; head < model.Heads; head++)
            for (int i = 0; i < n; i++)
            {
                double[] share = new double[n];
                for (int j = 0; j < n; j++)
                    for (int c = head * width; c < (head + 1) * width; c++) share[j] += query[i][c] * key[j][c] / Math.Sqrt(width);
                if (model.Activation == Activation.Linear) for (int j = 0; j < n; j++) share[j] /= n;
                else
                {
                    double total = share.Sum(Math.Exp);
                    for (int j = 0; j < n; j++) share[j] = Math.Exp(share[j]) / total;
                }

                for (int j = 0; j < n; j++)
                    for (int c = head * width; c < (head + 1) * width; c++) mixed[i][c] += share[j] * value[j][c];
            }

        return [.. mixed.Select(token => Times(at + "output", token, _d))];
    }

    private double[] Norm(double[] x, string name)
    {
        if (!model.LayerNorm) return x;
        double mean = x.Average(), variance = x.Average(value => (value - mean) * (value - mean));
        return Vector(c => (x[c] - mean) / Math.Sqrt(variance + 1e-5) * weights[name + ".gain"][c] + weights[name + ".bias"][c]);
    }

    private double[] Affine(double[] x, string name, int rows)
    {
        double[] y = Times(name + ".weight", x, rows);
        if (model.Biases) for (int r = 0; r < rows; r++) y[r] += weights[name + ".bias"][r];
        return y;
    }

    private double[] Times(string name, double[] x, int rows)
    {
        double[] y = new double[rows];
        for (int r = 0; r < rows; r++)
            for (int c = 0; c < x.Length; c++) y[r] += weights[name][r * x.Length + c] * x[c];
        return y;
    }

    private double Activate(double x) => model.Activation switch
    {
        Activation.Relu => Math.Max(x, 0),
        Activation.Tanh => Math.Tanh(x),
        Activation.Gelu => x * NormalDistribution(x),
        _ => x,
    };

    // By Simpson's rule from 0: independent of the product's own special functions.
    private static double NormalDistribution(double x)
    {
        const int Intervals = 2000;
        double h = x / Intervals, sum = Density(0) + Density(x);
        for (int i = 1; i < Intervals; i++) sum += Density(i * h) * (i % 2 == 1 ? 4 : 2);
        return 0.5 + sum * h / 3;

        static double Density(double t) => Math.Exp(-t * t / 2) / Math.Sqrt(2 * Math.PI);
    }

    private double[] Vector(Func<int, double> at) => [.. Enumerable.Range(0, _d).Select(at)];
}
