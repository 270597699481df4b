using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Observables;

/// <summary>
/// How far each mode of an in-context regression has been learnt (Zhang et al. 2025, arXiv 2501.16265): <c>M_dd / M*_dd</c> in the eigenbasis of the
/// inputs' covariance, with the M of <c>f = beta^T M x_q</c> and the best one of the population, 0 before and 1 after the mode is learnt. Of a net on whole
/// prompts M is that of the linear attention nearest to it on the test's prompts (<see cref="NearestAttention"/>), and M* that of the test's context length.
/// </summary>
[Kind("icl-mode-strength", "how far each mode of an in-context regression has been learnt, M_dd / M*_dd")]
public sealed record IclModeStrengthObservable : Observable
{
    /// <inheritdoc/>
    public override string Symbol => "M/M*";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns(Experiment experiment) =>
        [.. Enumerable.Range(1, experiment.Task.Shape.ContextDimension).Select(mode => $"icl-mode-strength.{mode}")];

    /// <inheritdoc/>
    public override string? Unsupported(Experiment experiment) =>
        experiment.Task is not InContextRegressionTask task ? "needs the task in-context-regression"
            : task.Prompts || LayerwiseMap.IsDefined(experiment) ? null : "needs the model linear-attention, or a linear model, or whole prompts";

    /// <inheritdoc/>
    public override double Seconds(Experiment experiment)
    {
        if (experiment.Task is not InContextRegressionTask { Prompts: true } task) return 0;
        double products = task.Dimension * task.Dimension;
        return 1e-9 * products * (InContextRegressionTask.TestPrompts + products * products / 3);
    }

    /// <inheritdoc/>
    public override void Measure(ISnapshot snapshot, Span<double> values)
    {
        var (map, best) = snapshot.Experiment.Task is InContextRegressionTask { Prompts: true } task
            ? (NearestAttention.Map(snapshot), task.TestPopulation.Map()) : (snapshot.Map, snapshot.Data.TargetMap!); // 1 x D^2, M row after row
        if (map is null)
        {
            values.Fill(double.NaN);
            return;
        }

        for (int mode = 0; mode < values.Length; mode++)
        {
            int place = mode * (values.Length + 1);
            values[mode] = map[0, place] / best[0, place];
        }
    }
}
