using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Tasks;
using TorchSharp;

namespace LayerDyn.Science.Models;

/// <summary>
/// The multilinear skill model <c>f(i, x) = sum_k a_k b_k g_k(i, x)</c> (Nam et al. 2024, arXiv 2404.17563): a diagonal network
/// of depth 2 on the skill functions g_k, of which it represents the first <c>skills</c>.
/// </summary>
[Kind("multilinear-skill", "the multilinear skill model, f = sum_k a_k b_k g_k")]
public sealed record MultilinearSkillModel : Model
{
    /// <summary>Number N of skills represented, the most frequent first; null for all of the task's.</summary>
    [Parameter("number of skills represented (default: all of the task's)", Min = 1, Symbol = "N")]
    public int? Skills { get; init; }

    /// <inheritdoc/>
    public override DType DefaultDType => DType.Float64;

    /// <inheritdoc/>
    public override LayerwiseForm Layerwise(TaskShape task) => Diagonal.Form(Represented(task), 2);

    /// <inheritdoc/>
    public override void Validate(TaskShape task, ProblemList problems)
    {
        Diagonal.Validate("multilinear-skill", task, problems);
        if (task.MomentsOnly)
        {
            if (Skills > SkillsTask.Singles)
                problems.Add("model.skills", Skills, $"must be at most {SkillsTask.Singles} of infinitely many skills", "leave model.skills out to represent all");
        }
        else if (task.Groups != task.Inputs)
            problems.Add("model.kind", "multilinear-skill", "needs a task whose inputs are skill functions", "choose the task skills");
        else if (Skills > task.Inputs)
            problems.Add("model.skills", Skills, $"must be at most the task's number of skills, {task.Inputs}",
                "raise task.skills or leave model.skills out");
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterShape> Parameters(TaskShape task) => Diagonal.Parameters(Represented(task), 2);

    /// <inheritdoc/>
    public override torch.Tensor Forward(IReadOnlyList<torch.Tensor> parameters, torch.Tensor inputs) =>
        Diagonal.Features(parameters, inputs).mul(parameters[^1].unsqueeze(-2)).sum(-1, keepdim: true);

    /// <inheritdoc/>
    public override torch.Tensor Features(IReadOnlyList<torch.Tensor> parameters, torch.Tensor inputs) =>
        Diagonal.Features(parameters, inputs);

    private int Represented(TaskShape task) => Skills ?? task.Inputs;
}
