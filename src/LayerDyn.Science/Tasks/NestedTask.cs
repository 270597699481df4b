using LayerDyn.Science.Experiments;

namespace LayerDyn.Science.Tasks;

/// <summary>A task inside a task: what is wrong with it is reported at its place.</summary>
internal static class NestedTask
{
    /// <summary>Does something with a task that reports problems below <c>task</c>, and reports them below <paramref name="path"/>.</summary>
    public static T Report<T>(string path, ProblemList problems, Func<ProblemList, T> action)
    {
        const string Root = "task";
        var own = new ProblemList();
        var result = action(own);
        foreach (var (place, value, rule, remedy) in own.Problems)
            problems.Add(place.StartsWith(Root, StringComparison.Ordinal) ? path + place[Root.Length..] : place, value, rule, remedy);
        return result;
    }

    /// <summary>Reports what is impossible about a task.</summary>
    /// <param name="task">The task.</param>
    /// <param name="path">Where it stands.</param>
    /// <param name="problems">Receives what is wrong.</param>
    public static void Validate(LearningTask task, string path, ProblemList problems) => Report(path, problems, own =>
    {
        if (task is SequenceTask) own.Add("task.kind", "sequence", "cannot stand inside another task");
        else task.Validate(own);
        return own;
    });

    /// <summary>Reports where a task that should have real inputs and a fixed training set of given sizes has not.</summary>
    public static void ValidateShape(TaskShape shape, TaskShape expected, string path, ProblemList problems)
    {
        if (shape is { IsOnline: true } or { MomentsOnly: true } or { Vocabulary: > 0 } or { ContextDimension: > 0 })
            problems.Add(path, null, "must be a task with a fixed training set of real inputs");
        else if ((shape.Inputs, shape.Outputs) != (expected.Inputs, expected.Outputs))
            problems.Add(path, $"{shape.Inputs} inputs and {shape.Outputs} outputs", $"must have {expected.Inputs} inputs and {expected.Outputs} outputs, as the others");
    }
}
