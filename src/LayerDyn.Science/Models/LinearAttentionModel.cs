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
public sealed record LinearAttentionModel : Model
{
    /// <summary>Whether a head has one matrix for key and query, or one each.</summary>
    [Parameter("merged: M = sum_h v_h U_h; separate: M = sum_h v_h K_h^T Q_h")]
    public KeyQuery KeyQuery { get; init; } = KeyQuery.Separate;

    /// <summary>Number of heads H.</summary>
    [Parameter("number of heads", Min = 1, Max = 1024, Symbol = "H")]
    public int Heads { get; init; } = 4;

    /// <summary>Rank R of a head's key and query, where they are separate.</summary>
    [Parameter("rank of each head's key and query, at most the task's dimension (separate alone)", Min = 1, Max = 1024, Symbol = "R")]
    public int Rank { get; init; } = 1;

    /// <inheritdoc/>
    public override DType DefaultDType => DType.Float64;

    /// <inheritdoc/>
    public override LayerwiseForm? Layerwise(TaskShape task) =>
        KeyQuery == KeyQuery.Merged ? new(LayerwiseKind.Dense, [task.Inputs, Heads, 1]) : null;

    /// <inheritdoc/>
    public override void Validate(TaskShape task, ProblemList problems)
    {
        if (task.ContextDimension == 0)
            problems.Add("model.kind", "linear-attention", "needs a task of sequences", "choose the task in-context-regression");
        else if (KeyQuery == KeyQuery.Merged && Rank != 1)
            problems.Add("model.rank", Rank, "must be left out: merged key and query have full rank", "write keyQuery: separate");
        else if (Rank > task.ContextDimension)
            problems.Add("model.rank", Rank, $"must be at most the task's dimension, {task.ContextDimension}");
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterShape> Parameters(TaskShape task)
    {
        int dimension = task.ContextDimension;
        ParameterShape values = new("v", [1, Heads], ParameterRole.Weight);
        return KeyQuery == KeyQuery.Merged
            ? [new("U", [Heads, dimension * dimension], ParameterRole.Weight) { FanIn = dimension }, values]
            : [new("K", [Heads * Rank, dimension], ParameterRole.Weight), new("Q", [Heads * Rank, dimension], ParameterRole.Weight), values];
    }

    /// <inheritdoc/>
    public override torch.Tensor Forward(IReadOnlyList<torch.Tensor> parameters, torch.Tensor inputs) =>
        torch.matmul(Features(parameters, inputs), parameters[^1].transpose(-2, -1)); // batch x heads, heads x 1

    /// <inheritdoc/>
    public override torch.Tensor Features(IReadOnlyList<torch.Tensor> parameters, torch.Tensor inputs)
    {
        var heads = parameters[0]; // heads x D^2
        if (KeyQuery == KeyQuery.Separate)
        {
            var products = parameters[0].unsqueeze(-1) * parameters[1].unsqueeze(-2); // heads R x D x D
            heads = products.reshape(Heads, Rank, -1).sum(1);
        }

        return torch.matmul(inputs, heads.transpose(-2, -1));
    }
}
