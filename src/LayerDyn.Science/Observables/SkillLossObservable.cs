using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Observables;

/// <summary>
/// The loss on the inputs of each skill, in the experiment's convention: <c>1/2 E[(f - y)^2 | skill k]</c> with <c>mse</c> and twice that with
/// <c>mse-mean</c> (Nam et al. 2024, arXiv 2404.17563); for the multilinear model and <c>mse</c>, <c>S^2/2 (1 - R_k/S)^2</c>. Every skill has a sample
/// of its own, as for <c>skill-strength</c>.
/// </summary>
[Kind("skill-loss", "loss on the inputs of each skill, in the experiment's convention (tasks with skills)")]
public sealed record SkillLossObservable : Observable
{
    /// <summary>Samples of each skill.</summary>
    [Parameter("samples of each skill, the same at every step; only tasks that draw them (multitask-sparse-parity)", Min = 2, Max = 10_000_000)]
    public int Samples { get; init; } = 20_000;

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
        var target = snapshot.Data.TargetMap;
        var map = snapshot.Experiment.Task is SkillsTask ? snapshot.Map : null;
        double[]? squares = map is null ? SkillStatistics.Of(snapshot, Samples).Squares : null;
        for (int k = 0; k < values.Length; k++)
        {
            double square = squares?[k] ?? (map![0, k] - target![0, k]) * (map[0, k] - target[0, k]);
            values[k] = LossFunction.OfMeanSquare(snapshot.Experiment.Loss, square, outputs: 1);
        }
    }
}
