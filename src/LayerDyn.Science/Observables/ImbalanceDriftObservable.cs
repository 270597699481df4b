using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Observables;

/// <summary>
/// Drift of the conserved quantity from step 0: the largest, over adjacent layers, Frobenius norm of the change of
/// <c>W_{l+1}^T W_{l+1} - W_l W_l^T</c> (for diagonal networks of <c>w_{l+1}^2 - w_l^2</c>). Gradient flow conserves it exactly, so the
/// drift measures the step-size error of a run (Saxe et al. 2014, arXiv 1312.6120). Of linear attention it is the larger of the changes of the
/// <c>v_h^2 - |K_h|_F^2</c> and of the <c>K_h K_h^T - Q_h Q_h^T</c> of all heads; merged heads are two layers, U and v.
/// </summary>
[Kind("imbalance-drift", "drift of the conserved quantity W2^T W2 - W1 W1^T from step 0 (linear models)")]
public sealed record ImbalanceDriftObservable : Observable
{
    /// <inheritdoc/>
    public override bool NeedsMapAlone => true;

    /// <inheritdoc/>
    public override bool FollowsSequences => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns(Experiment experiment) => ["imbalance-drift"];

    /// <inheritdoc/>
    public override string? Unsupported(Experiment experiment) =>
        LayerForm.Of(experiment) is { Depth: >= 2 } || AttentionForm.Of(experiment) is not null ? null : "needs a linear model of at least two layers";

    /// <inheritdoc/>
    public override void Measure(ISnapshot snapshot, Span<double> values)
    {
        if (AttentionForm.Of(snapshot.Experiment) is { } attention)
        {
            values[0] = attention.Conserved(snapshot.Parameters).Zip(attention.Conserved(snapshot.InitialParameters),
                (now, start) => LinearAlgebra.Norm(LinearAlgebra.Subtract(now, start))).Max();
            return;
        }

        var form = LayerForm.Of(snapshot.Experiment)!;
        double largest = 0;
        for (int layer = 0; layer + 1 < form.Depth; layer++)
        {
            var now = Conserved(form, snapshot.Parameters, layer);
            var start = Conserved(form, snapshot.InitialParameters, layer);
            largest = Math.Max(largest, LinearAlgebra.Norm(LinearAlgebra.Subtract(now, start)));
        }

        values[0] = largest;
    }

    private static Matrix Conserved(LayerwiseForm form, IReadOnlyList<Matrix> parameters, int layer)
    {
        var (lower, upper) = (parameters[layer], parameters[layer + 1]);
        if (form.Kind == LayerwiseKind.Dense)
            return LinearAlgebra.Subtract(LinearAlgebra.TransposedMultiply(upper, upper), LinearAlgebra.MultiplyTransposed(lower, lower));
        var difference = new Matrix(1, lower.Columns);
        for (int i = 0; i < lower.Columns; i++) difference[0, i] = upper[0, i] * upper[0, i] - lower[0, i] * lower[0, i];
        return difference;
    }
}
