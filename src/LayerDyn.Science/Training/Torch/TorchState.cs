using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Optimizers;
using LayerDyn.Science.Tasks;
using TorchSharp;

namespace LayerDyn.Science.Training.Torch;

/// <summary>The tensors of one point in training: parameters, initial parameters, optimizer state, data on the device.</summary>
internal sealed class TorchState : IDisposable
{
    private readonly Dictionary<Dataset, Batch> _sets = new(ReferenceEqualityComparer.Instance);
    private readonly string[] _names;
    private IReadOnlyList<Matrix>? _initialMatrices;

    public TorchState(TrainingPoint point, TaskDataCache cache, torch.Device device)
    {
        (Experiment, Device) = (point.Experiment, device);
        Data = cache.Get(Experiment);
        Engine = new GradientEngine(Experiment);
        var shapes = Experiment.Model.Parameters(Experiment.Task.Shape);
        Rule = Experiment.Scales is { } scales ? new ScaledRule(Experiment.Optimizer, scales) : Experiment.Optimizer.CreateRule(shapes);
        _names = [.. shapes.Select(shape => shape.Name)];
        using var scope = torch.NewDisposeScope();
        torch.Tensor initial;
        if (point.ResumeFrom is { } checkpoint)
        {
            initial = Joined(_names.Select(name => TorchTensors.Load(checkpoint.Tensors[StateNames.Initial + name], device)));
            Flat = Owned(Joined(_names.Select(name => TorchTensors.Load(checkpoint.Tensors[name], device))));
            Rule.Restore(checkpoint.Tensors.Where(entry => entry.Key.StartsWith(StateNames.Optimizer, StringComparison.Ordinal))
                .ToDictionary(entry => entry.Key[StateNames.Optimizer.Length..], entry => Owned(TorchTensors.Load(entry.Value, device))));
        }
        else
        {
            double[][] values = Experiment.InitialWeights(point.WeightStream());
            initial = Joined(values.Select(array => TorchTensors.Create(array, [array.Length], Experiment.DType, device)));
            Flat = Owned(initial.clone());
        }

        // Initial and current values lie alike in memory: a product's last bits may depend on alignment.
        Initial = [.. Parts(initial, shapes).Select(Owned)];
        Parameters = [.. Parts(Flat, shapes).Select(part => Owned(part.detach()).requires_grad_(true))];
    }

    public Experiment Experiment { get; }

    public torch.Device Device { get; }

    public TaskData Data { get; }

    public GradientEngine Engine { get; }

    public UpdateRule Rule { get; }

    /// <summary>
    /// All parameters in one vector, which an elementwise rule updates as one: a chain of operations for each parameter would cost
    /// more than the arithmetic.
    /// </summary>
    public torch.Tensor Flat { get; }

    /// <summary>The parameters: leaves over the storage of <see cref="Flat"/>.</summary>
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
        return Flat.isfinite().all().item<bool>();
    }

    public Dictionary<string, CheckpointTensor> Weights() =>
        _names.Select((name, i) => (name, i)).ToDictionary(entry => entry.name, entry => TorchTensors.Save(Parameters[entry.i]));

    public Dictionary<string, CheckpointTensor> Save()
    {
        var tensors = new Dictionary<string, CheckpointTensor>();
        for (int i = 0; i < _names.Length; i++)
        {
            tensors.Add(_names[i], TorchTensors.Save(Parameters[i]));
            tensors.Add(StateNames.Initial + _names[i], TorchTensors.Save(Initial[i]));
        }

        foreach (var (name, tensor) in Rule.State) tensors.Add(StateNames.Optimizer + name, TorchTensors.Save(tensor));
        return tensors;
    }

    public void Dispose()
    {
        foreach (var tensor in Parameters.Concat(Initial).Concat(Rule.State.Values).Append(Flat)) tensor.Dispose();
        foreach (var set in _sets.Values)
        {
            set.X.Dispose();
            set.Y.Dispose();
            set.Labels?.Dispose();
        }
    }

    private static torch.Tensor Owned(torch.Tensor tensor) => tensor.DetachFromDisposeScope();

    private static torch.Tensor Joined(IEnumerable<torch.Tensor> tensors) => torch.cat([.. tensors.Select(tensor => tensor.reshape(-1))]);

    private static IEnumerable<torch.Tensor> Parts(torch.Tensor flat, IReadOnlyList<ParameterShape> shapes)
    {
        long start = 0;
        foreach (var shape in shapes)
        {
            yield return flat.narrow(0, start, shape.Count).view([.. shape.Dimensions.Select(size => (long)size)]);
            start += shape.Count;
        }
    }
}
