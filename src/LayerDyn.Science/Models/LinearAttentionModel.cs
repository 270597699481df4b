using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Tasks;
using TorchSharp;

namespace LayerDyn.Science.Models;

/// <summary>
/// One layer of linear attention on an in-context regression (Zhang, Singh, Latham and Saxe 2025, arXiv 2501.16265), with the blocks that the paper
/// starts at zero, and that stay there, left out: then it is exactly <c>f = beta^T M x_q</c> with <c>beta = (1/N) sum_i y_i x_i</c>, where
/// <c>M = sum_h v_h U_h</c> (D x D) of merged key and query, and <c>M = sum_h v_h K_h^T Q_h</c> of separate ones (K_h, Q_h: rank x D).
/// </summary>
/// <remarks>
/// It sees a sequence through the D^2 products <c>beta_i x_qj</c>, which are the inputs that the task gives. In these, merged heads are a deep linear
/// net of two layers (D^2, heads, 1), with all that is known of such nets; separate ones are cubic in their weights.
/// </remarks>
[Kind("linear-attention", "one layer of linear attention in context, f = beta^T M x_q, with merged or separate key and query")]
public sealed record LinearAttentionModel : HeadsModel
{
    /// <inheritdoc/>
    public override LayerwiseForm? Layerwise(TaskShape task) =>
        KeyQuery == KeyQuery.Merged ? new(LayerwiseKind.Dense, [task.Inputs, Heads, 1]) : null;

    /// <inheritdoc/>
    public override void Validate(TaskShape task, ProblemList problems)
    {
        if (task.ContextDimension == 0)
            problems.Add("model.kind", "linear-attention", "needs a task of sequences", "choose the task in-context-regression");
        else if (task.ContextPairs > 0)
            problems.Add("model.kind", "linear-attention", "needs the products that it sees of a prompt, not the prompt", "leave out task.prompts");
        else ValidateRank(task, problems);
    }

    /// <inheritdoc/>
    public override torch.Tensor Forward(IReadOnlyList<torch.Tensor> parameters, torch.Tensor inputs) =>
        torch.matmul(Features(parameters, inputs), parameters[^1].transpose(-2, -1)); // batch x heads, heads x 1

    /// <inheritdoc/>
    public override torch.Tensor Features(IReadOnlyList<torch.Tensor> parameters, torch.Tensor inputs) =>
        torch.matmul(inputs, Maps(parameters).transpose(-2, -1));
}
