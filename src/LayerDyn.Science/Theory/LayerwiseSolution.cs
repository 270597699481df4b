using LayerDyn.Science.Experiments;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Observables;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Theory;

/// <summary>An exact solution of gradient flow that gives the parameters themselves, <c>t = learningRate * step</c>.</summary>
public abstract class LayerwiseSolution : FlowSolution
{
    /// <inheritdoc/>
    internal sealed override IEnumerable<IReadOnlyList<Matrix>> At(Experiment experiment, TaskData data, Matrix[] initial, double[] times)
    {
        double factor = LossFunction.FactorOnMse(experiment.Loss, experiment.Task.Shape.Outputs);
        return Solve(data, initial, Array.ConvertAll(times, time => time * factor));
    }

    /// <summary>
    /// The parameters, in the order of the model, at each of the ascending times of the flow of <c>1/2 E||f - y||^2</c> from
    /// <paramref name="initial"/>; vectors are 1 x n.
    /// </summary>
    protected abstract IEnumerable<IReadOnlyList<Matrix>> Solve(TaskData data, Matrix[] initial, double[] times);
}
