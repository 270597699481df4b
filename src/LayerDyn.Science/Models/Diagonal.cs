using LayerDyn.Science.Experiments;
using LayerDyn.Science.Tasks;
using TorchSharp;

namespace LayerDyn.Science.Models;

/// <summary>What the diagonal models share.</summary>
internal static class Diagonal
{
    public static LayerwiseForm Form(int inputs, int depth) =>
        new(LayerwiseKind.Diagonal, [.. Enumerable.Repeat(inputs, depth + 1)]);

    public static IReadOnlyList<ParameterShape> Parameters(int inputs, int depth) =>
        [.. Enumerable.Range(1, depth).Select(layer => new ParameterShape($"w{layer}", [inputs], ParameterRole.Weight) { FanIn = 1 })];

    public static void Validate(string kind, TaskShape task, ProblemList problems)
    {
        RealInputs.Validate(kind, task, problems);
        if (task.Outputs != 1)
            problems.Add("model.kind", kind, $"needs a task with one output, but this task has {task.Outputs}",
                "choose a task with outputs: 1, or the model deep-linear");
    }

    /// <summary>Inputs times all layers but the last, batch x inputs of the model.</summary>
    public static torch.Tensor Features(IReadOnlyList<torch.Tensor> parameters, torch.Tensor inputs)
    {
        var seen = inputs.narrow(-1, 0, parameters[0].shape[^1]);
        return parameters.SkipLast(1).Aggregate(seen, (x, weight) => x.mul(weight.unsqueeze(-2)));
    }
}
