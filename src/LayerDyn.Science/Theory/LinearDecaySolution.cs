using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Theory;

/// <summary>
/// Ridge regression by gradient flow: any model of one dense linear layer with weight decay gamma, on any data, by <see cref="LinearFlow"/>. With more
/// inputs than samples the training loss falls at the rates mu of the data, and the test loss, which the null space of the data has a share in, only
/// at gamma: delayed generalisation.
/// </summary>
[Kind("exponential-decay", "one linear layer with weight decay: every mode is an exponential")]
public sealed class LinearDecaySolution : DecayedSolution
{
    /// <inheritdoc/>
    public override string? Unsupported(Experiment experiment) =>
        experiment.Model.Layerwise(experiment.Task.Shape) is { Kind: LayerwiseKind.Dense, Depth: 1 }
            ? TheoryConditions.FailingOfDecay(experiment)
            : "needs a model of one linear layer";

    /// <inheritdoc/>
    protected override IEnumerable<IReadOnlyList<Matrix>> Solve(TaskData data, Matrix[] initial, double[] times, double decay)
    {
        var flow = new LinearFlow(initial[0], data.Moments.Cross, data.Moments.Inputs, decay);
        return times.Select(t => (IReadOnlyList<Matrix>)[flow.At(t)]);
    }
}
