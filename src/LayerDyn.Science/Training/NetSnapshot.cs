using LayerDyn.Science.Experiments;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Observables;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Training;

/// <summary>A network at one step: everything is computed when first asked for, and then kept for the step.</summary>
/// <param name="experiment">The experiment.</param>
/// <param name="data">Its data.</param>
/// <param name="step">The step.</param>
/// <param name="kept">What observables keep from step 0.</param>
internal abstract class NetSnapshot(Experiment experiment, TaskData data, long step, Dictionary<object, object> kept) : ISnapshot
{
    private readonly Dictionary<Dataset, Matrix> _predictions = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Dataset, Matrix> _features = new(ReferenceEqualityComparer.Instance);
    private IReadOnlyList<Matrix>? _parameters, _gradients;

    public Experiment Experiment => experiment;

    public TaskData Data => data;

    public long Step => step;

    /// <inheritdoc/>
    public CancellationToken Cancellation { get; set; }

    public IReadOnlyList<Matrix> Parameters => _parameters ??= ReadParameters();

    public abstract IReadOnlyList<Matrix> InitialParameters { get; }

    public IReadOnlyList<Matrix> Gradients => _gradients ??= ComputeGradients();

    public Matrix Predict(Dataset set) => Evaluated(_predictions, set, features: false);

    public virtual Matrix PredictOnce(Dataset set) => Evaluate(set, features: false);

    public Matrix Features(Dataset set) => Evaluated(_features, set, features: true);

    public abstract Matrix Jacobian(Matrix inputs);

    public abstract Matrix InitialJacobian(Matrix inputs);

    public T Keep<T>(object key, Func<T> create)
        where T : class
    {
        if (!kept.TryGetValue(key, out object? found)) kept.Add(key, found = create());
        return (T)found;
    }

    public virtual double TrainLoss => (Experiment.Task.Shape.IsOnline ? OnPopulation() : null)
        ?? LossFunction.Evaluate(Experiment.Loss, Predict(data.Train), data.Train);

    public virtual double TestLoss => (Experiment.Task.Shape.IsOnline ? null : OnPopulation())
        ?? (data.Test is { } test ? LossFunction.Evaluate(Experiment.Loss, Predict(test), test) : double.NaN);

    protected abstract IReadOnlyList<Matrix> ReadParameters();

    protected abstract IReadOnlyList<Matrix> ComputeGradients();

    /// <summary>The outputs on a set, n x out, or with <paramref name="features"/> what the last layer reads.</summary>
    protected abstract Matrix Evaluate(Dataset set, bool features);

    // The exact loss on the population; null where its moments are not known, or the model has no map.
    private double? OnPopulation() => Experiment is { Task.Shape.HasPopulation: true, Loss: LossKind.Mse or LossKind.MseMean }
        && (data.TestMoments ?? data.Moments) is var moments && LayerwiseMap.Of(Experiment, Parameters) is { } map
        ? moments.Loss(map) * LossFunction.FactorOnMse(Experiment.Loss, Experiment.Task.Shape.Outputs) : null;

    private Matrix Evaluated(Dictionary<Dataset, Matrix> known, Dataset set, bool features) =>
        known.TryGetValue(set, out var found) ? found : known[set] = Evaluate(set, features);
}
