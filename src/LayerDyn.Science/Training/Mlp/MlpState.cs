using System.Runtime.InteropServices;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Training.Mlp;

/// <summary>One point in training: parameters, initial parameters, gradient and optimizer state, all laid out alike.</summary>
internal sealed unsafe class MlpState : IDisposable
{
    private readonly IReadOnlyList<ParameterShape> _shapes;
    private FloatBuffer? _gradient, _spare;
    private IReadOnlyList<Matrix>? _initialMatrices;

    public MlpState(TrainingPoint point, TaskDataCache cache, NetEngine engine)
    {
        (Experiment, Engine) = (point.Experiment, engine);
        Data = cache.Get(Experiment);
        _shapes = Experiment.Model.Parameters(Experiment.Task.Shape);
        Parameters = new(Engine.Count);
        Initial = new(Engine.Count);
        Update = new(Experiment, Engine);
        if (point.ResumeFrom is { } checkpoint)
        {
            Load(checkpoint, StateNames.Initial, Initial);
            Load(checkpoint, "", Parameters);
            foreach (var (name, buffer) in Update.State) LoadFlat(checkpoint.Tensors[StateNames.Optimizer + name], buffer);
        }
        else
        {
            double[][] values = Experiment.InitialWeights(point.WeightStream());
            float[][] rounded = [.. values.Select(array => Array.ConvertAll(array, value => (float)value))];
            Engine.Pack(rounded, Initial.Data);
            Engine.Pack(rounded, Parameters.Data);
        }
    }

    public Experiment Experiment { get; }

    public TaskData Data { get; }

    public NetEngine Engine { get; }

    public FloatBuffer Parameters { get; }

    public FloatBuffer Initial { get; }

    /// <summary>The gradient of a step that the processor takes.</summary>
    public FloatBuffer Gradient => _gradient ??= new(Engine.Count);

    public MlpUpdate Update { get; }

    /// <summary>For gradients that no step uses.</summary>
    public FloatBuffer Spare => _spare ??= new(Engine.Count);

    public IReadOnlyList<Matrix> InitialMatrices => _initialMatrices ??= Matrices(Initial);

    /// <summary>What observables keep from step 0.</summary>
    public Dictionary<object, object> Kept { get; } = [];

    /// <summary>Values laid out as the parameters, as matrices; a vector is one row.</summary>
    public IReadOnlyList<Matrix> Matrices(FloatBuffer buffer)
    {
        float[][] values = Engine.Unpack(buffer.Data);
        return [.. values.Select((array, i) => new Matrix(_shapes[i].Dimensions.Count == 1 ? 1 : _shapes[i].Dimensions[0], _shapes[i].Dimensions[^1],
            Array.ConvertAll(array, value => (double)value)))];
    }

    public Dictionary<string, CheckpointTensor> Weights()
    {
        var tensors = new Dictionary<string, CheckpointTensor>();
        Save(tensors, "", Parameters);
        return tensors;
    }

    public Dictionary<string, CheckpointTensor> Save()
    {
        var tensors = new Dictionary<string, CheckpointTensor>();
        Save(tensors, "", Parameters);
        Save(tensors, StateNames.Initial, Initial);
        foreach (var (name, buffer) in Update.State)
        {
            float[] flat = [.. Engine.Unpack(buffer.Data).SelectMany(values => values)];
            tensors.Add(StateNames.Optimizer + name, new(DType.Float32, [flat.Length], MemoryMarshal.AsBytes(flat.AsSpan()).ToArray()));
        }

        return tensors;
    }

    public void Dispose()
    {
        Parameters.Dispose();
        Initial.Dispose();
        _gradient?.Dispose();
        Update.Dispose();
        _spare?.Dispose();
    }

    private void Save(Dictionary<string, CheckpointTensor> tensors, string prefix, FloatBuffer buffer)
    {
        float[][] values = Engine.Unpack(buffer.Data);
        for (int i = 0; i < values.Length; i++)
            tensors.Add(prefix + _shapes[i].Name, new(DType.Float32, [.. _shapes[i].Dimensions.Select(size => (long)size)], MemoryMarshal.AsBytes(values[i].AsSpan()).ToArray()));
    }

    // The optimizer's state is one vector over all parameters, as the torch trainer keeps it.
    private void LoadFlat(CheckpointTensor tensor, FloatBuffer buffer)
    {
        var flat = MemoryMarshal.Cast<byte, float>(tensor.Data);
        float[][] values = new float[_shapes.Count][];
        for (int i = 0; i < values.Length; i++)
        {
            int count = checked((int)_shapes[i].Count);
            values[i] = flat[..count].ToArray();
            flat = flat[count..];
        }

        Engine.Pack(values, buffer.Data);
    }

    private void Load(Checkpoint checkpoint, string prefix, FloatBuffer buffer) =>
        Engine.Pack([.. _shapes.Select(shape => MemoryMarshal.Cast<byte, float>(checkpoint.Tensors[prefix + shape.Name].Data).ToArray())], buffer.Data);
}
