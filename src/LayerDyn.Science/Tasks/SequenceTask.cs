using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Files;
using LayerDyn.Science.Models;

namespace LayerDyn.Science.Tasks;

/// <summary>
/// Tasks trained one after the other, from one start: what of the first helps the second (transfer) and what the second destroys of it (forgetting).
/// Linear networks alone are trained on it; the exact solutions of the single tasks are chained (Braun et al. 2022, "Exact learning dynamics of deep
/// linear networks with prior knowledge"). The loss at a step is that of the task of the last update; whatever else refers to a task, as the modes of
/// its target, refers to the last one. Test sets are not used.
/// </summary>
[Kind("sequence", "tasks trained one after the other (linear networks): transfer, forgetting, reversal")]
public sealed record SequenceTask : LearningTask
{
    /// <summary>Most tasks of a sequence: the data of all are held at once.</summary>
    public const int MostTasks = 100;

    /// <summary>The tasks, in their order.</summary>
    [Parameter("the tasks in their order, with as many inputs and outputs", MinCount = 2)]
    public required IReadOnlyList<LearningTask> Tasks { get; init; }

    /// <summary>How many steps are done when the second, third ... task begins.</summary>
    [Parameter("steps done when the second, third ... task begins, ascending", Min = 1, MinCount = 1, OrSingle = true, Symbol = "switch")]
    public required IReadOnlyList<long> SwitchAt { get; init; }

    /// <inheritdoc/>
    public override TaskShape Shape => Tasks[^1].Shape with
    {
        HasTest = false,
        HeldOut = 0,
        Groups = 0,
        IsClassification = false,
        SamplesSkills = false,
        Covariance = Tasks.Min(task => task.Shape.Covariance), // the least that all promise
    };

    /// <inheritdoc/>
    public override double Seconds => Tasks.Sum(task => task.Seconds);

    /// <inheritdoc/>
    public override bool ReadsFiles => Tasks.Any(task => task.ReadsFiles);

    /// <inheritdoc/>
    public override LearningTask Pinned(DataPins pins, ProblemList problems) =>
        Tasks is null ? this : this with { Tasks = [.. Tasks.Select((task, i) => NestedTask.Report(PathOf(i), problems, own => task.Pinned(pins, own)))] };

    /// <inheritdoc/>
    public override LearningTask Unpinned() => this with { Tasks = [.. Tasks.Select(task => task.Unpinned())] };

    /// <inheritdoc/>
    public override LearningTask For(Model model) => this with { Tasks = [.. Tasks.Select(task => task.For(model))] };

    /// <inheritdoc/>
    public override void Validate(ProblemList problems)
    {
        if (Tasks.Count > MostTasks)
        {
            problems.Add("task.tasks", $"{Tasks.Count} tasks", $"must have at most {MostTasks}");
            return;
        }

        for (int i = 0; i < Tasks.Count; i++) NestedTask.Validate(Tasks[i], PathOf(i), problems);
        string shown = $"[{string.Join(", ", SwitchAt)}]";
        if (SwitchAt.Count != Tasks.Count - 1)
            problems.Add("task.switchAt", shown, $"must have one step for each task after the first: {Tasks.Count - 1}");
        if (SwitchAt.Zip(SwitchAt.Skip(1)).Any(pair => pair.First >= pair.Second)) problems.Add("task.switchAt", shown, "must ascend");
        if (!problems.IsEmpty) return;
        for (int i = 0; i < Tasks.Count; i++) NestedTask.ValidateShape(Tasks[i].Shape, Tasks[0].Shape, PathOf(i), problems);
    }

    /// <inheritdoc/>
    public override TaskData Create(int seed) => new SequenceData([.. Tasks.Select(task => task.Create(seed))], SwitchAt);

    private static string PathOf(int task) => $"task.tasks[{task}]";
}
