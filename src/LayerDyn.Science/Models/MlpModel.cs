using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Parametrisations;
using LayerDyn.Science.Tasks;
using LayerDyn.Science.Training.Torch;
using TorchSharp;

namespace LayerDyn.Science.Models;

/// <summary>
/// The multilayer perceptron <c>f(x) = outputScale (W_L s(... s(W_1 x + b_1) ...) + b_L)</c>; <c>W_l</c> is
/// widths[l] x widths[l-1]. With <c>activation: linear</c> it is its own linear twin.
/// </summary>
[Kind("mlp", "a multilayer perceptron of any widths; activation: linear gives its linear twin")]
public sealed record MlpModel : Model
{
    /// <summary>Widths from the input to the output.</summary>
    [Parameter("widths [inputs, hidden ..., outputs]", Min = 1, Max = 100_000, MinCount = 2)]
    public required IReadOnlyList<int> Widths { get; init; }

    /// <summary>The function between layers.</summary>
    [Parameter("activation between layers")]
    public Activation Activation { get; init; } = Activation.Relu;

    /// <summary>Whether layers have biases.</summary>
    [Parameter("whether layers have biases")]
    public bool Biases { get; init; } = true;

    /// <summary>Factor on the output; lowering it makes training richer (Kumar et al. 2024, arXiv 2310.06110).</summary>
    [Parameter("factor on the output", Min = 0, AboveMin = true)]
    public double OutputScale { get; init; } = 1;

    /// <inheritdoc/>
    [Parameter("how starts and learning rates of the layers follow from the widths", OmittedAtDefault = true)]
    public override Parametrisation Parametrisation { get; init; } = new StandardParametrisation();

    /// <inheritdoc/>
    public override (int Inputs, int Outputs)? Ends => (Widths[0], Widths[^1]);

    /// <inheritdoc/>
    public override LayerwiseForm? Layerwise(TaskShape task) =>
        Activation == Activation.Linear && !Biases && OutputScale == 1 ? new(LayerwiseKind.Dense, Widths) : null;

    /// <inheritdoc/>
    public override void Validate(TaskShape task, ProblemList problems)
    {
        if (task.Vocabulary > 0)
            problems.Add("model.kind", "mlp", "needs a task with real inputs, but this task's inputs are tokens",
                "choose the task's one-hot form or another model");
        if (Widths[0] != task.Inputs)
            problems.Add("model.widths[0]", Widths[0], $"must be the task's number of inputs, {task.Inputs}", $"write widths: [{task.Inputs}, ...]");
        if (Widths[^1] != task.Outputs)
            problems.Add($"model.widths[{Widths.Count - 1}]", Widths[^1], $"must be the task's number of outputs, {task.Outputs}",
                $"write widths: [..., {task.Outputs}]");
        Parametrisation.Validate(Widths, problems);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterShape> Parameters(TaskShape task)
    {
        var shapes = new List<ParameterShape>();
        for (int layer = 1; layer < Widths.Count; layer++)
        {
            shapes.Add(new($"W{layer}", [Widths[layer], Widths[layer - 1]], ParameterRole.Weight));
            if (Biases) shapes.Add(new($"b{layer}", [Widths[layer]], ParameterRole.Bias) { FanIn = Widths[layer - 1] });
        }

        return shapes;
    }

    /// <inheritdoc/>
    public override torch.Tensor Forward(IReadOnlyList<torch.Tensor> parameters, torch.Tensor inputs)
    {
        var outputs = Layer(parameters, Widths.Count - 1, Features(parameters, inputs));
        return OutputScale == 1 ? outputs : outputs.Times(OutputScale);
    }

    /// <inheritdoc/>
    public override torch.Tensor Features(IReadOnlyList<torch.Tensor> parameters, torch.Tensor inputs)
    {
        for (int layer = 1; layer < Widths.Count - 1; layer++) inputs = Activate(Layer(parameters, layer, inputs));
        return inputs;
    }

    internal torch.Tensor Layer(IReadOnlyList<torch.Tensor> parameters, int layer, torch.Tensor inputs) => Biases
        ? torch.nn.functional.linear(inputs, parameters[2 * layer - 2], parameters[2 * layer - 1])
        : torch.nn.functional.linear(inputs, parameters[layer - 1]);

    // In place where autograd allows: relu and tanh differentiate from their outputs.
    internal torch.Tensor Activate(torch.Tensor x) => Activation switch
    {
        Activation.Linear => x,
        Activation.Relu => x.relu_(),
        Activation.Tanh => x.tanh_(),
        Activation.Gelu => torch.nn.functional.gelu(x),
        Activation.Square => x.Squared(),
        _ => throw new InvalidOperationException($"unknown activation {Activation}"),
    };
}
