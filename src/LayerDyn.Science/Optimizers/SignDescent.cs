using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Optimizers;

/// <summary>
/// Sign descent, <c>w = w - learningRate sign(g + weightDecay w)</c>: every weight moves by the learning rate a step, however small its gradient
/// (signSGD; with momentum Signum, <c>m = momentum m + (1 - momentum) g</c> in place of g: Bernstein, Wang, Azizzadenesheli, Anandkumar 2018,
/// "signSGD: compressed optimisation for non-convex problems"). The sign of 0 is 0.
/// </summary>
[Kind("sign", "sign descent: every weight moves by the learning rate, against the sign of its gradient")]
public sealed record SignDescent : Optimizer
{
    /// <summary>Decay rate of the averaged gradient whose sign is taken; 0 for the gradient itself.</summary>
    [Parameter("decay rate of the averaged gradient whose sign is taken; 0 for the gradient itself", Min = 0, Max = 1)]
    public double Momentum { get; init; }

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
        if (Momentum >= 1) problems.Add("optimizer.momentum", Momentum, "must be less than 1: the average would never change");
    }

    /// <inheritdoc/>
    public override UpdateRule CreateRule() => new SignUpdateRule(SignRule.Of(this)!.Value);
}
