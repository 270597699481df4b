using LayerDyn.Science.Experiments;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Observables;
using LayerDyn.Science.Tasks;
using LayerDyn.Science.Training;
using LayerDyn.Science.Training.Linear;

namespace LayerDyn.Science.Theory;

/// <summary>
/// An exact solution that gives the parameters themselves, so that every observable is predicted by the code that measures it in training.
/// </summary>
public abstract class WeightSolution : ExactSolution
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns(Experiment experiment) =>
        [.. experiment.Observables.Where(Predicts).SelectMany(observable => observable.Columns(experiment))];

    /// <inheritdoc/>
    public override double[] Evaluate(Experiment experiment, TaskData data, IReadOnlyList<long> steps, double[][]? initial = null)
    {
        var columns = Columns(experiment);
        var point = new LinearPoint(new TrainingPoint(0, experiment), columns, 0, data, initial);
        Observable[] observables = [.. experiment.Observables.Where(Predicts)];
        int[] counts = [.. observables.Select(observable => observable.Columns(experiment).Count)];
        double[] values = new double[columns.Count * steps.Count];
        var snapshot = new LinearSnapshot(point);
        Matrix[] layers = [.. snapshot.InitialParameters.Select(layer => new Matrix(layer.Rows, layer.Columns, [.. layer.Data]))];
        int row = 0;
        foreach (var parameters in Solve(experiment, data, layers, steps))
        {
            for (int layer = 0; layer < parameters.Count; layer++) parameters[layer].Data.CopyTo(point.Weights[layer], 0);
            snapshot.MoveTo(steps[row]);
            for (int o = 0, column = row * columns.Count; o < observables.Length; column += counts[o], o++)
                observables[o].Measure(snapshot, values.AsSpan(column, counts[o]));
            row++;
        }

        return values;
    }

    /// <summary>Whether the observable depends only on what this solution determines.</summary>
    protected virtual bool Predicts(Observable observable) => true;

    /// <summary>The parameters, in the order of the model, at each of the ascending steps from <paramref name="initial"/>; vectors are 1 x n.</summary>
    protected abstract IEnumerable<IReadOnlyList<Matrix>> Solve(Experiment experiment, TaskData data, Matrix[] initial, IReadOnlyList<long> steps);
}
