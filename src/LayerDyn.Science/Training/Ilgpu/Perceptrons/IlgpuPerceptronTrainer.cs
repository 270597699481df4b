using System.Globalization;
using LayerDyn.Science.Devices;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Tasks;
using LayerDyn.Science.Training.Mlp;

namespace LayerDyn.Science.Training.Ilgpu.Perceptrons;

/// <summary>
/// Multilayer perceptrons in single precision on a GPU, through ILGPU: what <see cref="MlpTrainer"/> trains, by the same operations in the same
/// order, hence to the same bytes, all points of a shape together. The GPU steps and looks for divergence; the processor initialises and
/// measures, and trains where ILGPU cannot use the GPU or a point is too large for it,
/// and steps along signs, at rates by layer, and of nets with squares.
/// </summary>
internal sealed class IlgpuPerceptronTrainer : ITrainer
{
    private readonly MlpTrainer _processor = new();
    private readonly Func<DeviceInfo, IlgpuDevice?> _open;
    private readonly int? _mostSamples;

    /// <summary>A trainer on the GPUs of this machine.</summary>
    public IlgpuPerceptronTrainer() : this(IlgpuDevice.Of)
    {
    }

    internal IlgpuPerceptronTrainer(Func<DeviceInfo, IlgpuDevice?> open, int? mostSamples = null) => (_open, _mostSamples) = (open, mostSamples);

    /// <inheritdoc/>
    public bool Supports(Experiment experiment, DeviceInfo device) =>
        device.IsCuda && MlpTrainer.Supports(experiment) && ((MlpModel)experiment.Model).Activation != Activation.Square
        && MlpUpdate.FormOf(experiment.Optimizer) != UpdateForm.Sign && experiment.Scales is null;

    /// <inheritdoc/>
    public string ShapeKey(Experiment experiment)
    {
        var (model, at) = ((MlpModel)experiment.Model, experiment.MeasureAt);
        return string.Create(CultureInfo.InvariantCulture,
            $"{_processor.ShapeKey(experiment)}/{model.Activation}/{string.Join('-', model.Widths)}/{MlpUpdate.FormOf(experiment.Optimizer)}/{at.Every}/{at.LogPerDecade}/{string.Join(',', at.Steps ?? [])}");
    }

    /// <inheritdoc/>
    public double Work(Experiment experiment) => _processor.Work(experiment);

    /// <inheritdoc/>
    public void Train(IReadOnlyList<TrainingPoint> points, TrainingRun run)
    {
        if (_open(run.Device) is not { } device || DeviceMemory.PointsThatFit(run.Device, 1, points[0].Experiment, 1) == 0)
        {
            _processor.Train(points, run);
            return;
        }

        // Points resumed at different steps cannot share a batch, nor can points whose data needs different kernels.
        foreach (var group in points.GroupBy(point => KeyOf(point, run.Data)))
        {
            var engines = new Dictionary<double, MlpEngine>();
            var batch = new List<IlgpuPerceptronPoint>();
            foreach (var point in group)
            {
                run.CancellationToken.ThrowIfCancellationRequested();
                batch.Add(new(point, run, EngineOf(point.Experiment, engines)));
                if (batch.Count == IlgpuPerceptronBatch.Capacity(batch[0], device)) Train(batch, device, run);
            }

            Train(batch, device, run);
            foreach (var engine in engines.Values) engine.Dispose();
        }
    }

    private void Train(List<IlgpuPerceptronPoint> points, IlgpuDevice device, TrainingRun run)
    {
        if (points.Count == 0) return;
        var experiment = points[0].Experiment;
        using (var batch = new IlgpuPerceptronBatch([.. points], device, _mostSamples))
            new BatchRun(batch, [.. points], experiment.MeasureAt.Resolve(experiment.Steps), run).Train();
        foreach (var point in points) point.Dispose();
        points.Clear();
    }

    private static (long Start, int Samples, bool SkipsZeros) KeyOf(TrainingPoint point, TaskDataCache data)
    {
        var set = SampleSet.Of(data.Get(point.Experiment).Train);
        return (point.ResumeFrom?.Step ?? 0, set.Count, set.IsCompressed);
    }

    // Measures the points of one output scale, one after another.
    private static MlpEngine EngineOf(Experiment experiment, Dictionary<double, MlpEngine> known)
    {
        double scale = ((MlpModel)experiment.Model).OutputScale;
        return known.TryGetValue(scale, out var engine) ? engine : known[scale] = MlpEngine.Create(experiment);
    }
}
