using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Optimizers;

/// <summary>Adam with decoupled weight decay (Loshchilov and Hutter 2019, arXiv 1711.05101), as <c>torch.optim.AdamW</c>.</summary>
[Kind("adamw", "Adam with decoupled weight decay as torch.optim.AdamW")]
public sealed record AdamW : Optimizer
{
    /// <summary>Decay rates of the two moments.</summary>
    [Parameter("decay rates [beta1, beta2] of the moments", Min = 0, Max = 1, MinCount = 2, Symbol = "β")]
    public IReadOnlyList<double> Betas { get; init; } = [0.9, 0.999];

    /// <summary>Added to the root of the second moment.</summary>
    [Parameter("added to the denominator", Min = 0, Symbol = "ε")]
    public double Eps { get; init; } = 1e-8;

    /// <summary>Decoupled decay: weights shrink by <c>learningRate weightDecay</c> a step.</summary>
    [Parameter("decoupled weight decay", Min = 0)]
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>Samples per step; 0 is the full batch.</summary>
    [Parameter("samples per step; 0 is the full batch", Min = 0)]
    public override int BatchSize { get; init; }

    /// <inheritdoc/>
    public override void Validate(TaskShape task, ProblemList problems)
    {
        base.Validate(task, problems);
        AdamRule.Validate(Betas, problems);
    }

    /// <inheritdoc/>
    public override UpdateRule CreateRule() => new AdamRule(Betas[0], Betas[1], Eps, WeightDecay, decoupled: true);
}
