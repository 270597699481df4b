using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Observables;

/// <summary>
/// Laziness of a scalar network (Nam et al. 2025, arXiv 2502.21009, figure 7): <c>gamma-plus</c> is the factor by which
/// <c>sum (a_i + b_i)^2</c> will grow to convergence, predicted from the initial weights; <c>gamma-plus.growth</c> is the factor measured so
/// far, which ends at the prediction. Far above 1 is rich, about 1 lazy.
/// </summary>
[Kind("gamma-plus", "predicted and measured growth of sum (a + b)^2 of a scalar network")]
public sealed record GammaPlusObservable : Observable
{
    /// <inheritdoc/>
    public override string Symbol => "γ+";

    /// <inheritdoc/>
    public override bool AssumesOneRate => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns(Experiment experiment) => ["gamma-plus", "gamma-plus.growth"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> InitialColumns => ["gamma-plus"];

    /// <inheritdoc/>
    public override string? Unsupported(Experiment experiment) => ScalarNet.Unsupported(experiment);

    /// <inheritdoc/>
    public override void Measure(ISnapshot snapshot, Span<double> values)
    {
        values[0] = ScalarNet.Laziness(snapshot, snapshot.InitialParameters).Value;
        values[1] = SumOfSquares(snapshot.Parameters) / SumOfSquares(snapshot.InitialParameters);
    }

    private static double SumOfSquares(IReadOnlyList<Matrix> weights)
    {
        double sum = 0;
        for (int i = 0; i < weights[0].Data.Length; i++)
        {
            double both = weights[0].Data[i] + weights[1].Data[i];
            sum += both * both;
        }

        return sum;
    }
}
