namespace LayerDyn.Science.Optimizers;

/// <summary>
/// What <see cref="SignDescent"/> and <see cref="Lion"/> have in common: a step along the sign of <c>beta1 m + (1 - beta1) g</c>, then
/// <c>m = beta2 m + (1 - beta2) g</c>.
/// </summary>
/// <param name="Beta1">Share of the average in the step.</param>
/// <param name="Beta2">Share of the average in the next one.</param>
/// <param name="WeightDecay">Weight decay.</param>
/// <param name="IsDecoupled">Whether the decay shrinks the weights rather than being part of g.</param>
internal readonly record struct SignRule(double Beta1, double Beta2, double WeightDecay, bool IsDecoupled)
{
    /// <summary>The rule of an optimizer; null for one that takes no signs.</summary>
    public static SignRule? Of(Optimizer optimizer) => optimizer switch
    {
        SignDescent sign => new(sign.Momentum, sign.Momentum, sign.WeightDecay, IsDecoupled: false),
        Lion lion => new(lion.Betas[0], lion.Betas[1], lion.WeightDecay, IsDecoupled: true),
        _ => null,
    };

    /// <summary>L2 penalty in the gradient.</summary>
    public double Penalty => IsDecoupled ? 0 : WeightDecay;

    /// <summary>The factor on the weights before a step.</summary>
    public double Shrink(double learningRate) => IsDecoupled ? 1 - learningRate * WeightDecay : 1;
}
