using System.Runtime.Intrinsics;
using System.Text;
using LayerDyn.Science.Devices;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Optimizers;
using LayerDyn.Science.Training.Linear;
using Flow = LayerDyn.Science.Optimizers.GradientFlow;

namespace LayerDyn.Science.Training.Attention;

/// <summary>
/// Trains linear attention with separate key and query in double precision, by full-batch gradient descent or gradient flow. The dynamics see the data
/// only through second moments, on the population known in closed form: nothing is sampled. Points of one shape descend together, one a
/// vector lane; flows run one after the other. Merged heads are a deep linear net, which <see cref="LinearTrainer"/> trains.
/// </summary>
internal sealed class AttentionTrainer : ITrainer
{
    private static int Lanes => Vector512.IsHardwareAccelerated ? Simd512.Lanes : Simd256.Lanes;

    /// <inheritdoc/>
    public bool Supports(Experiment experiment, DeviceInfo device) =>
        experiment.Optimizer is GradientDescent { Momentum: 0, WeightDecay: 0 } or Flow { WeightDecay: 0 }
        && experiment.DType == DType.Float64
        && experiment.Loss is LossKind.Mse or LossKind.MseMean
        && AttentionForm.Of(experiment) is not null;

    /// <inheritdoc/>
    public string ShapeKey(Experiment experiment)
    {
        var form = AttentionForm.Of(experiment)!;
        var key = new StringBuilder("attention ").AppendJoin(' ', form.Dimension, form.Heads, form.Rank)
            .Append(experiment.Optimizer is Flow ? " flow " : " gd ").Append(experiment.Steps)
            .Append(" at ").Append(experiment.MeasureAt.Every).Append('/').Append(experiment.MeasureAt.LogPerDecade)
            .Append('/').AppendJoin(',', experiment.MeasureAt.Steps ?? [])
            .Append(experiment.Task.Shape.HasTest ? " test" : "");
        foreach (var observable in experiment.Observables) key.Append(' ').Append(ExperimentText.WriteKind(observable));
        return key.ToString();
    }

    /// <inheritdoc/>
    public double Work(Experiment experiment)
    {
        var form = AttentionForm.Of(experiment)!;
        double square = form.Dimension * form.Dimension, second = experiment.Task.Shape.Covariance == Tasks.InputCovariance.Any ? square * square : square;
        double step = 2 * (3 * form.Rows * square + second);
        // Explicit steps of a flow are limited by stability, as in GradientFlowTrainer.
        return step * (experiment.Optimizer is Flow ? 12 * Math.Max(100, experiment.Optimizer.LearningRate * experiment.Steps) : experiment.Steps);
    }

    /// <inheritdoc/>
    public double Seconds(Experiment experiment) => Work(experiment) / 1e9; // of nets as small as these

    /// <inheritdoc/>
    public void Train(IReadOnlyList<TrainingPoint> points, TrainingRun run)
    {
        if (points.Count == 0) return;
        bool flows = points[0].Experiment.Optimizer is Flow;
        long[] measured = points[0].Experiment.MeasureAt.Resolve(points[0].Experiment.Steps);

        // Points resumed at different steps cannot share a batch, nor can points whose data needs different kernels.
        var pending = new Dictionary<(long Start, bool Diagonal), List<AttentionPoint>>();
        foreach (var point in points)
        {
            run.CancellationToken.ThrowIfCancellationRequested();
            var attention = new AttentionPoint(point, run);
            var key = (attention.StartStep, attention.Data.Moments.IsDiagonal);
            if (!pending.TryGetValue(key, out var group)) pending.Add(key, group = []);
            group.Add(attention);
            if (group.Count < (flows ? 1 : Lanes)) continue;
            Run(group);
            group.Clear();
        }

        foreach (var group in pending.Values)
            if (group.Count > 0) Run(group);

        void Run(List<AttentionPoint> group)
        {
            using IPointBatch batch = flows ? new AttentionFlow(group[0], measured, run.CancellationToken)
                : Vector512.IsHardwareAccelerated ? new AttentionBlock<Simd512, Vector512<double>>([.. group])
                : new AttentionBlock<Simd256, Vector256<double>>([.. group]);
            new BatchRun(batch, [.. group], measured, run).Train();
        }
    }
}
