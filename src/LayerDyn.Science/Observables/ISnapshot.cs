using LayerDyn.Science.Experiments;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Observables;

/// <summary>
/// A network at one step of its training, as observables see it. Predictions, features and Jacobians are computed at most
/// once a step, and only when asked for.
/// </summary>
public interface ISnapshot
{
    /// <summary>The experiment.</summary>
    Experiment Experiment { get; }

    /// <summary>Its data.</summary>
    TaskData Data { get; }

    /// <summary>Optimizer steps done.</summary>
    long Step { get; }

    /// <summary>Ends a measurement: whoever was to have it has been told to stop. Observables that may work for more than a moment look at it.</summary>
    CancellationToken Cancellation => CancellationToken.None;

    /// <summary>Current parameters in the order of the model; vectors are 1 x n.</summary>
    IReadOnlyList<Matrix> Parameters { get; }

    /// <summary>Parameters at step 0.</summary>
    IReadOnlyList<Matrix> InitialParameters { get; }

    /// <summary>Gradients of the loss on the training set, shaped as <see cref="Parameters"/>.</summary>
    IReadOnlyList<Matrix> Gradients { get; }

    /// <summary>Outputs on a set, n x out.</summary>
    Matrix Predict(Dataset set);

    /// <summary>Outputs on a set that is not looked at again, n x out: nothing is kept of it.</summary>
    Matrix PredictOnce(Dataset set) => Predict(set);

    /// <summary>Features that the last layer reads, n x d.</summary>
    Matrix Features(Dataset set);

    /// <summary>Jacobian of the outputs on <paramref name="inputs"/> (n x in): (n out) x parameters, rows sample-major.</summary>
    Matrix Jacobian(Matrix inputs);

    /// <summary>The <see cref="Jacobian"/> at the parameters of step 0.</summary>
    Matrix InitialJacobian(Matrix inputs);

    /// <summary>The loss on the training set, in the experiment's convention.</summary>
    double TrainLoss => LossFunction.Evaluate(Experiment.Loss, Predict(Data.Train), Data.Train);

    /// <summary>The loss on the test set; NaN when there is none.</summary>
    double TestLoss => Data.Test is { } test ? LossFunction.Evaluate(Experiment.Loss, Predict(test), test) : double.NaN;

    /// <summary>
    /// The end-to-end map, out x in, of a layerwise linear model; null for other models. Inputs that the model does not
    /// represent have zero columns.
    /// </summary>
    Matrix? Map => LayerwiseMap.Of(Experiment, Parameters);

    /// <summary>What an observable keeps from step 0, e.g. the initial kernel: made at the first call with this key, then kept.</summary>
    T Keep<T>(object key, Func<T> create) where T : class;
}
