using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Tasks;
using TorchSharp;

namespace LayerDyn.Infra.Tests.Extending;

/// <summary>The tied linear autoencoder <c>f(x) = W^T W x</c>, with W hidden x inputs.</summary>
[Kind("tied-linear", "a linear autoencoder with tied weights, f(x) = W^T W x")]
public sealed record TiedLinearModel : Model
{
    /// <summary>Number of hidden units.</summary>
    [Parameter("number of hidden units", Min = 1, Max = 10_000)]
    public int Hidden { get; init; } = 2;

    /// <inheritdoc/>
    public override DType DefaultDType => DType.Float64;

    /// <inheritdoc/>
    public override void Validate(TaskShape task, ProblemList problems)
    {
        if (task.Inputs != task.Outputs)
            problems.Add("model.kind", "tied-linear", "needs a task with as many outputs as inputs", "choose another task or model");
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterShape> Parameters(TaskShape task) => [new("W", [Hidden, task.Inputs], ParameterRole.Weight)];

    /// <inheritdoc/>
    public override torch.Tensor Forward(IReadOnlyList<torch.Tensor> parameters, torch.Tensor inputs) =>
        torch.matmul(Features(parameters, inputs), parameters[0]); // batch x hidden, hidden x inputs

    /// <inheritdoc/>
    public override torch.Tensor Features(IReadOnlyList<torch.Tensor> parameters, torch.Tensor inputs) =>
        torch.matmul(inputs, parameters[0].transpose(-2, -1));
}
