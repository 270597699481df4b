using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Initialisations;
using LayerDyn.Science.Models;
using LayerDyn.Science.Observables;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Tasks;
using LayerDyn.Science.Theory.Modes;
using LayerDyn.Science.Training.Attention;

namespace LayerDyn.Science.Theory;

/// <summary>
/// Linear attention with separate key and query of rank one, every head along an eigenvector of the inputs' covariance (Zhang et al. 2025, arXiv
/// 2501.16265): a head stays there, <c>dv/dt = v^2 (lambda_d^2 - gamma_d lambda_d v^3)</c> for <c>v = |k| = |q|</c>. That is the <see cref="DeepMode"/> of
/// three layers with the target <c>M*_dd = lambda_d / gamma_d</c> and the rate <c>gamma_d lambda_d</c>.
/// </summary>
[Kind("aligned-attention", "linear attention, separate key and query along the eigenvectors: every mode a product of three weights")]
public sealed class AlignedAttentionSolution : ExactSolution
{
    /// <inheritdoc/>
    public override string? Unsupported(Experiment experiment)
    {
        if (AttentionForm.Of(experiment) is null) return "needs the model linear-attention with keyQuery: separate";
        if (experiment.Init is not AlignedHeadsInit) return "needs the initialisation aligned-heads";
        return TheoryConditions.Failing(experiment) ?? MeasuredConditions.NotUncorrelated(experiment);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns(Experiment experiment) => ExperimentColumns.Measured(experiment);

    /// <inheritdoc/>
    public override double[] Evaluate(Experiment experiment, TaskData data, IReadOnlyList<long> steps, double[][]? initial = null)
    {
        var form = AttentionForm.Of(experiment)!;
        initial ??= experiment.InitialWeights(RandomStream.ForWeights(experiment));
        double[] start = [.. initial.SelectMany(values => values)];
        double clock = LossFunction.FactorOnMse(experiment.Loss, 1);
        double[] times = [.. FlowTime.Of(experiment, steps).Select(time => clock * time)];
        double[][] states = [.. times.Select(_ => (double[])start.Clone())];
        int size = form.Rows * form.Dimension;
        for (int head = 0; head < form.Heads; head++)
        {
            int place = head * (form.Dimension + 1); // of the head's component in K and in Q, and of its mode in M
            int[] factors = [place, size + place, 2 * size + head];
            double[][] weights = DeepMode.Weights([.. factors.Select(factor => start[factor])], data.Moments.Best[0, place], data.Moments.Variances![place], times);
            for (int t = 0; t < times.Length; t++)
                for (int l = 0; l < factors.Length; l++) states[t][factors[l]] = weights[t][l];
        }

        int[] counts = [.. experiment.Observables.Select(observable => observable.Columns(experiment).Count)];
        int columns = counts.Sum();
        double[] values = new double[columns * steps.Count];
        var kept = new Dictionary<object, object>();
        var first = form.Parameters(start);
        for (int t = 0; t < times.Length; t++)
        {
            var snapshot = new AttentionSnapshot(experiment, data, steps[t], states[t], first, kept);
            for (int o = 0, column = t * columns; o < counts.Length; column += counts[o], o++)
                experiment.Observables[o].Measure(snapshot, values.AsSpan(column, counts[o]));
        }

        return values;
    }
}
