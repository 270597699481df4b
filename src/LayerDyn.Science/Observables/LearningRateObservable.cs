using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;

namespace LayerDyn.Science.Observables;

/// <summary>
/// The step size η of the next update, with the schedule's factor; at the end, that of the last. Where the learning rate is given in units of
/// a point's own start (<c>learningRateUnit</c>), this is what it came to: such points always have this column.
/// </summary>
[Kind("learning-rate", "step size of the next update: schedule and learningRateUnit included")]
public sealed record LearningRateObservable : Observable
{
    /// <inheritdoc/>
    public override string Symbol => "η";

    /// <inheritdoc/>
    public override bool NeedsMapAlone => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> InitialColumns => ["learning-rate"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns(Experiment experiment) => ["learning-rate"];

    /// <inheritdoc/>
    public override void Measure(ISnapshot snapshot, Span<double> values) => values[0] = StepSize(snapshot.Experiment, snapshot.Step);

    /// <summary>The step size of the update that follows <paramref name="step"/> updates, or of the last one.</summary>
    internal static double StepSize(Experiment experiment, long step) =>
        experiment.Optimizer.StepSize * experiment.Optimizer.Schedule.Factor(Math.Min(step, experiment.Steps - 1), experiment.Steps);
}
