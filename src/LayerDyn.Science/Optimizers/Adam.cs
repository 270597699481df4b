using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Optimizers;

/// <summary>Adam (Kingma and Ba 2015, arXiv 1412.6980) with the semantics of <c>torch.optim.Adam</c>.</summary>
[Kind("adam", "Adam as torch.optim.Adam, weight decay in the gradient")]
public sealed record Adam : Optimizer
{
    /// <summary>Decay rates of the two moments.</summary>
    [Parameter("decay rates [beta1, beta2] of the moments", Min = 0, Max = 1, MinCount = 2, Symbol = "β")]
    public IReadOnlyList<double> Betas { get; init; } = [0.9, 0.999];

    /// <summary>Added to the root of the second moment.</summary>
    [Parameter("added to the denominator", Min = 0, Symbol = "ε")]
    public double Eps { get; init; } = 1e-8;

    /// <summary>L2 penalty, added to the gradient as <c>weightDecay w</c>.</summary>
    [Parameter("L2 penalty in the gradient", Min = 0)]
    public double WeightDecay { get; init; }

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
    public override UpdateRule CreateRule() => new AdamRule(Betas[0], Betas[1], Eps, WeightDecay, decoupled: false);
}
