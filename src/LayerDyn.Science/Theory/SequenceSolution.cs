using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Observables;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Theory;

/// <summary>
/// Gradient flow on tasks one after the other: the exact solution of each from the weights that the one before it left (Braun et al. 2022, "Exact
/// learning dynamics of deep linear networks with prior knowledge"). What solutions ask of the weights (balance) the flow conserves, so that the
/// initial ones are held against it. The chain carries weights, not <c>QQ^T</c>, whose rank rounding would fill.
/// </summary>
[Kind("sequence", "tasks one after the other, gradient flow: the exact solution of each from where the one before it ended")]
public sealed class SequenceSolution : WeightSolution
{
    /// <inheritdoc/>
    public override string? Unsupported(Experiment experiment)
    {
        if (experiment.Task is not SequenceTask sequence) return "needs the task sequence";
        for (int i = 0; i < sequence.Tasks.Count; i++)
            if (Of(experiment, sequence.Tasks[i], out string why) is null) return $"needs a solution of gradient flow for each task, but of task {i + 1}: {why}";
        return null;
    }

    /// <inheritdoc/>
    public override double Seconds(Experiment experiment, int rows) =>
        ((SequenceTask)experiment.Task).Tasks.Sum(task => Of(experiment, task, out _)?.Seconds(experiment with { Task = task }, rows) ?? 0);

    /// <inheritdoc/>
    protected override IEnumerable<IReadOnlyList<Matrix>> Solve(Experiment experiment, TaskData data, Matrix[] initial, IReadOnlyList<long> steps)
    {
        var (tasks, sequence) = (((SequenceTask)experiment.Task).Tasks, (SequenceData)data);
        double[] times = FlowTime.Of(experiment, steps);
        var start = initial;
        for (int task = 0, row = 0; row < steps.Count; task++)
        {
            double begin = FlowTime.Of(experiment, [sequence.Begin(task)])[0];
            int first = row;
            while (row < steps.Count && sequence.Last(steps[row]) == task) row++;
            bool ends = row == steps.Count;
            double[] at = [.. times[first..row].Select(time => time - begin)];
            double[] wanted = ends ? at : [.. at, FlowTime.Of(experiment, [sequence.Begin(task + 1)])[0] - begin];
            IReadOnlyList<Matrix>[] found = [.. Of(experiment, tasks[task], out _)!.At(experiment with { Task = tasks[task] }, sequence.Tasks[task], start, wanted)];
            for (int i = 0; i < at.Length; i++) yield return found[i];
            start = [.. found[^1]];
        }
    }

    private static FlowSolution? Of(Experiment experiment, LearningTask task, out string why) =>
        ExactSolutions.Find(experiment with { Task = task, Observables = [new LossObservable()] }, out why) as FlowSolution;
}
