using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;

namespace LayerDyn.Science.Observables;

/// <summary>The loss on the training set, and on the test set where there is one, in the experiment's convention.</summary>
[Kind("loss", "training loss, and test loss where the task has a test set")]
public sealed record LossObservable : Observable
{
    /// <inheritdoc/>
    public override string Symbol => "L";

    /// <inheritdoc/>
    public override bool NeedsMapAlone => true;

    /// <inheritdoc/>
    public override bool FollowsSequences => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns(Experiment experiment) =>
        experiment.Task.Shape.HasTest ? ["loss", "test-loss"] : ["loss"];

    /// <inheritdoc/>
    public override void Measure(ISnapshot snapshot, Span<double> values)
    {
        values[0] = snapshot.TrainLoss;
        if (values.Length > 1) values[1] = snapshot.TestLoss;
    }
}
