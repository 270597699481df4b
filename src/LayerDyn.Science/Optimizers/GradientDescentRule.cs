using LayerDyn.Science.Training.Torch;
using TorchSharp;

namespace LayerDyn.Science.Optimizers;

/// <summary>The update of <see cref="GradientDescent"/> on torch tensors, with momentum buffers named <c>momentum/0 ...</c>.</summary>
internal sealed class GradientDescentRule(double momentum, double weightDecay) : UpdateRule
{
    private readonly Dictionary<string, torch.Tensor> _velocity = [];

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, torch.Tensor> State => _velocity;

    /// <inheritdoc/>
    public override void Step(IReadOnlyList<torch.Tensor> parameters, IReadOnlyList<torch.Tensor> gradients, long step, double learningRate)
    {
        for (int i = 0; i < parameters.Count; i++)
        {
            var direction = gradients[i];
            if (weightDecay != 0) direction.PlusInPlace(parameters[i], weightDecay);
            if (momentum != 0)
            {
                string name = $"momentum/{i}";
                if (!_velocity.TryGetValue(name, out var velocity))
                    _velocity.Add(name, velocity = direction.zeros_like().DetachFromDisposeScope());
                direction = velocity.TimesInPlace(momentum).PlusInPlace(direction);
            }

            parameters[i].PlusInPlace(direction, -learningRate);
        }
    }

    /// <inheritdoc/>
    public override void Restore(IReadOnlyDictionary<string, torch.Tensor> state)
    {
        foreach (var (name, value) in state) _velocity[name] = value;
    }
}
