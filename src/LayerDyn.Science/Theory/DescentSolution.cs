using LayerDyn.Science.Experiments;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Observables;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Theory;

/// <summary>An exact solution of gradient descent itself, at any step size, by the map of a step (<c>optimizer.theory: steps</c>).</summary>
public abstract class DescentSolution : WeightSolution
{
    /// <inheritdoc/>
    public override bool CanDiverge => true;

    /// <inheritdoc/>
    protected sealed override IEnumerable<IReadOnlyList<Matrix>> Solve(Experiment experiment, TaskData data, Matrix[] initial, IReadOnlyList<long> steps)
    {
        var optimizer = experiment.Optimizer;
        double rate = optimizer.StepSize * LossFunction.FactorOnMse(experiment.Loss, experiment.Task.Shape.Outputs);
        var (step, weights) = Start(experiment, data, initial);
        long done = 0;
        foreach (long wanted in steps)
        {
            for (; done < wanted; done++) step(rate * optimizer.Schedule.Factor(done, experiment.Steps));
            yield return weights();
        }
    }

    /// <summary>
    /// What takes a step of a given size on <c>1/2 E||f - y||^2</c>, and what gives the parameters, in the order of the model, after the steps taken.
    /// </summary>
    protected abstract (Action<double> Step, Func<IReadOnlyList<Matrix>> Weights) Start(Experiment experiment, TaskData data, Matrix[] initial);
}
