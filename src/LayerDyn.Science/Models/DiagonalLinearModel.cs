using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Tasks;
using TorchSharp;

namespace LayerDyn.Science.Models;

/// <summary>
/// The diagonal linear network <c>f(x) = sum_i x_i w_1,i ... w_L,i</c> with one output (Nam et al. 2025, arXiv 2502.21009):
/// the least model with layers, each mode of which is solvable.
/// </summary>
[Kind("diagonal-linear", "a diagonal linear network, f(x) = sum_i x_i w_1i ... w_Li, of any depth")]
public sealed record DiagonalLinearModel : Model
{
    /// <summary>Number of layers L.</summary>
    [Parameter("number of layers", Min = 1, Max = 64, Symbol = "L")]
    public int Depth { get; init; } = 2;

    /// <inheritdoc/>
    public override DType DefaultDType => DType.Float64;

    /// <inheritdoc/>
    public override LayerwiseForm Layerwise(TaskShape task) => Diagonal.Form(task.Inputs, Depth);

    /// <inheritdoc/>
    public override void Validate(TaskShape task, ProblemList problems) => Diagonal.Validate("diagonal-linear", task, problems);

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterShape> Parameters(TaskShape task) => Diagonal.Parameters(task.Inputs, Depth);

    /// <inheritdoc/>
    public override torch.Tensor Forward(IReadOnlyList<torch.Tensor> parameters, torch.Tensor inputs) =>
        Diagonal.Features(parameters, inputs).mul(parameters[^1].unsqueeze(-2)).sum(-1, keepdim: true);

    /// <inheritdoc/>
    public override torch.Tensor Features(IReadOnlyList<torch.Tensor> parameters, torch.Tensor inputs) =>
        Diagonal.Features(parameters, inputs);
}
