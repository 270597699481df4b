namespace LayerDyn.Science.Theory.Modes;

/// <summary>
/// Sign descent on one mode <c>u = a^L</c> of a diagonal network of L layers that start alike: they stay alike, and every step moves a by the step
/// size towards the target, whatever the rate E[x^2] of the mode. So <c>u = (a_0 + eta step)^L</c> until it passes S, from where on a goes to and
/// fro by one step: skills of any frequency are learnt at once, where gradient descent learns them in the order of their frequency (compare
/// Kunstner et al. 2024, "Heavy-tailed class imbalance and why Adam outperforms gradient descent on language models").
/// </summary>
/// <param name="depth">The number of layers L.</param>
/// <param name="start">The weight a of every layer at the start.</param>
/// <param name="target">The target and the rate of the mode; one of rate 0 never moves.</param>
internal sealed class SignMode(int depth, double start, ModeTarget target)
{
    /// <summary>The weight a of every layer.</summary>
    public double Weight { get; private set; } = start;

    /// <summary>One step of size <paramref name="rate"/>, against the sign of <c>E[x^2] (u - S) a^(L - 1)</c>.</summary>
    public void Step(double rate)
    {
        double others = 1;
        for (int l = 1; l < depth; l++) others *= Weight;
        double gradient = target.Variance * (others * Weight - target.Target) * others;
        if (gradient != 0) Weight -= Math.CopySign(rate, gradient);
    }
}
