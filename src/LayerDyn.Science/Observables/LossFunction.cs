using LayerDyn.Science.Experiments;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Observables;

/// <summary>The loss of predictions on a set.</summary>
public static class LossFunction
{
    /// <summary>The loss of <paramref name="predictions"/> (n x out) by the convention of <paramref name="kind"/>.</summary>
    public static double Evaluate(LossKind kind, Matrix predictions, Dataset set)
    {
        if (kind == LossKind.CrossEntropy) return CrossEntropy(predictions, set.Labels!);
        double sum = 0;
        for (int i = 0; i < predictions.Data.Length; i++)
        {
            double error = predictions.Data[i] - set.Y.Data[i];
            sum += error * error;
        }

        return OfMeanSquare(kind, sum / set.Count, predictions.Columns);
    }

    /// <summary>The factor of a squared loss relative to <see cref="LossKind.Mse"/>, and so of its gradients.</summary>
    public static double FactorOnMse(LossKind kind, int outputs) => kind switch
    {
        LossKind.Mse => 1,
        LossKind.MseMean => 2.0 / outputs,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "not a squared loss"),
    };

    /// <summary>A squared loss by the convention of <paramref name="kind"/>, from the mean of <c>||f - y||^2</c> over the samples.</summary>
    public static double OfMeanSquare(LossKind kind, double meanSquare, int outputs) => meanSquare / 2 * FactorOnMse(kind, outputs);

    private static double CrossEntropy(Matrix logits, int[] labels)
    {
        double sum = 0;
        for (int i = 0; i < logits.Rows; i++)
        {
            var row = logits.Row(i);
            double largest = double.NegativeInfinity, total = 0;
            foreach (double logit in row) largest = Math.Max(largest, logit);
            foreach (double logit in row) total += PortableMath.Exp(logit - largest);
            sum += largest + PortableMath.Log(total) - row[labels[i]];
        }

        return sum / logits.Rows;
    }
}
