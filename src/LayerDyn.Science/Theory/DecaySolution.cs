using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Tasks;
using LayerDyn.Science.Theory.Modes;

namespace LayerDyn.Science.Theory;

/// <summary>
/// Gradient flow with weight decay on diagonal networks of any depth, and on the multilinear skill model, on uncorrelated inputs, from any start:
/// every mode goes its own way by <see cref="DecayMode"/>. Whether it survives: <see cref="DecayThresholds"/>.
/// </summary>
[Kind("independent-modes-decay", "diagonal network on uncorrelated inputs with weight decay, gradient flow: every mode by itself")]
public sealed class DecaySolution : DecayedSolution
{
    /// <inheritdoc/>
    public override string? Unsupported(Experiment experiment) =>
        experiment.Model.Layerwise(experiment.Task.Shape) is not { Kind: LayerwiseKind.Diagonal } ? "needs a diagonal model"
        : TheoryConditions.FailingOfDecay(experiment) ?? MeasuredConditions.NotUncorrelated(experiment);

    /// <inheritdoc/>
    public override double Seconds(Experiment experiment, int rows)
    {
        const double Integrated = 5e-3; // a mode of three layers or more, whatever the number of rows
        var form = experiment.Model.Layerwise(experiment.Task.Shape)!;
        return form.Depth > 2 ? Integrated * form.Widths[0] : base.Seconds(experiment, rows);
    }

    /// <inheritdoc/>
    protected override IEnumerable<IReadOnlyList<Matrix>> Solve(TaskData data, Matrix[] initial, double[] times, double decay)
    {
        double[][][] modes = [.. Enumerable.Range(0, initial[0].Columns).Select(i =>
            new DecayMode(ModeTarget.Of(data.Moments, i), decay).Weights([.. initial.Select(layer => layer[0, i])], times))];
        return times.Select((_, t) => initial.Select((_, l) => new Matrix(1, modes.Length, [.. modes.Select(mode => mode[t][l])])).ToArray());
    }
}
