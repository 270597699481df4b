using System.Runtime.Intrinsics;
using System.Text;
using LayerDyn.Science.Devices;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Observables;
using LayerDyn.Science.Optimizers;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Training.Linear;

/// <summary>
/// Full-batch gradient descent on layerwise linear models, and sign descent and Lion, in double precision. The dynamics see the data only through
/// <c>C = X X^T / n</c> and <c>D = Y X^T / n</c>, so a step costs a few small products; points of one shape are laid out one
/// a SIMD lane and stepped together, each block staying in the cache from one measurement to the next, or by themselves where they are wide.
/// One linear layer learns by one-pass SGD too, on fresh samples of a task whose population is known (<see cref="OnePassBatch"/>).
/// </summary>
internal sealed class LinearTrainer : ITrainer
{
    // The moments of more inputs cost more than passes over the samples, unless the net is small.
    private const int MostInputs = 2048, FewWeights = 1 << 16;

    // A block of a point a vector lane that is larger than the second cache waits for memory, and of a single point it wastes the other
    // lanes: points are then trained one by one, unless they are so thin or small that their layers do not fill vectors alone.
    private const double LargestBlock = 1 << 20;
    private const int LeastThin = 8, LeastAlone = 32;

    // Operations of an input of a fresh sample: nearly all are for drawing it.
    private const double OfSample = 200;

    [ThreadStatic]
    private static Recent<(Model, LearningTask, MeasureSchedule, IReadOnlyList<Observable>, long Steps, string Update, bool Scheduled), string>? _keys;

    private static int Lanes => Vector512.IsHardwareAccelerated ? Simd512.Lanes : Simd256.Lanes;

    /// <inheritdoc/>
    public bool TrainsSequences => true;

    /// <inheritdoc/>
    public bool Supports(Experiment experiment, DeviceInfo device) => Supports(experiment);

    /// <summary>Whether an experiment is such a model, whatever trains it.</summary>
    internal static bool Supports(Experiment experiment)
    {
        var shape = experiment.Task.Shape;
        return (OnePassBatch.Supports(experiment) || experiment.Optimizer is { BatchSize: 0 } and (GradientDescent or SignDescent or Lion))
            && experiment.DType == DType.Float64
            && experiment.Loss is LossKind.Mse or LossKind.MseMean
            && shape.HasFullBatch
            && shape.Vocabulary == 0
            && experiment.Model.Layerwise(shape) is { } form
            && (form.Widths[0] <= MostInputs || Weights(form) <= FewWeights);
    }

    /// <summary>Whether a model that is supported has so few weights that many of them share a device.</summary>
    internal static bool HasFewWeights(Experiment experiment) => Weights(Form(experiment)) <= FewWeights;

    /// <inheritdoc/>
    public string ShapeKey(Experiment experiment)
    {
        var parts = (experiment.Model, experiment.Task, experiment.MeasureAt, experiment.Observables, experiment.Steps, UpdateOf(experiment.Optimizer), IsScheduled(experiment));
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
            .Append(' ').Append(UpdateOf(experiment.Optimizer))
            .Append(IsScheduled(experiment) ? " scheduled" : "")
            .Append(experiment.Scales is null ? "" : " at rates by layer")
            .Append(experiment.Task.Shape.HasTest ? " test" : "")
            .Append(experiment.Task is SequenceTask ? " sequence" : "");
        foreach (var observable in experiment.Observables) key.Append(' ').Append(ExperimentText.WriteKind(observable));
        return key.ToString();
    }

    // Points of different updates take different kernels.
    private static string UpdateOf(Optimizer optimizer) => optimizer switch
    {
        GradientDescent { WeightDecay: not 0 } => "decay",
        GradientDescent { Momentum: not 0 } => "momentum",
        GradientDescent => "gd",
        Optimizers.GradientFlow => "flow",
        Sgd => "one pass",
        _ => "sign",
    };

    private static bool IsScheduled(Experiment experiment) => experiment.Optimizer.Schedule is not ConstantSchedule;

