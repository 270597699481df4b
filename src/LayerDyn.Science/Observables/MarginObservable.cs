using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Observables;

/// <summary>
/// Margins of the training samples: by how much the output of the true class exceeds the largest other one, or the output times the sign of the target
/// where targets are signs; negative for samples predicted wrong. Columns: <c>margin.min</c> and <c>margin.mean</c>, and for nets whose output is
/// homogeneous of degree L in their weights (L layers, linear or relu, no biases) <c>margin.normalised</c>, <c>min / |w|^L</c>, which gradient descent on
/// separable classes drives up long after the loss is small (Lyu, Li 2020, "Gradient descent maximizes the margin of homogeneous neural networks").
/// </summary>
[Kind("margin", "least, mean and normalised margin of the training samples")]
public sealed record MarginObservable : Observable
{
    private static readonly string[] Names = ["margin.min", "margin.mean", "margin.normalised"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns(Experiment experiment) => IsHomogeneous(experiment) ? Names : Names[..2];

    /// <inheritdoc/>
    public override string? Unsupported(Experiment experiment) =>
        experiment.Task.Shape is { IsClassification: true, Outputs: > 1 } or { IsClassification: false, Outputs: 1 } ? null
            : "needs classes, or one output whose sign is predicted";

    /// <inheritdoc/>
    public override void Measure(ISnapshot snapshot, Span<double> values)
    {
        var set = snapshot.Data.Train;
        var outputs = snapshot.Predict(set);
        double least = double.PositiveInfinity, sum = 0;
        for (int n = 0; n < set.Count; n++)
        {
            double margin = Of(outputs.Row(n), set, n);
            least = Math.Min(least, margin);
            sum += margin;
        }

        (values[0], values[1]) = (least, sum / set.Count);
        if (values.Length < 3) return;
        double norm = Math.Sqrt(snapshot.Parameters.Sum(layer => LinearAlgebra.Inner(layer, layer))), power = 1;
        foreach (var _ in snapshot.Parameters) power *= norm;
        values[2] = least / power;
    }

    private static double Of(ReadOnlySpan<double> outputs, Dataset set, int sample)
    {
        if (set.Labels is not { } labels) return set.Y[sample, 0] > 0 ? outputs[0] : -outputs[0];
        double other = double.NegativeInfinity;
        for (int o = 0; o < outputs.Length; o++)
            if (o != labels[sample]) other = Math.Max(other, outputs[o]);
        return outputs[labels[sample]] - other;
    }

    // One parameter a layer.
    private static bool IsHomogeneous(Experiment experiment) => LayerForm.Of(experiment) is not null
        || experiment.Model is MlpModel { Activation: Activation.Linear or Activation.Relu, Biases: false };
}
