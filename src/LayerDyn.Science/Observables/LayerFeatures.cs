using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Training;
using LayerDyn.Science.Training.Mlp;

namespace LayerDyn.Science.Observables;

/// <summary>What the layers of a network see and give on the training inputs, and how it is compared.</summary>
internal static class LayerFeatures
{
    /// <summary>Number of layers.</summary>
    public static int Layers(Experiment experiment) => Widths(experiment) is { } widths ? widths.Count - 1 : 0;

    /// <summary>Why there is none, as a rule; null where there is.</summary>
    public static string? Unsupported(Experiment experiment) =>
        Widths(experiment) is null ? "needs a model of dense linear layers or an mlp" : null;

    /// <summary>Rough time of the features of all layers and the products of each with itself and the next, in seconds on one core: for estimates alone.</summary>
    public static double Seconds(Experiment experiment)
    {
        double samples = experiment.Task.Shape.Samples ?? 10_000, products = 0;
        var widths = Widths(experiment)!;
        for (int l = 0; l < widths.Count; l++) products += (double)widths[l] * (widths[l] + (l > 0 ? 2.0 * widths[l - 1] : 0));
        return samples * products / 4e9;
    }

    /// <summary>Inputs, hidden layers after their activations, and outputs without their scale, each n x width and centred: its columns have mean 0.</summary>
    public static Matrix[] Centred(ISnapshot snapshot)
    {
        var inputs = snapshot.Data.Train.X;
        var model = snapshot.Experiment.Model as MlpModel ?? new MlpModel { Widths = Widths(snapshot.Experiment)!, Activation = Activation.Linear, Biases = false };
        var reads = MlpReads.Of(model, snapshot.Parameters, inputs);

        // A last bias is the same for all samples.
        var outputs = MatrixProduct.OfTransposed(reads[^1], snapshot.Parameters[model.Biases ? ^2 : ^1]);
        reads[0] = new Matrix(inputs.Rows, inputs.Columns, [.. inputs.Data]);
        Matrix[] features = [.. reads, outputs];
        foreach (var layer in features) Centre(layer);
        return features;
    }

    /// <summary><c>A^T B</c> of features n x p and n x q: p x q.</summary>
    public static Matrix Product(Matrix a, Matrix b)
    {
        var product = new Matrix(a.Columns, b.Columns);
        MatrixProduct.Run(product, a, b, transposeA: true);
        return product;
    }

    private static void Centre(Matrix features)
    {
        double[] mean = new double[features.Columns];
        for (int n = 0; n < features.Rows; n++) LinearAlgebra.AddMultiple(1.0 / features.Rows, features.Row(n), mean);
        for (int n = 0; n < features.Rows; n++) LinearAlgebra.AddMultiple(-1, mean, features.Row(n));
    }

    private static IReadOnlyList<int>? Widths(Experiment experiment) =>
        experiment.Model is MlpModel mlp ? mlp.Widths : LayerForm.Of(experiment) is { Kind: LayerwiseKind.Dense } form ? form.Widths : null;
}
