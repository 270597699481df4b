using LayerDyn.Science.Devices;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Tasks;
using LayerDyn.Science.Theory;

namespace LayerDyn.Science.Training;

/// <summary>
/// Where a point is run: picks the trainer by experiment and device, groups points of one shape into one program, and adds the exact solution's columns
/// where the experiment asks for them.
/// </summary>
public static class Trainer
{
    private const double TheoryWork = 1e5;

    // The first that supports an experiment on a device runs it there: part of the numerics version.
    private static readonly ITrainer[] Trainers =
    [
        new Ilgpu.IlgpuLinearTrainer(), new Linear.LinearTrainer(), new Ilgpu.Flow.IlgpuFlowTrainer(), new GradientFlow.GradientFlowTrainer(),
        new Attention.AttentionTrainer(),
        new Ilgpu.Perceptrons.IlgpuPerceptronTrainer(), new Mlp.MlpTrainer(), new Transformers.TransformerTrainer(), new Torch.TorchTrainer(),
    ];

    /// <summary>Whether some trainer can run the experiment. What the processor can, every device's machine can.</summary>
    public static bool IsSupported(Experiment experiment) => Array.Exists(Trainers, trainer => Takes(trainer, experiment, DeviceInfo.Cpu));

    /// <summary>Whether the experiment is trained by the second moments of its data alone, without their samples.</summary>
    internal static bool TrainsOnMoments(Experiment experiment) => Linear.LinearTrainer.Supports(experiment) || GradientFlow.GradientFlowTrainer.Supports(experiment);

    /// <summary>Whether training the experiment takes libtorch, which is slow to load.</summary>
    public static bool NeedsTorch(Experiment experiment) => experiment.Engine != Engine.Theory && For(experiment, DeviceInfo.Cpu) is Torch.TorchTrainer;

    /// <summary>Rough cost of a point in floating-point operations.</summary>
    public static double Work(Experiment experiment) => experiment.Engine == Engine.Theory ? TheoryWork : For(experiment, DeviceInfo.Cpu).Work(experiment);

    /// <summary>
    /// Rough time of a point on one core of a processor, in seconds: its data, its training, its measurements and its exact solution. For the
    /// shipped recipes within a factor of two of what a Xeon with AVX-512 takes.
    /// </summary>
    /// <param name="experiment">The point.</param>
    /// <param name="rows">How many rows it measures.</param>
    public static double Seconds(Experiment experiment, int rows)
    {
        double seconds = experiment.Task.Seconds;
        if (experiment.Engine != Engine.Train) seconds += ExactSolutions.Find(experiment, out _)?.Seconds(experiment, rows) ?? 0;
        if (experiment.Engine == Engine.Theory) return seconds;
        return seconds + For(experiment, DeviceInfo.Cpu).Seconds(experiment) + rows * experiment.Observables.Sum(observable => observable.Seconds(experiment));
    }

    /// <summary>
    /// Runs the points on the calling thread, group after group. Every point is completed exactly once unless an exception is
    /// thrown, which leaves the points not yet completed without result.
    /// </summary>
    public static void Run(IReadOnlyList<TrainingPoint> points, TrainingRun run)
    {
        var trained = new Dictionary<(ITrainer Trainer, string Key), List<TrainingPoint>>();
        var solver = new Solver(run);
        foreach (var given in points)
        {
            run.CancellationToken.ThrowIfCancellationRequested();
            var point = StartUnits.Resolved(given, run.Data);
            if (point.Experiment.Engine == Engine.Theory)
            {
                run.Complete(solver.Solve(point));
                continue;
            }

            var trainer = For(point.Experiment, run.Device);
            var key = (trainer, trainer.ShapeKey(point.Experiment));
            if (!trained.TryGetValue(key, out var group)) trained.Add(key, group = []);
            group.Add(point);
        }

        foreach (var ((trainer, _), group) in trained) trainer.Train(group, WithTheory(group, run));
    }

    /// <summary>What trains the experiment on a device.</summary>
    /// <exception cref="NotSupportedException">Nothing can.</exception>
    internal static ITrainer For(Experiment experiment, DeviceInfo device) =>
        Array.Find(Trainers, trainer => Takes(trainer, experiment, device))
        ?? throw new NotSupportedException("no trainer supports this experiment; validate it first");

    private static bool Takes(ITrainer trainer, Experiment experiment, DeviceInfo device) =>
        (trainer.TrainsSequences || experiment.Task is not SequenceTask) && trainer.Supports(experiment, device);

    /// <summary>The run that adds the exact solution's columns to the outcomes of those points that ask for them.</summary>
    private static TrainingRun WithTheory(List<TrainingPoint> points, TrainingRun run)
    {
        if (!points.Exists(point => point.Experiment.Engine == Engine.Both)) return run;
        var experiments = points.ToDictionary(point => point.Index, point => point.Experiment);
        var columns = new Recent<(ExactSolution Solution, IReadOnlyList<string> Measured), IReadOnlyList<string>>();
        return new TrainingRun
        {
            Complete = outcome => run.Complete(WithTheory(outcome, experiments[outcome.Index], run, columns)),
            Begin = run.Begin,
            Progress = run.Progress,
            WantsCheckpoint = run.WantsCheckpoint,
            Checkpoint = run.Checkpoint,
            Keep = run.Keep,
            Data = run.Data,
            Device = run.Device,
            CancellationToken = run.CancellationToken,
        };
    }

    private static TrainingOutcome WithTheory(
        TrainingOutcome outcome, Experiment experiment, TrainingRun run, Recent<(ExactSolution Solution, IReadOnlyList<string> Measured), IReadOnlyList<string>> known)
    {
        if (experiment.Engine != Engine.Both) return outcome;
        var solution = ExactSolutions.Find(experiment, out string why) ?? throw new NotSupportedException(why);
        var measured = outcome.Records.Columns;
        var columns = known.Of((solution, measured), experiment, ExperimentColumns.Of); // those of a group's points differ with the solution alone
        int extra = columns.Count - measured.Count;
        double[] theory = solution.Evaluate(experiment, run.Data.Get(experiment), outcome.Records.Steps, outcome.Initial?.Invoke());
        var records = new MeasurementTable(columns, outcome.Records.Rows);
        double[] row = new double[columns.Count];
        for (int r = 0; r < outcome.Records.Rows; r++)
        {
            for (int c = 0; c < measured.Count; c++) row[c] = outcome.Records[r, c];
            theory.AsSpan(r * extra, extra).CopyTo(row.AsSpan(measured.Count));
            records.Add(outcome.Records.Steps[r], row);
        }

        return outcome with { Records = records, Initial = null };
    }
}
