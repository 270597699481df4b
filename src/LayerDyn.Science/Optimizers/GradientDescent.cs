using LayerDyn.Science.Catalog;

namespace LayerDyn.Science.Optimizers;

/// <summary>Full-batch gradient descent, <c>v = momentum v + g</c>, <c>w = w - learningRate v</c> (PyTorch's form of momentum).</summary>
[Kind("gd", "full-batch gradient descent, optionally with momentum")]
public sealed record GradientDescent : Optimizer
{
    /// <summary>Momentum; 0 for plain gradient descent.</summary>
    [Parameter("momentum", Min = 0, Max = 1)]
    public double Momentum { get; init; }

    /// <inheritdoc/>
    public override UpdateRule CreateRule() => new GradientDescentRule(Momentum);
}
