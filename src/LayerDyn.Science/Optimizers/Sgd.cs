using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Optimizers;

/// <summary>Stochastic gradient descent with the semantics of <c>torch.optim.SGD</c>.</summary>
[Kind("sgd", "minibatch stochastic gradient descent as torch.optim.SGD")]
public sealed record Sgd : Optimizer
{
    /// <summary>Momentum mu of the buffer <c>v = mu v + (1 - dampening) g</c>.</summary>
    [Parameter("momentum", Min = 0, Max = 1, Symbol = "μ")]
    public double Momentum { get; init; }

    /// <summary>Damping of the gradient that enters the buffer; the first gradient enters undamped.</summary>
    [Parameter("dampening of the momentum", Min = 0, Max = 1)]
    public double Dampening { get; init; }

    /// <summary>Whether to step along <c>g + mu v</c>.</summary>
    [Parameter("Nesterov momentum")]
    public bool Nesterov { get; init; }

    /// <summary>L2 penalty, added to the gradient as <c>weightDecay w</c>.</summary>
    [Parameter("L2 penalty in the gradient", Min = 0)]
    public double WeightDecay { get; init; }

    /// <summary>Samples per step; 0 is the full batch.</summary>
    [Parameter("samples per step; 0 is the full batch", Min = 0)]
    public override int BatchSize { get; init; }

    /// <summary>What a learning rate of 1 is.</summary>
    [Parameter("unit of the learning rate: absolute, or 1 over the sharpness, or 1 over the largest eigenvalue of the tangent kernel J J^T / n, at the point's start",
        OmittedAtDefault = true)]
    public override LearningRateUnit LearningRateUnit { get; init; }

    /// <inheritdoc/>
    public override void Validate(TaskShape task, ProblemList problems)
    {
        base.Validate(task, problems);
        if (Nesterov && (Momentum == 0 || Dampening != 0))
            problems.Add("optimizer.nesterov", "true", "needs a momentum and no dampening", "write momentum: 0.9 and leave dampening out");
    }

    /// <inheritdoc/>
    public override UpdateRule CreateRule() => new SgdRule(this);
}
