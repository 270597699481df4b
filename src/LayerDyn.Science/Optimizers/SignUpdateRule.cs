using LayerDyn.Science.Training.Torch;
using TorchSharp;

namespace LayerDyn.Science.Optimizers;

/// <summary>The update of <see cref="SignRule"/> on torch tensors.</summary>
internal sealed class SignUpdateRule(SignRule rule) : UpdateRule
{
    private readonly Dictionary<string, torch.Tensor> _state = [];

    public override IReadOnlyDictionary<string, torch.Tensor> State => _state;

    public override void Step(IReadOnlyList<torch.Tensor> parameters, IReadOnlyList<torch.Tensor> gradients, long step, double learningRate)
    {
        for (int i = 0; i < parameters.Count; i++)
        {
            torch.Tensor parameter = parameters[i], gradient = gradients[i];
            if (rule.Penalty != 0) gradient.PlusInPlace(parameter, rule.Penalty);
            if (rule.Shrink(learningRate) is not 1 and var shrink) parameter.TimesInPlace(shrink);
            string name = $"exp_avg.{i}";
            if (!_state.TryGetValue(name, out var average)) _state.Add(name, average = torch.zeros_like(parameter).DetachFromDisposeScope());
            using var direction = average.Times(rule.Beta1).PlusInPlace(gradient, 1 - rule.Beta1);
            parameter.PlusInPlace(direction.sign_(), -learningRate);
            average.TimesInPlace(rule.Beta2).PlusInPlace(gradient, 1 - rule.Beta2);
        }
    }

    public override void Restore(IReadOnlyDictionary<string, torch.Tensor> state)
    {
        foreach (var (name, tensor) in state) _state[name] = tensor;
    }
}
