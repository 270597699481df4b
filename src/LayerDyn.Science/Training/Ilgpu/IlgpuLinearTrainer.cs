using LayerDyn.Science.Devices;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Training.Linear;

namespace LayerDyn.Science.Training.Ilgpu;

/// <summary>
/// Full-batch gradient descent, sign descent and Lion on layerwise linear models on a GPU, through ILGPU: as <see cref="LinearTrainer"/> trains them, by the same
/// operations in the same order, hence to the same bytes, up to 65,536 weights a point. The GPU draws initial weights, steps, looks for
/// divergence and measures the commonest observables; the processor does what is left of these, and trains where ILGPU cannot use the GPU.
/// </summary>
internal sealed class IlgpuLinearTrainer : ITrainer
{
    private readonly LinearTrainer _processor = new();
    private readonly Func<DeviceInfo, IlgpuDevice?> _open;

    /// <summary>A trainer on the GPUs of this machine.</summary>
    public IlgpuLinearTrainer() : this(IlgpuDevice.Of)
    {
    }

    internal IlgpuLinearTrainer(Func<DeviceInfo, IlgpuDevice?> open) => _open = open;

    /// <inheritdoc/>
    public bool Supports(Experiment experiment, DeviceInfo device) =>
        device.IsCuda && experiment.Optimizer.BatchSize == 0 && LinearTrainer.Supports(experiment) && LinearTrainer.HasFewWeights(experiment) && experiment.Scales is null;

    /// <inheritdoc/>
    public string ShapeKey(Experiment experiment) => _processor.ShapeKey(experiment);

    /// <inheritdoc/>
    public double Work(Experiment experiment) => _processor.Work(experiment);

    /// <inheritdoc/>
    public void Train(IReadOnlyList<TrainingPoint> points, TrainingRun run)
    {
        if (_open(run.Device) is not { } device)
        {
            _processor.Train(points, run);
            return;
        }

        LinearTrainer.Train(points, run, point => IlgpuBatch.Capacity(point, device), batch => new IlgpuLinearBatch(batch, device));
    }
}
