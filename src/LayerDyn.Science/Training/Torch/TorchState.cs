using LayerDyn.Science.Experiments;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Optimizers;
using LayerDyn.Science.Tasks;
using TorchSharp;

namespace LayerDyn.Science.Training.Torch;

/// <summary>The tensors of one point in training: parameters, initial parameters, optimizer state, data on the device.</summary>
internal sealed class TorchState : IDisposable
{
    private const string ParameterPrefix = "parameter.", InitialPrefix = "initial.", OptimizerPrefix = "optimizer.";

    private readonly Dictionary<Dataset, Batch> _sets = new(ReferenceEqualityComparer.Instance);
    private readonly string[] _names;
    private IReadOnlyList<Matrix>? _initialMatrices;

    public TorchState(TrainingPoint point, TaskDataCache cache, torch.Device device)
    {
        (Experiment, Device) = (point.Experiment, device);
        Data = cache.Get(Experiment);
        Engine = new GradientEngine(Experiment);
        Rule = Experiment.Optimizer.CreateRule();
        var shapes = Experiment.Model.Parameters(Experiment.Task.Shape);
        _names = [.. shapes.Select(shape => shape.Name)];
        using var scope = torch.NewDisposeScope();
        if (point.ResumeFrom is { } checkpoint)
        {
            Initial = [.. _names.Select(name => Owned(TorchTensors.Load(checkpoint.Tensors[InitialPrefix + name], device)))];
            Parameters = [.. _names.Select(name => Leaf(TorchTensors.Load(checkpoint.Tensors[ParameterPrefix + name], device)))];
            Rule.Restore(checkpoint.Tensors.Where(entry => entry.Key.StartsWith(OptimizerPrefix, StringComparison.Ordinal))
                .ToDictionary(entry => entry.Key[OptimizerPrefix.Length..], entry => Owned(TorchTensors.Load(entry.Value, device))));
        }
        else
        {
            double[][] values = Experiment.Init.Create(Experiment.Model, Experiment.Task.Shape, point.WeightStream());
            Initial = [.. shapes.Select((shape, i) =>
                Owned(TorchTensors.Create(values[i], [.. shape.Dimensions.Select(size => (long)size)], Experiment.DType, device)))];
            Parameters = [.. Initial.Select(tensor => Leaf(tensor.clone()))];
        }
    }

    public Experiment Experiment { get; }

    public torch.Device Device { get; }

    public TaskData Data { get; }

    public GradientEngine Engine { get; }

    public UpdateRule Rule { get; }

    public torch.Tensor[] Parameters { get; }

    public torch.Tensor[] Initial { get; }

    /// <summary>The initial parameters as leaves that require gradients; they share the values and belong to the current dispose scope.</summary>
    public torch.Tensor[] InitialLeaves() => [.. Initial.Select(tensor => tensor.detach().requires_grad_(true))];

    public IReadOnlyList<Matrix> InitialMatrices => _initialMatrices ??= [.. Initial.Select(TorchTensors.ToMatrix)];

    /// <summary>What observables keep from step 0.</summary>
    public Dictionary<object, object> Kept { get; } = [];

    /// <summary>A set on the device, moved there once.</summary>
    public Batch OnDevice(Dataset set)
    {
        if (_sets.TryGetValue(set, out var batch)) return batch;
        using var scope = torch.NewDisposeScope();
        return _sets[set] = new(Owned(TorchTensors.Create(set.X, Experiment.DType, Device)), Owned(TorchTensors.Create(set.Y, Experiment.DType, Device)),
            set.Labels is null ? null : Owned(TorchTensors.Create(set.Labels, Device)));
    }

    public bool IsFinite()
    {
        using var scope = torch.NewDisposeScope();
        using var noGrad = torch.no_grad();
        return Array.TrueForAll(Parameters, parameter => parameter.isfinite().all().item<bool>());
    }

    public Dictionary<string, CheckpointTensor> Weights() =>
        _names.Select((name, i) => (name, i)).ToDictionary(entry => entry.name, entry => TorchTensors.Save(Parameters[entry.i]));

    public Dictionary<string, CheckpointTensor> Save()
    {
        var tensors = new Dictionary<string, CheckpointTensor>();
        for (int i = 0; i < _names.Length; i++)
        {
            tensors.Add(ParameterPrefix + _names[i], TorchTensors.Save(Parameters[i]));
            tensors.Add(InitialPrefix + _names[i], TorchTensors.Save(Initial[i]));
        }

        foreach (var (name, tensor) in Rule.State) tensors.Add(OptimizerPrefix + name, TorchTensors.Save(tensor));
        return tensors;
    }

    public void Dispose()
    {
        foreach (var tensor in Parameters.Concat(Initial).Concat(Rule.State.Values)) tensor.Dispose();
        foreach (var set in _sets.Values)
        {
            set.X.Dispose();
            set.Y.Dispose();
            set.Labels?.Dispose();
        }
    }

    private static torch.Tensor Owned(torch.Tensor tensor) => tensor.DetachFromDisposeScope();

    private static torch.Tensor Leaf(torch.Tensor tensor) => Owned(tensor).requires_grad_(true);
}
