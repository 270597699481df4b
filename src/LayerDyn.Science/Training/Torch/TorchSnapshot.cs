using LayerDyn.Science.Experiments;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Observables;
using LayerDyn.Science.Tasks;
using TorchSharp;

namespace LayerDyn.Science.Training.Torch;

/// <summary>A network at one step: everything is computed when first asked for, and then kept for the step.</summary>
internal sealed class TorchSnapshot(TorchState state, long step, IReadOnlyList<torch.Tensor> parameters) : ISnapshot
{
    private readonly Dictionary<Dataset, Matrix> _predictions = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Dataset, Matrix> _features = new(ReferenceEqualityComparer.Instance);
    private IReadOnlyList<Matrix>? _parameters, _gradients;

    public Experiment Experiment => state.Experiment;

    public TaskData Data => state.Data;

    public long Step => step;

    public IReadOnlyList<Matrix> Parameters => _parameters ??= [.. parameters.Select(TorchTensors.ToMatrix)];

    public IReadOnlyList<Matrix> InitialParameters => state.InitialMatrices;

    public IReadOnlyList<Matrix> Gradients
    {
        get
        {
            if (_gradients is not null) return _gradients;
            using var scope = torch.NewDisposeScope();
            return _gradients = [.. state.Engine.Gradients(parameters, state.OnDevice(Data.Train)).Select(TorchTensors.ToMatrix)];
        }
    }

    public Matrix Predict(Dataset set) => Kept(_predictions, set, features: false);

    public Matrix Features(Dataset set) => Kept(_features, set, features: true);

    public Matrix Jacobian(Matrix inputs) => Jacobian(parameters, inputs);

    public Matrix InitialJacobian(Matrix inputs)
    {
        using var scope = torch.NewDisposeScope();
        return Jacobian(state.InitialLeaves(), inputs);
    }

    public T Keep<T>(object key, Func<T> create)
        where T : class
    {
        if (!state.Kept.TryGetValue(key, out object? kept)) state.Kept.Add(key, kept = create());
        return (T)kept;
    }

    private Matrix Jacobian(IReadOnlyList<torch.Tensor> parameters, Matrix inputs)
    {
        int outputs = Experiment.Task.Shape.Outputs, columns = parameters.Sum(parameter => (int)parameter.numel());
        var jacobian = new Matrix(inputs.Rows * outputs, columns);
        for (int sample = 0; sample < inputs.Rows; sample++)
        {
            using var scope = torch.NewDisposeScope();
            var x = TorchTensors.Create(inputs.Row(sample), [1, inputs.Columns], Experiment.DType, state.Device);
            var f = Experiment.Model.Forward(parameters, x);
            for (int output = 0; output < outputs; output++)
            {
                var parts = torch.autograd.grad([f[0, output]], [.. parameters], retain_graph: output < outputs - 1);
                var row = jacobian.Row(sample * outputs + output);
                foreach (var part in parts)
                {
                    TorchTensors.Copy(part, row);
                    row = row[(int)part.numel()..];
                }
            }
        }

        return jacobian;
    }

    private Matrix Kept(Dictionary<Dataset, Matrix> kept, Dataset set, bool features)
    {
        if (kept.TryGetValue(set, out var found)) return found;
        using var scope = torch.NewDisposeScope();
        return kept[set] = TorchTensors.ToMatrix(state.Engine.Evaluate(parameters, state.OnDevice(set).X, features));
    }
}
