using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Optimizers;

/// <summary>
/// Lion (Chen, Liang, Huang et al. 2023, "Symbolic discovery of optimization algorithms", arXiv 2302.06675), as published: a step along the sign of
/// <c>beta1 m + (1 - beta1) g</c>, then <c>m = beta2 m + (1 - beta2) g</c>; weights shrink by <c>learningRate weightDecay</c> a step.
/// </summary>
[Kind("lion", "Lion: the sign of an average of gradients, with decoupled weight decay")]
public sealed record Lion : Optimizer
{
    /// <summary>Decay rates of the average in the step and of the average that is kept.</summary>
    [Parameter("decay rates [beta1, beta2] of the average in the step and of the one that is kept", Min = 0, Max = 1, MinCount = 2, Symbol = "β")]
    public IReadOnlyList<double> Betas { get; init; } = [0.9, 0.99];

    /// <summary>Decoupled decay: weights shrink by <c>learningRate weightDecay</c> a step.</summary>
    [Parameter("decoupled weight decay", Min = 0)]
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
    public override UpdateRule CreateRule() => new SignUpdateRule(SignRule.Of(this)!.Value);
}
