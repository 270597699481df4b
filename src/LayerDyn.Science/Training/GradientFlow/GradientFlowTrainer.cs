using LayerDyn.Science.Devices;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Keeping;
using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Tasks;
using LayerDyn.Science.Theory;
using LayerDyn.Science.Training.Linear;
using Flow = LayerDyn.Science.Optimizers.GradientFlow;

namespace LayerDyn.Science.Training.GradientFlow;

/// <summary>
/// Trains layerwise linear models by gradient flow: the exact ordinary differential equation, integrated adaptively between measurements.
/// Points run one after the other, since each has its own step sizes.
/// </summary>
internal sealed class GradientFlowTrainer : ITrainer
{
    /// <inheritdoc/>
    public bool TrainsSequences => true;

    /// <inheritdoc/>
    public bool Supports(Experiment experiment, DeviceInfo device) => Supports(experiment);

    /// <summary>Whether an experiment is such a model, whatever trains it.</summary>
    internal static bool Supports(Experiment experiment) =>
        experiment.Optimizer is Flow && experiment.DType == DType.Float64 && experiment.Task.Shape.HasFullBatch
        && experiment.Task.Shape.Vocabulary == 0 && experiment.Loss is LossKind.Mse or LossKind.MseMean
        && experiment.Model.Layerwise(experiment.Task.Shape) is not null;

    /// <inheritdoc/>
    public string ShapeKey(Experiment experiment)
    {
        var form = experiment.Model.Layerwise(experiment.Task.Shape)!;
        return $"gradient-flow {form.Kind} {string.Join('-', form.Widths)} of {experiment.Task.Shape.Inputs}";
    }

    /// <inheritdoc/>
    public double Work(Experiment experiment)
    {
        // Explicit steps are limited by stability: about the time in units of the fastest rate, here taken as 1, at least 100 of them.
        var form = experiment.Model.Layerwise(experiment.Task.Shape)!;
        double weights = form.Kind == LayerwiseKind.Dense
            ? form.Widths[0] * form.Widths.Zip(form.Widths.Skip(1), (a, b) => (double)a * b).Sum()
            : form.Widths.Sum();
        return Math.Max(100, experiment.Optimizer.LearningRate * experiment.Steps) * 36 * weights;
    }

    /// <inheritdoc/>
    public void Train(IReadOnlyList<TrainingPoint> points, TrainingRun run)
    {
        foreach (var point in points)
        {
            run.CancellationToken.ThrowIfCancellationRequested();
            run.Complete(Train(point, run));
        }
    }

    private static TrainingOutcome Train(TrainingPoint trained, TrainingRun run)
    {
        var experiment = trained.Experiment;
        long[] steps = experiment.MeasureAt.Resolve(experiment.Steps);
        var point = new LinearPoint(trained, ExperimentColumns.Measured(experiment), steps.Length, run.Data.Get(experiment));
        run.Begin(point.Index, point.Records);
        var sequence = point.Data as SequenceData;
        LayerwiseFlow[] flows = [.. (sequence?.Tasks.Select(one => one.Moments) ?? [point.Moments]).Select(moments => new LayerwiseFlow(point.Form, moments, point.LossFactor))];
        int task = 0;
        double decay = ((Flow)experiment.Optimizer).WeightDecay;
        var solver = new DormandPrince(flows[0].Size, ((Flow)experiment.Optimizer).Tolerance, (weights, rate) =>
        {
            run.CancellationToken.ThrowIfCancellationRequested();
            flows[task].Rate(weights, rate);
            if (decay != 0) LinearAlgebra.AddMultiple(-decay, weights, rate);
        });
        solver.NextStep = point.NextStep;

        var snapshot = new LinearSnapshot(point, run.CancellationToken);
        double[] times = FlowTime.Of(experiment, steps), state = [.. point.Weights.SelectMany(layer => layer)];
        int row = point.Records.Rows;
        double now = row > 0 ? times[row - 1] : 0;
        task = row > 0 ? sequence?.Last(steps[row - 1]) ?? 0 : 0;
        double[] values = new double[point.Records.Columns.Count];
        for (; row < steps.Length; row++)
        {
            bool finite = true;
            for (int last = sequence?.Last(steps[row]) ?? 0; finite && task < last; task++)
                finite = solver.Advance(state, ref now, FlowTime.Of(experiment, [sequence!.Begin(task + 1)])[0]);
            finite = finite && solver.Advance(state, ref now, times[row]) && Array.TrueForAll(state, double.IsFinite);
            Split(state, point.Weights);
            snapshot.MoveTo(steps[row]);
            if (!finite || !double.IsFinite(snapshot.TrainLoss)) return point.Diverged(steps[row]);
            int column = 0;
            foreach (var observable in experiment.Observables)
            {
                run.CancellationToken.ThrowIfCancellationRequested();
                int count = observable.Columns(experiment).Count;
                observable.Measure(snapshot, values.AsSpan(column, count));
                column += count;
            }

            point.Records.Add(steps[row], values);
            bool stops = point.ShouldStop, ends = stops || row + 1 == steps.Length;
            if (experiment.Keep is { } keep && keep.Takes(steps[row], ends))
                run.Keep(point.Index, KeptTensors.Of(keep, point.NamedWeights, () => snapshot, steps[row], ends));
            if (stops) return point.Stopped(steps[row]);
            run.Progress(point.Index, steps[row]);
            if (row + 1 == steps.Length || !run.WantsCheckpoint(point.Index, steps[row])) continue;
            point.NextStep = solver.NextStep;
            run.Checkpoint(point.Index, point.Checkpoint(steps[row]));
        }

        return point.Finished();
    }

    private static void Split(double[] state, double[][] layers)
    {
        int offset = 0;
        foreach (double[] layer in layers)
        {
            Array.Copy(state, offset, layer, 0, layer.Length);
            offset += layer.Length;
        }
    }
}
