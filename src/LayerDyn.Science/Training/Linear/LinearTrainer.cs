using System.Runtime.Intrinsics;
using System.Text;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Observables;
using LayerDyn.Science.Optimizers;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Training.Linear;

/// <summary>
/// Full-batch gradient descent on layerwise linear models, in double precision. The dynamics see the data only through
/// <c>C = X X^T / n</c> and <c>D = Y X^T / n</c>, so a step costs a few small products; points of one shape are laid out one
/// a SIMD lane and stepped together, each block staying in the cache from one measurement to the next.
/// </summary>
internal sealed class LinearTrainer : ITrainer
{
    // Above this many weights a point fills the caches alone, and a matrix library is the better trainer.
    private const int MostWeights = 1 << 16;

    [ThreadStatic]
    private static Recent<(Model, LearningTask, MeasureSchedule, IReadOnlyList<Observable>, long Steps, bool Momentum, bool Scheduled), string>? _keys;

    /// <inheritdoc/>
    public bool Supports(Experiment experiment)
    {
        var shape = experiment.Task.Shape;
        return experiment.Optimizer is GradientDescent
            && experiment.DType == DType.Float64
            && experiment.Loss is LossKind.Mse or LossKind.MseMean
            && !shape.IsOnline
            && shape.Vocabulary == 0
            && experiment.Model.Layerwise(shape) is { } form
            && Weights(form) <= MostWeights;
    }

    /// <inheritdoc/>
    public string ShapeKey(Experiment experiment)
    {
        var parts = (experiment.Model, experiment.Task, experiment.MeasureAt, experiment.Observables, experiment.Steps, HasMomentum(experiment), IsScheduled(experiment));
        return (_keys ??= new()).Of(parts, experiment, Key);
    }

    private static string Key(Experiment experiment)
    {
        var form = Form(experiment);
        var key = new StringBuilder("linear ").Append(form.Kind).Append(' ').AppendJoin('-', form.Widths)
            .Append(" of ").Append(experiment.Task.Shape.Inputs)
            .Append(" steps ").Append(experiment.Steps)
            .Append(" at ").Append(experiment.MeasureAt.Every).Append('/').Append(experiment.MeasureAt.LogPerDecade)
            .Append('/').AppendJoin(',', experiment.MeasureAt.Steps ?? [])
            .Append(HasMomentum(experiment) ? " momentum" : " gd")
            .Append(IsScheduled(experiment) ? " scheduled" : "")
            .Append(experiment.Task.Shape.HasTest ? " test" : "");
        foreach (var observable in experiment.Observables) key.Append(' ').Append(ExperimentText.WriteKind(observable));
        return key.ToString();
    }

    private static bool HasMomentum(Experiment experiment) => ((GradientDescent)experiment.Optimizer).Momentum != 0;

    private static bool IsScheduled(Experiment experiment) => experiment.Optimizer.Schedule is not ConstantSchedule;

    /// <inheritdoc/>
    public double Work(Experiment experiment)
    {
        var form = Form(experiment);
        if (form.Kind == LayerwiseKind.Diagonal) return experiment.Steps * 4.0 * Weights(form);
        double thin = Math.Min(form.Widths[0], form.Widths[^1]), wide = Math.Max(form.Widths[0], form.Widths[^1]);
        return experiment.Steps * 2 * thin * (3.0 * Weights(form) + wide * wide);
    }

    /// <inheritdoc/>
    public void Train(IReadOnlyList<TrainingPoint> points, TrainingRun run)
    {
        if (points.Count == 0) return;
        var columns = ExperimentColumns.Measured(points[0].Experiment);
        var measured = points[0].Experiment.MeasureAt.Resolve(points[0].Experiment.Steps);

        // Points resumed at different steps cannot share a block, nor can points whose data needs different kernels.
        var pending = new Dictionary<(long Start, bool White, bool Diagonal), List<LinearPoint>>();
        foreach (var point in points)
        {
            run.CancellationToken.ThrowIfCancellationRequested();
            var linear = new LinearPoint(point, columns, measured.Length, run.Data.Get(point.Experiment));
            var key = (linear.StartStep, linear.Moments.IsWhite, linear.Moments.IsDiagonal);
            if (!pending.TryGetValue(key, out var group)) pending.Add(key, group = []);
            group.Add(linear);
            if (group.Count < Lanes) continue;
            TrainBlock([.. group], measured, run);
            group.Clear();
        }

        foreach (var group in pending.Values)
            if (group.Count > 0) TrainBlock([.. group], measured, run);
    }

    private static int Lanes => Vector512.IsHardwareAccelerated ? Simd512.Lanes : Simd256.Lanes;

    private static void TrainBlock(LinearPoint[] points, long[] measured, TrainingRun run)
    {
        using var block = Create(points);
        new BlockRun(block, measured, run).Train();
    }

    private static Block Create(LinearPoint[] points) => points[0].Form.Kind switch
    {
        LayerwiseKind.Dense when Vector512.IsHardwareAccelerated => new DenseBlock<Simd512, Vector512<double>>(points),
        LayerwiseKind.Dense => new DenseBlock<Simd256, Vector256<double>>(points),
        _ when Vector512.IsHardwareAccelerated => new DiagonalBlock<Simd512, Vector512<double>>(points),
        _ => new DiagonalBlock<Simd256, Vector256<double>>(points),
    };

    private static LayerwiseForm Form(Experiment experiment) => experiment.Model.Layerwise(experiment.Task.Shape)!;

    private static double Weights(LayerwiseForm form)
    {
        double count = 0;
        for (int l = 1; l <= form.Depth; l++) count += form.Kind == LayerwiseKind.Dense ? (double)form.Widths[l] * form.Widths[l - 1] : form.Widths[l];
        return count;
    }
}
