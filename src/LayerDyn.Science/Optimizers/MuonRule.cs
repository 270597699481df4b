using LayerDyn.Science.Training.Torch;
using TorchSharp;

namespace LayerDyn.Science.Optimizers;

/// <summary>The update of <see cref="Muon"/>, t = step + 1, for a matrix: <c>m = mu m + (1 - mu) g</c>, <c>w -= lr sqrt(max(1, out/in)) O(m)</c>.</summary>
/// <param name="options">The optimizer.</param>
/// <param name="matrices">Which parameters are orthogonalised.</param>
internal sealed class MuonRule(Muon options, bool[] matrices) : UpdateRule
{
    private const string MomentumPrefix = "momentum_buffer.";
    private readonly Dictionary<string, torch.Tensor> _momentum = [];
    private readonly AdamRule _rest = new(options.Betas[0], options.Betas[1], options.Eps, options.WeightDecay, decoupled: true);

    public override bool IsElementwise => false;

    public override IReadOnlyDictionary<string, torch.Tensor> State => new Dictionary<string, torch.Tensor>(_momentum.Concat(_rest.State));

    /// <summary>
    /// A matrix with the singular vectors of <paramref name="matrix"/> and its singular values, divided by their norm, taken through
    /// <c>s = 3.4445 s - 4.7750 s^3 + 2.0315 s^5</c> so many times: after five most lie between 0.7 and 1.2.
    /// </summary>
    internal static torch.Tensor Orthogonalised(torch.Tensor matrix, int iterations)
    {
        const double Linear = 3.4445, Cubic = -4.7750, Quintic = 2.0315, Floor = 1e-7;
        bool tall = matrix.shape[0] > matrix.shape[1]; // its Gram matrix is the smaller one
        var x = tall ? matrix.t() : matrix;
        x = x / x.norm().PlusInPlace(Floor);
        for (int i = 0; i < iterations; i++)
        {
            var gram = x.mm(x.t());
            x = x.Times(Linear).Plus(gram.Times(Cubic).Plus(gram.mm(gram).Times(Quintic)).mm(x));
        }

        return tall ? x.t() : x;
    }

    public override void Step(IReadOnlyList<torch.Tensor> parameters, IReadOnlyList<torch.Tensor> gradients, long step, double learningRate)
    {
        using var scope = torch.NewDisposeScope();
        for (int i = 0; i < parameters.Count; i++)
        {
            if (!matrices[i]) continue;
            torch.Tensor parameter = parameters[i], gradient = gradients[i];
            string name = MomentumPrefix + i;
            if (!_momentum.TryGetValue(name, out var momentum)) _momentum.Add(name, momentum = torch.zeros_like(parameter).DetachFromDisposeScope());
            momentum.lerp_(gradient, 1 - options.Momentum);
            var direction = Orthogonalised(options.Nesterov ? gradient.lerp(momentum, options.Momentum) : momentum, options.Iterations);
            double aspect = Math.Sqrt(Math.Max(1, (double)parameter.shape[0] / parameter.shape[1]));
            parameter.TimesInPlace(1 - learningRate * options.WeightDecay).PlusInPlace(direction, -learningRate * aspect);
        }

        // The schedule's factor is that of the rate.
        _rest.Step(Rest(parameters), Rest(gradients), step, options.AdamLearningRate * (learningRate / options.LearningRate));
    }

    public override void Restore(IReadOnlyDictionary<string, torch.Tensor> state)
    {
        foreach (var (name, tensor) in state.Where(entry => IsMomentum(entry.Key))) _momentum[name] = tensor;
        _rest.Restore(state.Where(entry => !IsMomentum(entry.Key)).ToDictionary());
    }

    private static bool IsMomentum(string name) => name.StartsWith(MomentumPrefix, StringComparison.Ordinal);

    private torch.Tensor[] Rest(IReadOnlyList<torch.Tensor> all) => [.. all.Where((_, i) => !matrices[i])];
}
