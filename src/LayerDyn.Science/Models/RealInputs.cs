using LayerDyn.Science.Experiments;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Models;

/// <summary>The rule that a model needs inputs that are real vectors.</summary>
internal static class RealInputs
{
    public static void Validate(string kind, TaskShape task, ProblemList problems)
    {
        if (task.Vocabulary > 0)
            problems.Add("model.kind", kind, "needs a task with real inputs, but this task's inputs are tokens",
                "choose the task's one-hot form or another model");
    }
}
