using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;

namespace LayerDyn.Science.Observables;

/// <summary>
/// Neural collapse (Papyan, Han and Donoho 2020, arXiv 2008.08186) of the training features H (n x d) with C classes: features fall
/// onto their class means, the means become a simplex, and the last layer aligns with them. Columns:
/// <list type="bullet">
/// <item><c>nc1</c>: <c>tr(Sigma_W Sigma_B^+) / C</c>, within-class over between-class covariance; 0 when collapsed;</item>
/// <item><c>nc2-norm</c>: standard deviation over mean of the norms of the centred class means; 0 when equinorm;</item>
/// <item><c>nc2-cosine</c>: mean cosine of pairs of centred class means; -1/(C-1) for a simplex;</item>
/// <item><c>nc2-angle</c>: mean <c>|cosine + 1/(C-1)|</c> of the pairs; 0 for a simplex;</item>
/// <item><c>nc3</c>: <c>||W^T/|W| - M/|M| ||_F</c> of the last layer W and the centred means M; 0 when aligned;</item>
/// <item><c>nc4</c>: share of samples that the network and the nearest class mean put into different classes.</item>
/// </list>
/// Centred means are class means less their own mean, so that classes count equally.
/// </summary>
[Kind("neural-collapse", "nc1, nc2-norm, nc2-cosine, nc2-angle, nc3, nc4 of the training features")]
public sealed record NeuralCollapseObservable : Observable
{
    private static readonly string[] Names = ["nc1", "nc2-norm", "nc2-cosine", "nc2-angle", "nc3", "nc4"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns(Experiment experiment) => Names;

    /// <inheritdoc/>
    public override string? Unsupported(Experiment experiment)
    {
        var shape = experiment.Task.Shape;
        if (!shape.IsClassification || shape.Outputs < 2) return "needs a task with classes";
        var weights = experiment.Model.Parameters(shape).Where(parameter => parameter.Role == ParameterRole.Weight).ToArray();
        return weights.Length > 1 && weights[^1].Dimensions.Count == 2 && weights[^1].Dimensions[0] == shape.Outputs
            ? null
            : "needs a model of two layers or more with a matrix as its last layer";
    }

    /// <inheritdoc/>
    public override void Measure(ISnapshot snapshot, Span<double> values)
    {
        var set = snapshot.Data.Train;
        var shapes = snapshot.Experiment.Model.Parameters(snapshot.Experiment.Task.Shape);
        int last = shapes.Count - 1;
        while (shapes[last].Role != ParameterRole.Weight) last--;
        var features = new ClassFeatures(snapshot.Features(set), set.Labels!, set.Y.Columns);
        values[0] = features.WithinOverBetween();
        values[1] = features.NormSpread();
        (values[2], values[3]) = features.Cosines();
        values[4] = features.Misalignment(snapshot.Parameters[last]);
        values[5] = features.Disagreement(snapshot.Predict(set));
    }
}
