using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Observables;

/// <summary>
/// Progress measures of modular addition (Nanda et al. 2023, arXiv 2301.05217), which move before the test accuracy does. Of the outputs Z on all p^2 pairs
/// (a, b) the part along <c>cos</c> and <c>sin</c> of <c>2 pi k (a + b)/p</c>, the sum direction, is what a net that generalises uses. Columns:
/// <list type="bullet">
/// <item><c>sum-direction-share</c>: the power of that part, all frequencies k, over the power of Z less its mean over the pairs; NaN when Z is constant;</item>
/// <item><c>key-frequencies</c>: how many frequencies, strongest first, have the share <c>keyShare</c> of that part's power;</item>
/// <item><c>restricted-loss</c> and <c>restricted-test-loss</c>: losses of the mean of Z and its part along the key frequencies alone;</item>
/// <item><c>excluded-loss</c>: training loss of Z without that part; it rises when memorising gives way.</item>
/// </list>
/// </summary>
[Kind("modular-progress", "progress measures of modular addition: sum-direction share, restricted and excluded loss (any model)")]
public sealed record ModularProgressObservable : Observable
{
    /// <summary>The share of the sum direction's power that the key frequencies have.</summary>
    [Parameter("share of the sum direction's power that the key frequencies have; 1 for all", Min = 0, AboveMin = true, Max = 1)]
    public double KeyShare { get; init; } = 0.95;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns(Experiment experiment) => experiment.Task.Shape.HasTest
        ? ["sum-direction-share", "key-frequencies", "excluded-loss", "restricted-loss", "restricted-test-loss"]
        : ["sum-direction-share", "key-frequencies", "excluded-loss", "restricted-loss"];

    /// <inheritdoc/>
    public override string? Unsupported(Experiment experiment) =>
        experiment.Task is ModularAdditionTask { Modulus: >= 3 } task && task.Modulus % 2 == 1 ? null : "needs the task modular-addition with an odd modulus";

    /// <inheritdoc/>
    public override double Seconds(Experiment experiment)
    {
        double p = experiment.Task.Shape.Outputs, size = experiment.Model.Parameters(experiment.Task.Shape).Sum(parameter => (double)parameter.Count);
        return p * p * (2e-9 * size + 4e-9 * p);
    }

    /// <inheritdoc/>
    public override void Measure(ISnapshot snapshot, Span<double> values)
    {
        var (experiment, data) = (snapshot.Experiment, snapshot.Data);
        var pairs = snapshot.Keep(typeof(ModularAdditionTask), ((ModularAdditionTask)experiment.Task).Pairs);
        int p = experiment.Task.Shape.Outputs;
        var parts = new SumDirection(snapshot.PredictOnce(pairs), pairs.Labels!, snapshot.Keep(typeof(ModularWaves), () => new ModularWaves(p)));
        var along = parts.Along(parts.Keys(KeyShare, out int keys));
        (values[0], values[1]) = (parts.Share, keys);

        var outputs = snapshot.Predict(data.Train);
        var excluded = new Matrix(outputs.Rows, p, [.. outputs.Data]);
        for (int n = 0; n < outputs.Rows; n++) LinearAlgebra.AddMultiple(-1, along.Row(data.Train.Labels![n]), excluded.Row(n));
        values[2] = LossFunction.Evaluate(experiment.Loss, excluded, data.Train);
        for (int sum = 0; sum < p; sum++) LinearAlgebra.AddMultiple(1, parts.Mean, along.Row(sum));
        values[3] = Restricted(data.Train);
        if (values.Length > 4) values[4] = Restricted(data.Test!);

        double Restricted(Dataset set)
        {
            var predictions = new Matrix(set.Count, p);
            for (int n = 0; n < set.Count; n++) along.Row(set.Labels![n]).CopyTo(predictions.Row(n));
            return LossFunction.Evaluate(experiment.Loss, predictions, set);
        }
    }
}
