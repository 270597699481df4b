using LayerDyn.Science.Experiments;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Training.Torch;
using TorchSharp;

namespace LayerDyn.Science.Optimizers;

/// <summary>
/// The update of <see cref="Adam"/> and <see cref="AdamW"/>, t = step + 1: <c>m = b1 m + (1 - b1) g</c>,
/// <c>v = b2 v + (1 - b2) g^2</c>, <c>w -= lr / (1 - b1^t) m / (sqrt(v) / sqrt(1 - b2^t) + eps)</c>.
/// </summary>
internal sealed class AdamRule(double beta1, double beta2, double eps, double weightDecay, bool decoupled) : UpdateRule
{
    private readonly Dictionary<string, torch.Tensor> _state = [];

    public override IReadOnlyDictionary<string, torch.Tensor> State => _state;

    public static void Validate(IReadOnlyList<double> betas, ProblemList problems)
    {
        if (betas.Count != 2) problems.Add("optimizer.betas", $"[{string.Join(", ", betas)}]", "must have exactly 2 elements");
        for (int i = 0; i < betas.Count; i++)
            if (betas[i] >= 1) problems.Add($"optimizer.betas[{i}]", betas[i], "must be less than 1");
    }

    public override void Step(IReadOnlyList<torch.Tensor> parameters, IReadOnlyList<torch.Tensor> gradients, long step, double learningRate)
    {
        double stepSize = learningRate / (1 - PortableMath.Pow(beta1, step + 1));
        double secondCorrection = Math.Sqrt(1 - PortableMath.Pow(beta2, step + 1));
        for (int i = 0; i < parameters.Count; i++)
        {
            torch.Tensor parameter = parameters[i], gradient = gradients[i];
            if (weightDecay != 0)
            {
                if (decoupled) parameter.TimesInPlace(1 - learningRate * weightDecay);
                else gradient.PlusInPlace(parameter, weightDecay);
            }

            torch.Tensor first = Moment("exp_avg", i, parameter), second = Moment("exp_avg_sq", i, parameter);
            first.lerp_(gradient, 1 - beta1);
            second.TimesInPlace(beta2).PlusProductInPlace(gradient, gradient, 1 - beta2);
            using var denominator = second.sqrt();
            parameter.PlusQuotientInPlace(first, denominator.OverInPlace(secondCorrection).PlusInPlace(eps), -stepSize);
        }
    }

    public override void Restore(IReadOnlyDictionary<string, torch.Tensor> state)
    {
        foreach (var (name, tensor) in state) _state[name] = tensor;
    }

    private torch.Tensor Moment(string kind, int index, torch.Tensor parameter)
    {
        string name = $"{kind}.{index}";
        if (!_state.TryGetValue(name, out var moment)) _state.Add(name, moment = torch.zeros_like(parameter).DetachFromDisposeScope());
        return moment;
    }
}
