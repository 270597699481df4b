using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Tasks;
using TorchSharp;

namespace LayerDyn.Science.Models;

/// <summary>Linear regression, <c>f(x) = W1 x</c>: the model without layers that layerwise models are compared with.</summary>
[Kind("linear", "one linear layer, f(x) = W x")]
public sealed record LinearModel : Model
{
    /// <inheritdoc/>
    public override DType DefaultDType => DType.Float64;

    /// <inheritdoc/>
    public override LayerwiseForm Layerwise(TaskShape task) => new(LayerwiseKind.Dense, [task.Inputs, task.Outputs]);

    /// <inheritdoc/>
    public override void Validate(TaskShape task, ProblemList problems) => RealInputs.Validate("linear", task, problems);

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterShape> Parameters(TaskShape task) =>
        [new("W1", [task.Outputs, task.Inputs], ParameterRole.Weight)];

    /// <inheritdoc/>
    public override torch.Tensor Forward(IReadOnlyList<torch.Tensor> parameters, torch.Tensor inputs) =>
        torch.matmul(inputs, parameters[0].transpose(-2, -1));

    /// <inheritdoc/>
    public override torch.Tensor Features(IReadOnlyList<torch.Tensor> parameters, torch.Tensor inputs) => inputs;
}
