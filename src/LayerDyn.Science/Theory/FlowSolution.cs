using LayerDyn.Science.Experiments;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Theory;

/// <summary>An exact solution of gradient flow, with or without weight decay, that gives the parameters themselves, <c>t = learningRate * step</c>.</summary>
public abstract class FlowSolution : WeightSolution
{
    /// <summary>
    /// The parameters, in the order of the model, at ascending times since they were <paramref name="initial"/>; vectors are 1 x n. Any weights that
    /// the flow may come to from the experiment's initial ones can be <paramref name="initial"/>.
    /// </summary>
    /// <param name="experiment">Its loss and optimizer are the flow's.</param>
    /// <param name="data">What is learnt.</param>
    /// <param name="initial">The parameters at time 0.</param>
    /// <param name="times">Sums of learning rates.</param>
    internal abstract IEnumerable<IReadOnlyList<Matrix>> At(Experiment experiment, TaskData data, Matrix[] initial, double[] times);

    /// <inheritdoc/>
    protected sealed override IEnumerable<IReadOnlyList<Matrix>> Solve(Experiment experiment, TaskData data, Matrix[] initial, IReadOnlyList<long> steps) =>
        At(experiment, data, initial, FlowTime.Of(experiment, steps));
}
