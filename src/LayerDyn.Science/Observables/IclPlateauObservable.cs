using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Tasks;
using LayerDyn.Science.Theory.Attention;

namespace LayerDyn.Science.Observables;

/// <summary>
/// The plateau at which an in-context regression ends on its population, in closed form (<see cref="AttentionPlateaus"/>): the loss of linear attention
/// that has learnt the first modes, as many as the heads' ranks hold, which is the least that it can have (Zhang et al. 2025, arXiv 2501.16265). Where the
/// task has a test, <c>test-icl-plateau</c> is the loss of the same net at the test's context length. A prediction beside <c>loss</c>; of softmax
/// attention, what linear attention of its heads would come to.
/// </summary>
[Kind("icl-plateau", "least loss of linear attention of as many heads and ranks on the population of an in-context regression, in closed form")]
public sealed record IclPlateauObservable : Observable
{
    private const string Name = "icl-plateau";

    /// <inheritdoc/>
    public override string Symbol => "L_S";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns(Experiment experiment) => experiment.Task.Shape.HasTest ? [Name, "test-" + Name] : [Name];

    /// <inheritdoc/>
    public override string? Unsupported(Experiment experiment) => experiment.Task is not InContextRegressionTask ? "needs the task in-context-regression"
        : experiment.Model is HeadsModel ? null : "needs the model linear-attention or softmax-attention";

    /// <inheritdoc/>
    public override double Seconds(Experiment experiment) => 1e-5;

    /// <inheritdoc/>
    public override void Measure(ISnapshot snapshot, Span<double> values)
    {
        var experiment = snapshot.Experiment;
        var (task, model) = ((InContextRegressionTask)experiment.Task, (HeadsModel)experiment.Model);
        values[0] = AttentionPlateaus.Last(experiment, model, task, task.Context);
        if (values.Length > 1) values[1] = AttentionPlateaus.Last(experiment, model, task, task.TestContext ?? task.Context);
    }
}
