using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Observables;

/// <summary>
/// The loss on each task of a sequence, also on those that are not trained now: that of an earlier one is what has been forgotten of it (Braun et al.
/// 2022, "Exact learning dynamics of deep linear networks with prior knowledge"). On whitened inputs it ends at
/// <c>1/2 |Sigma_B - Sigma_A|^2</c> once B is learnt, whatever the start.
/// </summary>
[Kind("task-loss", "loss on each task of a sequence, whichever is trained: forgetting")]
public sealed record TaskLossObservable : Observable
{
    /// <inheritdoc/>
    public override string Symbol => "L";

    /// <inheritdoc/>
    public override bool FollowsSequences => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns(Experiment experiment) => experiment.Task is SequenceTask { Tasks.Count: var count }
        ? [.. Enumerable.Range(1, count).Select(task => $"task-loss.{task}")] : [];

    /// <inheritdoc/>
    public override string? Unsupported(Experiment experiment) => experiment.Task is SequenceTask ? null : "needs the task sequence";

    /// <inheritdoc/>
    public override void Measure(ISnapshot snapshot, Span<double> values)
    {
        var data = (SequenceData)snapshot.Data;
        double factor = LossFunction.FactorOnMse(snapshot.Experiment.Loss, snapshot.Experiment.Task.Shape.Outputs);
        for (int task = 0; task < values.Length; task++) values[task] = data.Tasks[task].Moments.Loss(snapshot.Map!) * factor;
    }
}
