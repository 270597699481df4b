using LayerDyn.Science.Devices;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Training.Torch;

namespace LayerDyn.Science.Training.Mlp;

/// <summary>
/// Trains multilayer perceptrons in single precision on the processor, one point after another, by kernels of our own: no pass over memory
/// that another one could do, zeros of the inputs skipped, and sums in an order that depends on neither the vectors' width nor the batch's pieces.
/// On a GPU slot <see cref="Ilgpu.Perceptrons.IlgpuPerceptronTrainer"/> takes its place, with the same bytes, but for the activation square.
/// </summary>
internal sealed class MlpTrainer : ITrainer
{
    private readonly TorchTrainer _torch = new();

    /// <inheritdoc/>
    public bool Supports(Experiment experiment, DeviceInfo device) => Supports(experiment);

    /// <summary>Whether an experiment is such a model, whatever trains it.</summary>
    internal static bool Supports(Experiment experiment) =>
        experiment.Model is MlpModel { Activation: Activation.Linear or Activation.Relu or Activation.Tanh or Activation.Square }
        && experiment.DType == DType.Float32
        && !experiment.Task.Shape.MomentsOnly
        && (experiment.Scales?.All(scale => MlpUpdate.Supports(scale.Of(experiment.Optimizer))) ?? MlpUpdate.Supports(experiment.Optimizer));

    /// <inheritdoc/>
    public string ShapeKey(Experiment experiment) => _torch.ShapeKey(experiment);

    /// <inheritdoc/>
    public double Work(Experiment experiment) => _torch.Work(experiment);

    /// <inheritdoc/>
    public double Seconds(Experiment experiment)
    {
        const double Step = 3e-5, Sample = 2.5e-8, Rate = 6e10; // a step, one of its samples whatever the widths, operations a second
        var task = experiment.Task.Shape;
        double samples = experiment.Optimizer.BatchSize > 0 ? experiment.Optimizer.BatchSize : task.Samples ?? 0;
        double step = Step + samples * (Sample + (task.IsOnline ? experiment.Task.SecondsOfSample : 0));
        double[] weights = [.. experiment.Model.Parameters(task).Select(parameter => (double)parameter.Count)];
        double zeros = weights[0] * (1 - experiment.Task.NonzeroInputs); // the first layer skips them
        return experiment.Steps * step + Work(experiment) * (1 - zeros / weights.Sum()) / Rate;
    }

    /// <inheritdoc/>
    public void Train(IReadOnlyList<TrainingPoint> points, TrainingRun run)
    {
        var device = run.Device.IsCuda ? DeviceInfo.Cpu : run.Device;
        foreach (var point in points)
        {
            run.CancellationToken.ThrowIfCancellationRequested();
            DeviceMemory.EnsureFits(device, point.Experiment);
            using var training = new MlpTraining(point, run, MlpEngine.Create(point.Experiment));
            run.Complete(training.Run());
        }
    }
}
