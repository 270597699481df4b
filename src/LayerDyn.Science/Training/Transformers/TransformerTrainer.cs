using LayerDyn.Science.Devices;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Training.Mlp;
using LayerDyn.Science.Training.Torch;

namespace LayerDyn.Science.Training.Transformers;

/// <summary>
/// Trains transformers in single precision on the processor, one point after another, by kernels of our own: gradients are written out, every
/// buffer is made once, and sums are in an order that does not depend on the vectors' width. On a GPU that libtorch can use, and for
/// what is not written out here, the torch trainer takes its place.
/// </summary>
internal sealed class TransformerTrainer : ITrainer
{
    private readonly TorchTrainer _torch = new();

    /// <inheritdoc/>
    public bool Supports(Experiment experiment, DeviceInfo device) =>
        experiment.Model is TransformerModel { Activation: Activation.Linear or Activation.Relu or Activation.Tanh }
        && experiment.DType == DType.Float32
        && !experiment.Task.Shape.MomentsOnly
        && MlpUpdate.Supports(experiment.Optimizer)
        && !TorchRuntime.DeviceFor(device).IsCuda;

    /// <inheritdoc/>
    public string ShapeKey(Experiment experiment) => _torch.ShapeKey(experiment);

    /// <inheritdoc/>
    public double Work(Experiment experiment) => _torch.Work(experiment);

    /// <inheritdoc/>
    public double Seconds(Experiment experiment) => Work(experiment) / 5e10;

    /// <inheritdoc/>
    public void Train(IReadOnlyList<TrainingPoint> points, TrainingRun run)
    {
        var device = TorchRuntime.DeviceFor(run.Device);
        foreach (var point in points)
        {
            run.CancellationToken.ThrowIfCancellationRequested();
            DeviceMemory.EnsureFits(device, point.Experiment);
            using var training = new MlpTraining(point, run, TransformerEngines.Create(point.Experiment));
            run.Complete(training.Run());
        }
    }
}
