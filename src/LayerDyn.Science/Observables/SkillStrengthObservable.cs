using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Observables;

/// <summary>
/// How far each skill has been learnt, <c>R_k / S</c> (Nam et al. 2024, arXiv 2404.17563): on the inputs of skill k,
/// <c>R_k = E[(f - mean f) g_k]</c> with the skill function <c>g_k = y / S</c>; 0 before and 1 after its emergence. Measured on the
/// test samples where the task has them, else on the training (for online tasks: evaluation) samples.
/// </summary>
[Kind("skill-strength", "how far each skill has been learnt, R_k / S (tasks with skills)")]
public sealed record SkillStrengthObservable : Observable
{
    /// <inheritdoc/>
    public override string Symbol => "R/S";

    /// <inheritdoc/>
    public override bool NeedsMapAlone => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns(Experiment experiment) =>
        [.. Enumerable.Range(1, experiment.Task.Shape.Groups).Select(skill => $"skill-strength.{skill}")];

    /// <inheritdoc/>
    public override string? Unsupported(Experiment experiment) =>
        experiment.Task.Shape is { Groups: > 0, Outputs: 1 } ? null : "needs a task with skills and one output";

    /// <inheritdoc/>
    public override void Measure(ISnapshot snapshot, Span<double> values)
    {
        if (snapshot.Experiment.Task is SkillsTask && snapshot.Map is { } map)
        {
            // The inputs are the skill functions: R_k is the map's element, without a sample.
            var target = snapshot.Data.TargetMap!;
            for (int k = 0; k < values.Length; k++) values[k] = map[0, k] / target[0, k];
            return;
        }

        var set = snapshot.Data.Test?.Groups is null ? snapshot.Data.Train : snapshot.Data.Test;
        Strengths(set, snapshot.Predict(set), values);
    }

    /// <summary>The strength of each skill, given the outputs f, n x 1, on a set with groups.</summary>
    public static void Strengths(Dataset set, Matrix outputs, Span<double> values)
    {
        int[] groups = set.Groups!;
        Span<double> mean = stackalloc double[values.Length], square = stackalloc double[values.Length], count = stackalloc double[values.Length];
        for (int n = 0; n < groups.Length; n++)
        {
            mean[groups[n]] += outputs[n, 0];
            count[groups[n]]++;
        }

        // A sample that stands for a whole skill has no mean to take off.
        for (int k = 0; k < values.Length; k++) mean[k] = count[k] > 1 ? mean[k] / count[k] : 0;
        values.Clear();
        for (int n = 0; n < groups.Length; n++)
        {
            int k = groups[n];
            values[k] += (outputs[n, 0] - mean[k]) * set.Y[n, 0];
            square[k] += set.Y[n, 0] * set.Y[n, 0];
        }

        for (int k = 0; k < values.Length; k++) values[k] = square[k] > 0 ? values[k] / square[k] : 0;
    }
}
