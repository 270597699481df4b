using LayerDyn.Science.Models;
using TorchSharp;

namespace LayerDyn.Science.Training.Torch;

/// <summary>
/// Backpropagation of an <see cref="MlpModel"/> written out. On small nets automatic differentiation costs more than the products
/// themselves (measured on one thread: 84 against 36 microseconds a step for 37-32-1, no difference from width 1000 on).
/// </summary>
internal sealed class MlpGradient(MlpModel model)
{
    private readonly int _layers = model.Widths.Count - 1;

    /// <summary>Whether the derivative of the model's activation is written out here.</summary>
    public static bool Supports(MlpModel model) => model.Activation is Activation.Linear or Activation.Relu or Activation.Tanh;

    /// <summary>
    /// Gradients, one for each parameter, in the current dispose scope. <paramref name="outputGradient"/> gives dL/df (rows x out) from
    /// the outputs f, which it may overwrite.
    /// </summary>
    public torch.Tensor[] Gradients(IReadOnlyList<torch.Tensor> parameters, torch.Tensor inputs, Func<torch.Tensor, torch.Tensor> outputGradient)
    {
        using var noGrad = torch.no_grad();
        var layers = new torch.Tensor[_layers]; // what layer l + 1 reads: rows x widths[l]
        var gradients = new torch.Tensor[parameters.Count];
        layers[0] = inputs;
        for (int layer = 1; layer < _layers; layer++) layers[layer] = model.Activate(model.Layer(parameters, layer, layers[layer - 1]));
        var outputs = model.Layer(parameters, _layers, layers[_layers - 1]);
        if (model.OutputScale != 1) outputs.TimesInPlace(model.OutputScale);
        var delta = outputGradient(outputs);
        if (model.OutputScale != 1) delta.TimesInPlace(model.OutputScale);
        for (int layer = _layers; layer >= 1; layer--)
        {
            int weight = model.Biases ? 2 * layer - 2 : layer - 1;
            gradients[weight] = torch.mm(delta.t(), layers[layer - 1]);
            if (model.Biases) gradients[weight + 1] = delta.sum([0L]);
            if (layer > 1) delta = TimesDerivative(torch.mm(delta, parameters[weight]), layers[layer - 1]);
        }

        return gradients;
    }

    // The derivative follows from the activation itself, which is not needed afterwards.
    private torch.Tensor TimesDerivative(torch.Tensor delta, torch.Tensor activation) => model.Activation switch
    {
        Activation.Linear => delta,
        Activation.Relu => delta.mul_(activation.sign_()),
        Activation.Tanh => delta.PlusProductInPlace(delta, activation.mul_(activation), -1), // delta (1 - tanh^2)
        _ => throw new InvalidOperationException($"no derivative of {model.Activation}"),
    };
}
