using System.Runtime.InteropServices;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Tasks;
using TorchSharp;

namespace LayerDyn.Science.Training.Torch;

/// <summary>Samples of one step on the device.</summary>
/// <param name="X">batch x in.</param>
/// <param name="Y">batch x out.</param>
/// <param name="Labels">batch; null without classes.</param>
internal readonly record struct Batch(torch.Tensor X, torch.Tensor Y, torch.Tensor? Labels)
{
    public long Count => X.shape[0];

    public Batch Rows(long start, long count) => count == Count
        ? this
        : new(X.narrow(0, start, count), Y.narrow(0, start, count), Labels?.narrow(0, start, count));
}

/// <summary>
/// The samples of every step, a pure function of (task, seed, step): the whole training set, or minibatches in the order of
/// <see cref="BatchOrder"/>, or fresh samples.
/// </summary>
internal sealed class BatchSource
{
    private readonly Experiment _experiment;
    private readonly TaskData _data;
    private readonly torch.Device _device;
    private readonly Batch _training;
    private readonly int _batch;
    private readonly BatchOrder? _order;
    private readonly float[] _x = [], _y = [];
    private readonly int[] _labels = [];

    /// <summary><paramref name="training"/> is the training set on the device; it is not read for online tasks.</summary>
    public BatchSource(Experiment experiment, TaskData data, Batch training, torch.Device device)
    {
        (_experiment, _data, _training, _device) = (experiment, data, training, device);
        var shape = experiment.Task.Shape;
        _batch = experiment.Optimizer.BatchSize;
        if (!shape.IsOnline)
        {
            _order = new(experiment, (int)training.Count);
            return;
        }

        if (_batch == 0) throw new NotSupportedException("an online task needs an optimizer with a batch size; validate the experiment first");
        _x = new float[(long)_batch * shape.Inputs];
        _y = new float[(long)_batch * shape.Outputs];
        if (shape.IsClassification) _labels = new int[_batch];
    }

    /// <summary>The samples of the update that follows <paramref name="step"/> updates; they belong to the current dispose scope.</summary>
    public Batch At(long step)
    {
        if (_order is null) return Fresh(step);
        var samples = _order.At(step);
        if (samples.IsEmpty) return _training;
        var chosen = TorchTensors.Create(samples, _device);
        return new(_training.X.index_select(0, chosen), _training.Y.index_select(0, chosen), _training.Labels?.index_select(0, chosen));
    }

    private Batch Fresh(long step)
    {
        _data.FillBatch(step, _batch, _x, _y, _labels);
        return new(Floats(_x, _experiment.Task.Shape.Inputs), Floats(_y, _experiment.Task.Shape.Outputs),
            _labels.Length > 0 ? TorchTensors.Create(_labels, _device) : null);
    }

    private torch.Tensor Floats(float[] values, int columns)
    {
        var tensor = torch.empty([_batch, columns], dtype: torch.ScalarType.Float32);
        values.CopyTo(MemoryMarshal.Cast<byte, float>(tensor.bytes));
        return TorchTensors.ToDevice(tensor.to(TorchTensors.Type(_experiment.DType)), _device);
    }
}
