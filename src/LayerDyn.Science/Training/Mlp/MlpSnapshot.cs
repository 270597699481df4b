using LayerDyn.Science.Experiments;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Observables;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Training.Mlp;

/// <summary>A multilayer perceptron at one step: everything is computed when first asked for, and then kept for the step.</summary>
internal sealed class MlpSnapshot(MlpState state, long step, FloatBuffer parameters) : ISnapshot
{
    private readonly Dictionary<Dataset, Matrix> _predictions = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Dataset, Matrix> _features = new(ReferenceEqualityComparer.Instance);
    private IReadOnlyList<Matrix>? _parameters, _gradients;

    public Experiment Experiment => state.Experiment;

    public TaskData Data => state.Data;

    public long Step => step;

    public IReadOnlyList<Matrix> Parameters => _parameters ??= state.Matrices(parameters);

    public IReadOnlyList<Matrix> InitialParameters => state.InitialMatrices;

    public IReadOnlyList<Matrix> Gradients
    {
        get
        {
            if (_gradients is not null) return _gradients;
            state.Engine.Gradients(parameters, SampleSet.Of(Data.Train), [], state.Spare);
            return _gradients = state.Matrices(state.Spare);
        }
    }

    public Matrix Predict(Dataset set) => Kept(_predictions, set, features: false);

    public Matrix Features(Dataset set) => Kept(_features, set, features: true);

    public Matrix Jacobian(Matrix inputs) => MlpJacobian.Of(state.Engine.Model, Parameters, inputs);

    public Matrix InitialJacobian(Matrix inputs) => MlpJacobian.Of(state.Engine.Model, InitialParameters, inputs);

    public T Keep<T>(object key, Func<T> create)
        where T : class
    {
        if (!state.Kept.TryGetValue(key, out object? kept)) state.Kept.Add(key, kept = create());
        return (T)kept;
    }

    private Matrix Kept(Dictionary<Dataset, Matrix> kept, Dataset set, bool features)
    {
        if (kept.TryGetValue(set, out var found)) return found;
        return kept[set] = state.Engine.Evaluate(parameters, SampleSet.Of(set), features);
    }
}
