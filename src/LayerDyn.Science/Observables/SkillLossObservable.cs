using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Observables;

/// <summary>
/// The squared loss on the inputs of each skill, <c>1/2 E[(f - y)^2 | skill k]</c> (Nam et al. 2024, arXiv 2404.17563): for the
/// multilinear model <c>S^2/2 (1 - R_k/S)^2</c>. On the test samples where the task has them, else on the training samples.
/// </summary>
[Kind("skill-loss", "squared loss on the inputs of each skill (tasks with skills)")]
public sealed record SkillLossObservable : Observable
{
    /// <inheritdoc/>
    public override string Symbol => "L_k";

    /// <inheritdoc/>
    public override bool NeedsMapAlone => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns(Experiment experiment) =>
        [.. Enumerable.Range(1, experiment.Task.Shape.Groups).Select(skill => $"skill-loss.{skill}")];

    /// <inheritdoc/>
    public override string? Unsupported(Experiment experiment) =>
        experiment.Task.Shape is { Groups: > 0, Outputs: 1 } ? null : "needs a task with skills and one output";

    /// <inheritdoc/>
    public override void Measure(ISnapshot snapshot, Span<double> values)
    {
        if (snapshot.Experiment.Task is SkillsTask && snapshot.Map is { } map)
        {
            var target = snapshot.Data.TargetMap!;
            for (int k = 0; k < values.Length; k++) values[k] = (map[0, k] - target[0, k]) * (map[0, k] - target[0, k]) / 2;
            return;
        }

        var set = snapshot.Data.Test?.Groups is null ? snapshot.Data.Train : snapshot.Data.Test;
        var outputs = snapshot.Predict(set);
        int[] counts = new int[values.Length];
        values.Clear();
        for (int n = 0; n < set.Count; n++)
        {
            double error = outputs[n, 0] - set.Y[n, 0];
            values[set.Groups![n]] += error * error;
            counts[set.Groups[n]]++;
        }

        for (int k = 0; k < values.Length; k++) values[k] /= 2.0 * Math.Max(1, counts[k]);
    }
}
