using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Theory;

/// <summary>Any model of one dense linear layer, on any data: <see cref="LinearFlow"/>.</summary>
[Kind("exponential", "one linear layer: every mode is an exponential")]
public sealed class ExponentialSolution : LayerwiseSolution
{
    /// <inheritdoc/>
    public override string? Unsupported(Experiment experiment) =>
        experiment.Model.Layerwise(experiment.Task.Shape) is { Kind: LayerwiseKind.Dense, Depth: 1 }
            ? TheoryConditions.Failing(experiment)
            : "needs a model of one linear layer";

    /// <inheritdoc/>
    protected override IEnumerable<IReadOnlyList<Matrix>> Solve(TaskData data, Matrix[] initial, double[] times)
    {
        var flow = new LinearFlow(initial[0], data.Moments.Cross, data.Moments.Inputs);
        return times.Select(t => (IReadOnlyList<Matrix>)[flow.At(t)]);
    }
}
