using LayerDyn.Science.Experiments;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Observables;
using LayerDyn.Science.Optimizers;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Theory;

/// <summary>An exact solution of gradient flow with weight decay that gives the parameters themselves, <c>t = learningRate * step</c>.</summary>
public abstract class DecayedSolution : FlowSolution
{
    /// <inheritdoc/>
    internal sealed override IEnumerable<IReadOnlyList<Matrix>> At(Experiment experiment, TaskData data, Matrix[] initial, double[] times)
    {
        // In the time of the flow of 1/2 E||f - y||^2 a loss of another factor has another decay.
        double factor = LossFunction.FactorOnMse(experiment.Loss, experiment.Task.Shape.Outputs);
        double decay = experiment.Optimizer is GradientDescent descent ? descent.WeightDecay : ((GradientFlow)experiment.Optimizer).WeightDecay;
        return Solve(data, initial, Array.ConvertAll(times, time => time * factor), decay / factor);
    }

    /// <summary>
    /// The parameters, in the order of the model, at each of the ascending times of the flow of <c>1/2 E||f - y||^2 + decay/2 sum w^2</c> from
    /// <paramref name="initial"/>; vectors are 1 x n.
    /// </summary>
    protected abstract IEnumerable<IReadOnlyList<Matrix>> Solve(TaskData data, Matrix[] initial, double[] times, double decay);
}