    /// <inheritdoc/>
    public double Work(Experiment experiment)
    {
        var form = Form(experiment);
        if (OnePassBatch.Supports(experiment)) return experiment.Steps * OfSample * experiment.Optimizer.BatchSize * form.Widths[0];
        if (form.Kind == LayerwiseKind.Diagonal) return experiment.Steps * 4.0 * Weights(form);
        double thin = Math.Min(form.Widths[0], form.Widths[^1]), wide = Math.Max(form.Widths[0], form.Widths[^1]);
        return experiment.Steps * 2 * thin * (3.0 * Weights(form) + wide * wide);
    }

    /// <inheritdoc/>
    public double Seconds(Experiment experiment)
    {
        const double Rate = 5e9, FromMemory = 3e9, Cache = 1 << 21;
        var form = Form(experiment);
        double inputs = form.Widths[0], moments = form.Kind == LayerwiseKind.Dense ? inputs * inputs : inputs;
        bool fits = Lanes * sizeof(double) * (Weights(form) + moments) <= Cache;
        return Work(experiment) / (fits ? Rate : FromMemory) + 2 * moments * (experiment.Task.Shape.Samples ?? 0) / Rate;
    }

    /// <inheritdoc/>
    public void Train(IReadOnlyList<TrainingPoint> points, TrainingRun run) =>
        Train(points, run, point => IsWide(point.Form, Lanes) || IsSingle(point) || point.LayerRates is not null ? 1 : Lanes, Create);

    /// <summary>Trains points of one shape, as many together as <paramref name="capacity"/> says, in batches that <paramref name="create"/> makes.</summary>
    internal static void Train(
        IReadOnlyList<TrainingPoint> points, TrainingRun run, Func<LinearPoint, int> capacity, Func<LinearPoint[], ILinearBatch> create)
    {
        if (points.Count == 0) return;
        var columns = ExperimentColumns.Measured(points[0].Experiment);
        var measured = points[0].Experiment.MeasureAt.Resolve(points[0].Experiment.Steps);

        // Points resumed at different steps cannot share a batch, nor can points whose data needs different kernels.
        var pending = new Dictionary<(long Start, bool White, bool Diagonal), (int Most, List<LinearPoint> Points)>();
        foreach (var point in points)
        {
            run.CancellationToken.ThrowIfCancellationRequested();
            var linear = new LinearPoint(point, columns, measured.Length, run.Data.Get(point.Experiment));
            var key = (linear.StartStep, linear.Moments.IsWhite, linear.Moments.IsDiagonal);
            if (!pending.TryGetValue(key, out var group)) pending.Add(key, group = (capacity(linear), []));
            group.Points.Add(linear);
            if (group.Points.Count < group.Most) continue;
            Run(group.Points);
            group.Points.Clear();
        }

        foreach (var (_, group) in pending.Values)
            if (group.Count > 0) Run(group);

        void Run(List<LinearPoint> group)
        {
            using var batch = create([.. group]);
            new BatchRun(batch, MeasuredLinearPoint.Of(batch, run.CancellationToken), measured, run).Train();
        }
    }

    // Whether points of this form are trained one by one: the same bytes either way.
    private static bool IsWide(LayerwiseForm form, int points)
    {
        if (form.Kind != LayerwiseKind.Dense) return false;
        double weights = Weights(form), doubles = weights + (double)form.Widths[0] * form.Widths[0];
        int thin = Math.Min(form.Widths[0], form.Widths[^1]);
        return weights > FewWeights || (points == 1 && form.Widths.Max() >= LeastAlone)
            || (thin >= LeastThin && Lanes * sizeof(double) * doubles > LargestBlock);
    }

    // What has no kernels for many points: it is stepped by itself.
    private static bool IsSingle(LinearPoint point) => IsAlongSigns(point) || point.Data is SequenceData || OnePassBatch.Supports(point.Experiment);

    private static bool IsAlongSigns(LinearPoint point) => SignRule.Of(point.Experiment.Optimizer) is not null;

    private static ILinearBatch Create(LinearPoint[] points) => points[0].Form.Kind switch
    {
        _ when IsAlongSigns(points[0]) => new SignBatch(points[0]),
        _ when OnePassBatch.Supports(points[0].Experiment) => new OnePassBatch(points[0]),
        _ when points[0].Data is SequenceData => new SequenceBatch(points[0]),
        LayerwiseKind.Dense when IsWide(points[0].Form, points.Length) || points[0].LayerRates is not null => new WideBlock(points[0]),
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
