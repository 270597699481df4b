using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Parametrisations;
using LayerDyn.Science.Tasks;
using TorchSharp;

namespace LayerDyn.Science.Models;

/// <summary>The deep linear network <c>f(x) = W_L ... W_1 x</c> (Saxe et al. 2014, arXiv 1312.6120); <c>W_l</c> is widths[l] x widths[l-1].</summary>
[Kind("deep-linear", "a deep linear network, f(x) = W_L ... W_1 x, of any widths")]
public sealed record DeepLinearModel : Model
{
    /// <summary>Widths from the input to the output.</summary>
    [Parameter("widths [inputs, hidden ..., outputs]", Min = 1, Max = 100_000, MinCount = 2)]
    public required IReadOnlyList<int> Widths { get; init; }

    /// <inheritdoc/>
    [Parameter("how starts and learning rates of the layers follow from the widths", OmittedAtDefault = true)]
    public override Parametrisation Parametrisation { get; init; } = new StandardParametrisation();

    /// <inheritdoc/>
    public override DType DefaultDType => DType.Float64;

    /// <inheritdoc/>
    public override (int Inputs, int Outputs)? Ends => (Widths[0], Widths[^1]);

    /// <inheritdoc/>
    public override LayerwiseForm Layerwise(TaskShape task) => new(LayerwiseKind.Dense, Widths);

    /// <inheritdoc/>
    public override void Validate(TaskShape task, ProblemList problems)
    {
        RealInputs.Validate("deep-linear", task, problems);
        if (Widths[0] != task.Inputs)
            problems.Add("model.widths[0]", Widths[0], $"must be the task's number of inputs, {task.Inputs}",
                $"write widths: [{task.Inputs}, ...]");
        if (Widths[^1] != task.Outputs)
            problems.Add($"model.widths[{Widths.Count - 1}]", Widths[^1], $"must be the task's number of outputs, {task.Outputs}",
                $"write widths: [..., {task.Outputs}]");
        Parametrisation.Validate(Widths, problems);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterShape> Parameters(TaskShape task) =>
        [.. Enumerable.Range(1, Widths.Count - 1)
            .Select(layer => new ParameterShape($"W{layer}", [Widths[layer], Widths[layer - 1]], ParameterRole.Weight))];

    /// <inheritdoc/>
    public override torch.Tensor Forward(IReadOnlyList<torch.Tensor> parameters, torch.Tensor inputs) =>
        parameters.Aggregate(inputs, (x, weight) => torch.matmul(x, weight.transpose(-2, -1)));

    /// <inheritdoc/>
    public override torch.Tensor Features(IReadOnlyList<torch.Tensor> parameters, torch.Tensor inputs) =>
        parameters.SkipLast(1).Aggregate(inputs, (x, weight) => torch.matmul(x, weight.transpose(-2, -1)));
}
