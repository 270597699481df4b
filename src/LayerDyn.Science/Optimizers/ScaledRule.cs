using LayerDyn.Science.Parametrisations;
using TorchSharp;

namespace LayerDyn.Science.Optimizers;

/// <summary>The update of an optimizer in which each parameter has a learning rate of its own; its state is named <c>0/NAME, 1/NAME ...</c>.</summary>
/// <param name="optimizer">The optimizer.</param>
/// <param name="scales">The scale of each parameter.</param>
internal sealed class ScaledRule(Optimizer optimizer, IReadOnlyList<ParameterScale> scales) : UpdateRule
{
    private readonly UpdateRule[] _rules = [.. scales.Select(scale => scale.Of(optimizer).CreateRule())];

    public override bool IsElementwise => false;

    public override IReadOnlyDictionary<string, torch.Tensor> State =>
        _rules.SelectMany((rule, i) => rule.State.Select(entry => KeyValuePair.Create($"{i}/{entry.Key}", entry.Value))).ToDictionary();

    public override void Step(IReadOnlyList<torch.Tensor> parameters, IReadOnlyList<torch.Tensor> gradients, long step, double learningRate)
    {
        for (int i = 0; i < _rules.Length; i++) _rules[i].Step([parameters[i]], [gradients[i]], step, learningRate * scales[i].Rate);
    }

    public override void Restore(IReadOnlyDictionary<string, torch.Tensor> state)
    {
        for (int i = 0; i < _rules.Length; i++)
        {
            string prefix = $"{i}/";
            _rules[i].Restore(state.Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(entry => entry.Key[prefix.Length..], entry => entry.Value));
        }
    }
}
