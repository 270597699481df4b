using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Tasks;
using TorchSharp;

namespace LayerDyn.Science.Models;

/// <summary>
/// The nonlinear twin of <see cref="LinearAttentionModel"/>: one layer of softmax attention over the whole prompt of an in-context regression, with the same
/// weights, <c>f = sum_h v_h sum_i softmax_i(x_i^T M_h x_q) y_i</c> over the N pairs and the query, whose y is 0, with <c>M_h = U_h</c> of merged key and
/// query and <c>M_h = K_h^T Q_h</c> of separate ones. To first order in M_h it is linear attention on inputs whose mean over the prompt is taken off.
/// </summary>
/// <remarks>
/// The blocks that linear attention leaves out (values read off x, keys read off y) are left out here too: on the population they have no gradient while they
/// are zero, since the output changes its sign with w and their derivatives of it do not. No closed form of its training is known.
/// </remarks>
[Kind("softmax-attention", "one layer of softmax attention in context, with the weights of linear-attention; trained on whole prompts, without theory")]
public sealed record SoftmaxAttentionModel : HeadsModel
{
    // What the softmax of a score takes beside its products, measured as a share of training.
    private const double Softmax = 80;

    /// <inheritdoc/>
    public override double Operations(TaskShape task) =>
        Heads * (task.ContextDimension * task.ContextDimension + (task.ContextPairs + 1) * (2 * task.ContextDimension + Softmax));

    /// <inheritdoc/>
    public override void Validate(TaskShape task, ProblemList problems)
    {
        if (task.ContextPairs == 0)
            problems.Add("model.kind", "softmax-attention", "needs whole prompts", "choose the task in-context-regression with prompts: true and a number of sequences");
        else ValidateRank(task, problems);
    }

    /// <inheritdoc/>
    public override torch.Tensor Forward(IReadOnlyList<torch.Tensor> parameters, torch.Tensor inputs) =>
        torch.matmul(Features(parameters, inputs), parameters[^1].transpose(-2, -1)); // batch x heads, heads x 1

    /// <inheritdoc/>
    public override torch.Tensor Features(IReadOnlyList<torch.Tensor> parameters, torch.Tensor inputs)
    {
        long batch = inputs.shape[0], dimension = KeyQuery == KeyQuery.Merged ? (long)Math.Round(Math.Sqrt(parameters[0].shape[1])) : parameters[0].shape[1];
        long pairs = (inputs.shape[1] - dimension) / (dimension + 1);
        var context = inputs.narrow(1, 0, pairs * (dimension + 1)).reshape(batch, pairs, dimension + 1);
        var query = inputs.narrow(1, pairs * (dimension + 1), dimension).unsqueeze(1); // batch x 1 x D
        var items = torch.cat([context.narrow(2, 0, dimension), query], 1); // batch x (N + 1) x D

        // M_h x_q of all heads in one product, batch x heads x D, then every item's score.
        var maps = Maps(parameters).reshape(Heads * dimension, dimension);
        var images = torch.matmul(query.squeeze(1), maps.transpose(0, 1)).reshape(batch, Heads, dimension);
        var weights = torch.matmul(images, items.transpose(1, 2)).softmax(-1).narrow(2, 0, pairs); // batch x heads x N: the query's own y is 0
        return torch.matmul(weights, context.narrow(2, dimension, 1)).squeeze(-1);
    }
}
