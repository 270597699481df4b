using System.Globalization;
using LayerDyn.Science.Catalog;
using LayerDyn.Science.Devices;
using LayerDyn.Science.Experiments;
using TorchSharp;

namespace LayerDyn.Science.Training.Torch;

/// <summary>
/// Trains any model by libtorch's automatic differentiation, one point after another. It is the reference for the faster
/// trainers: no random numbers, modules or optimizers of torch, one torch thread, a fixed order of every sum.
/// </summary>
public sealed class TorchTrainer : ITrainer
{
    /// <inheritdoc/>
    public bool Supports(Experiment experiment, DeviceInfo device)
    {
        if (experiment.Task.Shape.MomentsOnly) return false;
        try
        {
            return experiment.Optimizer.CreateRule(experiment.Model.Parameters(experiment.Task.Shape)) is not null;
        }
        catch (NotSupportedException)
        {
            return false; // an optimizer without updates, such as a gradient-flow solver
        }
    }

    /// <inheritdoc/>
    public string ShapeKey(Experiment experiment) => string.Create(CultureInfo.InvariantCulture,
        $"torch/{ScienceCatalog.Describe(experiment.Model).Name}/{string.Join(',', Counts(experiment))}/{ScienceCatalog.Describe(experiment.Task).Name}/{experiment.Task.Shape}/{ScienceCatalog.Describe(experiment.Optimizer).Name}/{experiment.Optimizer.BatchSize}/{experiment.Steps}/{experiment.DType}/{experiment.Loss}");

    /// <inheritdoc/>
    public double Work(Experiment experiment)
    {
        // Two operations a weight forward, four backward; a measurement is a forward pass over both sets.
        var shape = experiment.Task.Shape;
        double weights = experiment.Model.Operations(shape), samples = shape.Samples ?? 10_000;
        double batch = experiment.Optimizer.BatchSize > 0 ? experiment.Optimizer.BatchSize : samples;
        int measurements = experiment.MeasureAt.Resolve(experiment.Steps).Length;
        return weights * (6 * batch * experiment.Steps + 2 * measurements * samples * (shape.HasTest ? 2 : 1));
    }

    /// <inheritdoc/>
    public double Seconds(Experiment experiment)
    {
        const double Step = 1.5e-4, Rate = 2e10; // the operations of a step have their price whatever their size
        return experiment.Steps * Step + Work(experiment) / Rate;
    }

    /// <inheritdoc/>
    public void Train(IReadOnlyList<TrainingPoint> points, TrainingRun run)
    {
        var device = TorchRuntime.DeviceFor(run.Device);
        TorchRuntime.PrepareThread(device);
        var target = torch.device(device.TorchName);
        foreach (var point in points)
        {
            run.CancellationToken.ThrowIfCancellationRequested();
            DeviceMemory.EnsureFits(device, point.Experiment);
            using var training = new TorchTraining(point, run, target);
            run.Complete(training.Run());
        }
    }

    private static IEnumerable<long> Counts(Experiment experiment) =>
        experiment.Model.Parameters(experiment.Task.Shape).Select(parameter => parameter.Count);
}
