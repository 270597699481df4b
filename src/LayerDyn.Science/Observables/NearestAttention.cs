using LayerDyn.Science.Numerics;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Observables;

/// <summary>
/// The linear attention <c>f = beta^T M x_q</c> nearest to any net on the prompts of an in-context regression's test: the M of least squares of the net's
/// outputs on the D^2 products <c>beta_i x_qj</c>. Of linear attention it is its own M, whatever the prompts.
/// </summary>
internal sealed class NearestAttention
{
    // The products in units of their standard deviations sqrt(gamma_i lambda_j), so that small modes are determined as well as large ones.
    private readonly double[] _units;
    private readonly Matrix _products, _gram;

    private NearestAttention(InContextRegressionTask task, Matrix prompts)
    {
        _units = [.. task.TestPopulation.Moments().Variances!.Select(Math.Sqrt)];
        _products = task.Products(prompts);
        for (int n = 0; n < _products.Rows; n++)
            for (int i = 0; i < _units.Length; i++) _products[n, i] /= _units[i];
        _gram = LinearAlgebra.TransposedMultiply(_products, _products);
    }

    /// <summary>M, 1 x D^2, row after row; null where the prompts do not determine it.</summary>
    /// <param name="snapshot">A net on whole prompts.</param>
    public static Matrix? Map(ISnapshot snapshot)
    {
        var (task, test) = ((InContextRegressionTask)snapshot.Experiment.Task, snapshot.Data.Test!);
        var kept = snapshot.Keep(typeof(NearestAttention), () => new NearestAttention(task, test.X));
        var map = LinearAlgebra.DivideByPositive(LinearAlgebra.TransposedMultiply(snapshot.Predict(test), kept._products), kept._gram);
        if (map is not null)
            for (int i = 0; i < map.Columns; i++) map[0, i] /= kept._units[i];
        return map;
    }
}
