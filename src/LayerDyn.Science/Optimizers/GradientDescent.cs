using LayerDyn.Science.Catalog;

namespace LayerDyn.Science.Optimizers;

/// <summary>Full-batch gradient descent, <c>v = momentum v + g + weightDecay w</c>, <c>w = w - learningRate v</c> (PyTorch's form).</summary>
[Kind("gd", "full-batch gradient descent, optionally with momentum")]
public sealed record GradientDescent : Optimizer
{
    /// <summary>Momentum; 0 for plain gradient descent.</summary>
    [Parameter("momentum", Min = 0, Max = 1)]
    public double Momentum { get; init; }

    /// <summary>Weight decay gamma, the penalty <c>gamma/2 sum w^2</c>: its gradient <c>gamma w</c> is added to the loss's, also under the momentum.</summary>
    [Parameter("weight decay γ: the penalty γ/2 times the sum of squared weights, not part of the measured loss", Min = 0, OmittedAtDefault = true, Symbol = "γ")]
    public double WeightDecay { get; init; }

    /// <summary>What a learning rate of 1 is.</summary>
    [Parameter("unit of the learning rate: absolute, or 1 over the sharpness, or 1 over the largest eigenvalue of the tangent kernel J J^T / n, at the point's start",
        OmittedAtDefault = true)]
    public override LearningRateUnit LearningRateUnit { get; init; }

    /// <summary>Which exact solution <c>engine: theory</c> and <c>both</c> give.</summary>
    [Parameter("exact solution of engine: theory or both: flow (gradient flow) or steps (the map of a step, at any step size)", OmittedAtDefault = true)]
    public DescentTheory Theory { get; init; }

    /// <inheritdoc/>
    public override UpdateRule CreateRule() => new GradientDescentRule(Momentum, WeightDecay);
}
