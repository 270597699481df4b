using LayerDyn.Science.Devices;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Training.GradientFlow;
using LayerDyn.Science.Training.Linear;

namespace LayerDyn.Science.Training.Ilgpu.Flow;

/// <summary>
/// Gradient flow of layerwise linear models of up to 65,536 weights on a GPU, through ILGPU: as <see cref="GradientFlowTrainer"/> integrates it, by
/// the same operations in the same order, hence to the same bytes, all points of a shape together and each with its own step sizes. The processor
/// trains where ILGPU cannot use the GPU.
/// </summary>
internal sealed class IlgpuFlowTrainer : ITrainer
{
    private readonly GradientFlowTrainer _processor = new();
    private readonly LinearTrainer _steps = new();
    private readonly Func<DeviceInfo, IlgpuDevice?> _open;

    /// <summary>A trainer on the GPUs of this machine.</summary>
    public IlgpuFlowTrainer() : this(IlgpuDevice.Of)
    {
    }

    internal IlgpuFlowTrainer(Func<DeviceInfo, IlgpuDevice?> open) => _open = open;

    /// <inheritdoc/>
    public bool Supports(Experiment experiment, DeviceInfo device) =>
        device.IsCuda && GradientFlowTrainer.Supports(experiment) && LinearTrainer.HasFewWeights(experiment);

    /// <inheritdoc/>
    public string ShapeKey(Experiment experiment) => _steps.ShapeKey(experiment);

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

        LinearTrainer.Train(points, run, point => IlgpuBatch.Capacity(point, device), batch => new IlgpuFlowBatch(batch, device, run.CancellationToken));
    }
}
