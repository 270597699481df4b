using LayerDyn.Science.Training.Torch;
using TorchSharp;

namespace LayerDyn.Science.Optimizers;

/// <summary>The update of <see cref="Sgd"/>.</summary>
internal sealed class SgdRule(Sgd options) : UpdateRule
{
    private readonly Dictionary<string, torch.Tensor> _state = [];

    public override IReadOnlyDictionary<string, torch.Tensor> State => _state;

    public override void Step(IReadOnlyList<torch.Tensor> parameters, IReadOnlyList<torch.Tensor> gradients, long step, double learningRate)
    {
        for (int i = 0; i < parameters.Count; i++)
        {
            var direction = gradients[i];
            if (options.WeightDecay != 0) direction.PlusInPlace(parameters[i], options.WeightDecay);
            if (options.Momentum != 0)
            {
                string name = $"momentum_buffer.{i}";
                if (_state.TryGetValue(name, out var buffer)) buffer.TimesInPlace(options.Momentum).PlusInPlace(direction, 1 - options.Dampening);
                else _state.Add(name, buffer = direction.clone().DetachFromDisposeScope());
                if (options.Nesterov) direction.PlusInPlace(buffer, options.Momentum);
                else direction = buffer;
            }

            parameters[i].PlusInPlace(direction, -learningRate);
        }
    }

    public override void Restore(IReadOnlyDictionary<string, torch.Tensor> state)
    {
        foreach (var (name, tensor) in state) _state[name] = tensor;
    }
}
